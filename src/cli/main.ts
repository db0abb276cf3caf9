#!/usr/bin/env node
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {Command, CommanderError} from "commander";
import packageJson from "../../package.json" with {type: "json"};
import packageWords from "../../package.nls.json" with {type: "json"};
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {anchorsCommand} from "./anchors.js";
import {exportCommand} from "./export.js";
import {mergeCommand} from "./merge.js";
import {ExitCode, Interrupted} from "./exit.js";
import {sentence} from "./remedies.js";
import {scoreCommand} from "./score.js";
import {statsCommand} from "./stats.js";
import {outliveReaders, settled} from "./streams.js";

/** Parses the command line, runs the command, and turns whatever happens into an exit code and at most one sentence. */
async function main(argv: readonly string[]): Promise<ExitCode> {
    const requireComplete = outliveReaders();
    const program = new Command("goldpan")
        .description(packageWords.description) // in package.json stands only the key that VS Code looks up
        .version(packageJson.version)
        .configureOutput({outputError: (text, write) => {
            write(`goldpan: ${text.replace(/^error: /, "").trim().replaceAll("\n", " ").replace(/\.$/, "")}; see --help.\n`); // one line, as every error here
        }})
        .exitOverride();
    for (const command of [scoreCommand(), anchorsCommand(), exportCommand(), statsCommand(), mergeCommand()])
        program.addCommand(command.copyInheritedSettings(program));
    try {
        await program.parseAsync(argv);
        await settled(process.stdout);
        requireComplete();
        return ExitCode.Done;
    } catch (error) {
        if (error instanceof CommanderError) // it has said already what is wrong
            return error.exitCode === 0 ? ExitCode.Done : ExitCode.Mendable;
        if (error instanceof Interrupted)
            return ExitCode.Interrupted;
        if (error instanceof UserError) {
            process.stderr.write(`goldpan: ${sentence(error)}\n`);
            return ExitCode.Mendable;
        }
        process.stderr.write(`goldpan: This is a bug in Goldpan: ${escapeForDisplay(error instanceof Error ? error.message : String(error))}\n` +
            `Please report it at ${packageJson.bugs.url} with ${writeReport(error)}; what was measured is kept.\n`);
        return ExitCode.Bug;
    }
}

/** The stack goes into a file, of which this gives the name: it means nothing to the person, and everything to whoever mends the bug. */
function writeReport(error: unknown): string {
    const stack = error instanceof Error ? error.stack ?? error.message : String(error);
    try {
        const file = path.join(mkdtempSync(path.join(tmpdir(), "goldpan-bug-")), "report.txt");
        writeFileSync(file, `goldpan ${packageJson.version}, node ${process.version}, ${process.platform} ${process.arch}\n${stack}\n`);
        return `the file ${escapeForDisplay(file)}`;
    } catch (failure) {
        const {code} = failure as NodeJS.ErrnoException; // no folder for temporary files, or no room in it
        return `this line (no file about it could be written into ${escapeForDisplay(tmpdir())}${code === undefined ? "" : `: ${code}`})`;
    }
}

process.exitCode = await main(process.argv);
