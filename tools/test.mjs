// Lint, typecheck, build and all tests, in two lanes beside each other where there are two processors; the last line is "N passed, N failed,
// N skipped". Arguments choose test files by a part of their path and leave lint and typecheck out, for working on one thing. Those in a real
// VS Code are chosen by "vscode", "vscode/suite" (inside of it), "vscode/ui" (from outside, on the packaged extension), or by a name after that:
// "vscode/suite/activation", "vscode/ui/walk" (on the checkout); those of the panel, in a browser, by "webview" or "webview/filters".
import {readdirSync, rmSync} from "node:fs";
import {availableParallelism} from "node:os";
import path from "node:path";
import {partsOfLane, runAsLane, runLanes} from "./testing/lanes.mjs";
import {command, inWords, nothing, runMocha, sum, timed} from "./testing/steps.mjs";
import {prepareVsCode, runPanelTests, runSuitesInEach, runUiTests} from "./testing/vscode.mjs";

const longestFailure = 800;
/** Ends what hangs. Machines do other things, too, so it is far from what any of these takes. */
const unitTimeoutMs = 180_000;

/**
 * However slow a machine is, this is more than any part takes; and all of them together end within half an hour, whatever hangs. Minutes.
 */
const ofPart = {build: 5, setup: 10, checks: 8, engine: 24, units: 15, fuzz: 6, panel: 15, suites: 15, views: 15}, together = 29;

const chosen = process.argv.slice(2);
const everything = chosen.length === 0;
const chosenUnits = chosen.filter((part) => !part.startsWith("vscode") && !part.startsWith("webview"));

const suites = namesUnder("vscode/suite"), views = namesUnder("vscode/ui"), panel = namesUnder("webview");
const parts = {
    build: () => command("build", "esbuild.mjs", "--tests"),
    setup: async () => {
        await prepareVsCode();
        return nothing;
    },
    checks: async () => [
        await command("lint", "node_modules/eslint/bin/eslint.js", "."),
        await command("typecheck .", "node_modules/typescript/bin/tsc", "-p", "."),
        await command("typecheck src/core", "node_modules/typescript/bin/tsc", "-p", "src/core")
    ],
    engine: () => timed("the command line and the engine", () => runMocha(unitFiles(startsProcesses), unitTimeoutMs)),
    units: () => timed(everything ? "all else outside of VS Code" : "tests outside of VS Code", () => runMocha(unitFiles((name) => everything ? !name.startsWith("fuzz") && !startsProcesses(name) : chosenUnits.some((part) => name.includes(part))), unitTimeoutMs)),
    fuzz: () => timed("fuzzing", () => runMocha(unitFiles((name) => name.startsWith("fuzz")), unitTimeoutMs)),
    panel: () => runPanelTests(panel),
    suites: async () => runSuitesInEach(await prepareVsCode(), suites),
    views: async () => runUiTests(await prepareVsCode(), views)
};

if (partsOfLane() !== undefined)
    await runAsLane(parts);

rmSync("dist/test", {recursive: true, force: true});
const minute = 60_000, limits = {ofPart: Object.fromEntries(Object.entries(ofPart).map(([name, minutes]) => [name, minutes * minute])), end: performance.now() + together * minute};
const named = [...chosenUnits.length > 0 ? ["units"] : [], ...panel ? ["panel"] : [], ...suites ? ["suites"] : [], ...views ? ["views"] : []];
const beside = everything && availableParallelism() > 1;
const all = [
    ...await runLanes([["build", ...everything ? ["setup"] : []]], limits), // which is once for both
    ...await runLanes(beside ? [["engine", "units", "fuzz"], ["checks", "panel", "suites", "views"]] : [everything ? ["checks", "engine", "units", "fuzz", "panel", "suites", "views"] : named], limits)
];

const totals = sum(all);
for (const line of totals.failures) // again, because they are far above by now
    console.log(`FAILED: ${line.length > longestFailure ? `${line.slice(0, longestFailure)} ...` : line}`);
console.log(inWords(totals));
process.exit(totals.failed > 0 ? 1 : 0);

function startsProcesses(name) {
    return /^(cli|engine|package)\b/.test(name);
}

/** Built tests that need neither VS Code nor a browser. */
function unitFiles(chooses) {
    return readdirSync("dist/test", {recursive: true}).map(String).sort()
        .filter((name) => name.endsWith(".test.js") && !name.startsWith("vscode") && !name.startsWith("webview") && chooses(name))
        .map((name) => path.join("dist/test", name));
}

/** The names chosen in a folder, none for all of them; undefined if nothing in it is chosen. */
function namesUnder(folder) {
    if (everything || chosen.some((part) => part.startsWith(folder.split("/")[0]) && folder.startsWith(part.replace(/\/$/, ""))))
        return [];
    const names = chosen.filter((part) => part.startsWith(`${folder}/`)).map((part) => part.slice(folder.length + 1));
    return names.length > 0 ? names.map((name) => name.replace(/(\.test)?(\.ts)?$/, "")) : undefined;
}
