import {existsSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {runTests, TestRunFailedError} from "@vscode/test-electron";
import {extensionFolder} from "./extension.js";
import {keepLogs} from "./failures.js";
import {createRunFolder, removeRunFolder} from "./runFolder.js";

export interface Totals {
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    /** Each failure in a line. */
    readonly failures: readonly string[];
}

/**
 * Runs test/vscode/suite inside the extension host of a real VS Code.
 * @param host the folder of the VS Code, see tools/vscode/install.mjs
 * @param chosen parts of the names of test files; none means all
 * @param suites the module whose `run` is called inside
 */
export async function runSuites(host: string, chosen: readonly string[] = [], suites = "dist/test/vscode/suite/index.cjs"): Promise<Totals> {
    const run = createRunFolder();
    const totals = path.join(run.folder, "totals.json");
    const interruption = new AbortController(); // runTests ends VS Code at Ctrl+C, but not what comes after it
    const interrupt = (): void => {
        interruption.abort();
    };
    process.once("SIGINT", interrupt);
    const endedWell = await succeeds(runTests({
        vscodeExecutablePath: executable(run.folder),
        extensionDevelopmentPath: extensionFolder(),
        extensionTestsPath: path.resolve(suites),
        extensionTestsEnv: {...run.env, GOLDPAN_VSCODE_HOST: host, GOLDPAN_TESTS: chosen.join(","), GOLDPAN_TOTALS: totals},
        launchArgs: [run.workspace, `--user-data-dir=${run.userData}`, `--extensions-dir=${run.extensions}`]
    }));
    process.removeListener("SIGINT", interrupt);
    if (interruption.signal.aborted)
        process.exit(130);
    // An extension host that crashes leaves totals that are not whole, and VS Code ends as if all were well.
    const result = existsSync(totals) ? JSON.parse(readFileSync(totals, "utf8")) as Noted : undefined;
    if (!endedWell || result?.ended !== true)
        keepLogs(path.basename(host), run.userData);
    removeRunFolder(run);
    if (result === undefined)
        throw new Error("VS Code's extension host ended, or hung, before the tests began.");
    if (result.ended !== true)
        return unfinished(result);
    return endedWell || result.failed > 0 ? result : {...result, failed: 1, failures: ["VS Code did not end well after the tests."]};
}

/** What the suites note while they run. */
interface Noted extends Totals {
    readonly planned: number;
    readonly running?: string;
    readonly ended?: boolean;
}

function unfinished({passed, failed, skipped, failures, planned, running}: Noted): Totals {
    const line = `VS Code's extension host ended, or hung, before the tests did${running === undefined ? "" : `, while it was at: ${running}`}; not run to their end: ${planned - passed - failed - skipped} of ${planned} tests`;
    return {passed, skipped, failed: failed + 1, failures: [...failures, line]};
}

async function succeeds(run: Promise<unknown>): Promise<boolean> {
    try {
        await run;
        return true;
    } catch (error) {
        if (error instanceof TestRunFailedError)
            return false;
        throw error;
    }
}

/** What stands for VS Code's executable, of which @vscode/test-electron wants one file. */
function executable(folder: string): string {
    const file = path.join(folder, "code");
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${path.resolve("dist/test/vscode/harness/commandLine.js")}" "$@"\n`, {mode: 0o755});
    return file;
}
