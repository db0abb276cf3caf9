// Stands in for the module @vscode/spdlog of VS Code's server, whose binary would have to be compiled: without it the server prints a stack trace
// for every log, and no output channel has any text. Writes each line at once and rotates nothing.
const fs = require("node:fs");
const path = require("node:path");

const levels = ["trace", "debug", "info", "warning", "error", "critical", "off"];

class Logger {
    constructor(_type, _name, file) {
        this.file = file;
        this.level = 2;
        this.plain = false;
    }
    getLevel() {
        return this.level;
    }
    setLevel(level) {
        this.level = level;
    }
    setPattern() {
        this.plain = false;
    }
    clearFormatters() {
        this.plain = true;
    }
    flush() {}
    drop() {}
}
for (const [name, level] of [["trace", 0], ["debug", 1], ["info", 2], ["warn", 3], ["error", 4], ["critical", 5]])
    Logger.prototype[name] = function (message) {
        if (level < this.level)
            return;
        const time = new Date().toISOString().replace("T", " ").replace("Z", "");
        fs.appendFileSync(this.file, this.plain ? message : `${time} [${levels[level]}] ${message}\n`);
    };

async function createLogger(name, file) {
    await fs.promises.mkdir(path.dirname(file), {recursive: true});
    return new Logger("rotating", name, file);
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
