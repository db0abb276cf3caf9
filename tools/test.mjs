// Lint, typecheck, build and all tests, in two lanes beside each other where there are two processors; the last line is "N passed, N failed,
// N skipped". Arguments choose test files by a part of their path and leave lint and typecheck out, for working on one thing. Those in a real
// VS Code are chosen by "vscode", "vscode/suite" (inside of it), "vscode/ui" (from outside, on the packaged extension), or by a name after that:
// "vscode/suite/activation", "vscode/ui/walk" (on the checkout); those of the panel, in a browser, by "webview" or "webview/filters".
import {readdirSync, rmSync} from "node:fs";
import {availableParallelism} from "node:os";
import path from "node:path";
import {partsOfLane, report, runLanes} from "./testing/lanes.mjs";
import {command, inWords, runMocha, sum, timed} from "./testing/steps.mjs";
import {prepareVsCode, runPanelTests, runSuitesInEach, runUiTests} from "./testing/vscode.mjs";

const longestFailure = 800;
/** Ends what hangs. Machines do other things, too, so it is far from what any of these takes. */
const unitTimeoutMs = 180_000;

const chosen = process.argv.slice(2);
const everything = chosen.length === 0;
const chosenUnits = chosen.filter((part) => !part.startsWith("vscode") && !part.startsWith("webview"));

const laneParts = partsOfLane();
const suites = namesUnder("vscode/suite"), views = namesUnder("vscode/ui"), panel = namesUnder("webview");
const parts = {
    checks: () => [
        command("lint", "node_modules/eslint/bin/eslint.js", "."),
        ...[".", "src/core"].map((project) => command(`typecheck ${project}`, "node_modules/typescript/bin/tsc", "-p", project))
    ],
    units: () => timed("tests outside of VS Code", () => runMocha(unitFiles(), unitTimeoutMs)),
    panel: () => runPanelTests(panel),
    suites: async () => runSuitesInEach(await prepareVsCode(), suites),
    views: async () => runUiTests(await prepareVsCode(), views)
};

if (laneParts !== undefined)
    await report(await inTurn(laneParts));

rmSync("dist/test", {recursive: true, force: true});
const all = [command("build", "esbuild.mjs", "--tests")];
if (everything && availableParallelism() > 1) {
    await prepareVsCode(); // once for both
    all.push(...await runLanes([["units", "views"], ["checks", "panel", "suites"]]));
} else {
    all.push(...await inTurn(everything ? ["checks", "units", "panel", "suites", "views"] : [
        ...chosenUnits.length > 0 ? ["units"] : [], ...panel ? ["panel"] : [], ...suites ? ["suites"] : [], ...views ? ["views"] : []
    ]));
}

const totals = sum(all);
for (const line of totals.failures) // again, because they are far above by now
    console.log(`FAILED: ${line.length > longestFailure ? `${line.slice(0, longestFailure)} ...` : line}`);
console.log(inWords(totals));
process.exit(totals.failed > 0 ? 1 : 0);

async function inTurn(names) {
    const done = [];
    for (const name of names)
        done.push(await parts[name]());
    return done.flat();
}

function unitFiles() {
    return readdirSync("dist/test", {recursive: true}).map(String).sort()
        .filter((name) => name.endsWith(".test.js") && !name.startsWith("vscode") && !name.startsWith("webview") && (everything || chosenUnits.some((part) => name.includes(part))))
        .map((name) => path.join("dist/test", name));
}

/** The names chosen in a folder, none for all of them; undefined if nothing in it is chosen. */
function namesUnder(folder) {
    if (everything || chosen.some((part) => part.startsWith(folder.split("/")[0]) && folder.startsWith(part.replace(/\/$/, ""))))
        return [];
    const names = chosen.filter((part) => part.startsWith(`${folder}/`)).map((part) => part.slice(folder.length + 1));
    return names.length > 0 ? names.map((name) => name.replace(/(\.test)?(\.ts)?$/, "")) : undefined;
}
