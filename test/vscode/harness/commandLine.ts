import {createWriteStream, statSync} from "node:fs";
import path from "node:path";
import {format, parseArgs} from "node:util";
import type {Page} from "playwright-core";
import {reportMark} from "../suite/reportMark.js";
import {launchBrowser} from "./browser.js";
import {startServer, type Server} from "./server.js";

// The command line of a desktop's VS Code, as far as @vscode/test-electron uses it, on the server and a browser: runs the tests that
// --extensionTestsPath names in the extension host, prints what they print, and exits with their code.

/** All of them together, and without a line of any: their own time-outs are shorter. Until the first line, VS Code starts. */
const limitMs = 10 * 60_000, silenceMs = 5 * 60_000;

const {values, positionals} = parseArgs({
    strict: false, // much is given that only a desktop understands
    allowPositionals: true,
    options: {
        "extensionDevelopmentPath": {type: "string", multiple: true},
        "extensionTestsPath": {type: "string"},
        "user-data-dir": {type: "string"},
        "extensions-dir": {type: "string"}
    }
});

// Whoever started this holds the other end of standard input: when it is gone, so is the use of going on.
process.stdin.resume().once("end", () => process.exit(1));

const userData = String(values["user-data-dir"]);
const server = await startServer({userData, extensions: String(values["extensions-dir"])}, {driver: true});
const browser = await launchBrowser();
const code = await exitCode(await browser.newPage({viewport: {width: 1400, height: 900}}), server);
await browser.close();
await server.stop();
process.exit(code);

async function exitCode(page: Page, {port, url}: Server): Promise<number> {
    const file = (name: string | boolean): string => `vscode-remote://127.0.0.1:${port}${encodeURI(path.resolve(String(name)))}`;
    const payload = [
        ...(values.extensionDevelopmentPath ?? []).map((folder) => ["extensionDevelopmentPath", file(folder)]),
        ["extensionTestsPath", file(values.extensionTestsPath ?? "")],
        ["enableProposedApi", ""],
        ["skipWelcome", "true"]
    ];
    const query = new URLSearchParams({payload: JSON.stringify(payload)});
    const workspace = positionals[0];
    if (workspace === undefined)
        query.set("ew", "true");
    else
        query.set(statSync(workspace).isDirectory() ? "folder" : "workspace", path.resolve(workspace));
    const log = createWriteStream(path.join(userData, "workbench.log"));
    const take = (_level: string, texts: unknown[]): void => {
        const text = format(...texts);
        log.write(`${text}\n`);
        if (text.startsWith(reportMark)) { // the rest is VS Code's own
            last = text.slice(reportMark.length);
            silence.refresh();
            process.stdout.write(`${last}\n`);
        }
    };
    let last = "", giveUp: (why: string) => void = () => undefined;
    const timer = setTimeout(() => {
        giveUp(`did not end within ${limitMs / 60_000} minutes`);
    }, limitMs);
    const silence = setTimeout(() => {
        giveUp(`told nothing for ${silenceMs / 60_000} minutes`);
    }, silenceMs);
    return new Promise((resolve, reject) => {
        giveUp = (why) => {
            const picture = path.join(userData, "logs", "page.png"); // beside VS Code's own
            void page.screenshot({path: picture, timeout: 20_000}).catch(() => undefined).then(() => {
                reject(new Error(`the tests ${why}; the last line was: ${last === "" ? "none" : last.trim()}`));
            });
        };
        const done = (result: number): void => {
            clearTimeout(timer);
            clearTimeout(silence);
            resolve(result);
        };
        page.on("crash", () => {
            reject(new Error("the browser's page crashed"));
        });
        Promise.all([
            page.exposeFunction("codeAutomationLog", take),
            page.exposeFunction("codeAutomationExit", done)
        ]).then(() => page.goto(`${url}?${query}`)).catch(reject);
    });
}
