import {readdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {format} from "node:util";
import Mocha from "mocha";
import {reportMark} from "./reportMark.js";

/**
 * Called by VS Code in its extension host: runs the suites beside this file. GOLDPAN_TESTS chooses among them by parts of their names;
 * GOLDPAN_TOTALS names the file where the numbers go.
 */
export async function run(): Promise<void> {
    const chosen = (process.env.GOLDPAN_TESTS ?? "").split(",");
    Mocha.reporters.Base.consoleLog = (...texts: unknown[]) => {
        console.log(reportMark + format(...texts)); // eslint-disable-line no-console -- VS Code hands it on to the page
    };
    const mocha = new Mocha({timeout: 60_000, color: false, forbidOnly: Boolean(process.env.CI)});
    for (const name of readdirSync(__dirname).sort())
        if (name.endsWith(".test.cjs") && chosen.some((part) => name.includes(part)))
            mocha.addFile(path.join(__dirname, name));
    const failures: string[] = [];
    const failed = await new Promise<number>((resolve) => {
        /** In the middle, too: an extension host that hangs or crashes leaves what it has come to. */
        const note = (more: Readonly<Record<string, unknown>>): void => {
            const {passes, failures: failed, pending} = runner.stats ?? {};
            if (process.env.GOLDPAN_TOTALS !== undefined)
                writeFileSync(process.env.GOLDPAN_TOTALS, JSON.stringify({passed: passes, failed, skipped: pending, failures, planned: runner.total, ...more}));
        };
        const runner = mocha.run((failed) => {
            note({ended: true});
            resolve(failed);
        });
        runner.on("fail", (test, error: Error) => failures.push(`${test.fullTitle()}: ${error.message}`));
        for (const event of ["test", "hook"] as const)
            runner.on(event, (runnable: Mocha.Test | Mocha.Hook) => {
                note({running: runnable.fullTitle()});
            });
        runner.on("test end", () => {
            note({});
        });
    });
    if (failed > 0)
        throw new Error(`${failed} failed`);
}
