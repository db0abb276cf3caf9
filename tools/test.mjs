// Lint, typecheck, build and all tests; the last line is "N passed, N failed, N skipped". Arguments choose test files by a part of their path
// and leave lint and typecheck out, for working on one thing.
import {spawnSync} from "node:child_process";
import {readdirSync, rmSync} from "node:fs";
import path from "node:path";
import Mocha from "mocha";

const chosen = process.argv.slice(2);

function step(name, command, ...args) {
    const started = performance.now();
    const {status} = spawnSync(command, args, {stdio: "inherit", shell: process.platform === "win32"});
    console.log(`${name}: ${status === 0 ? "clean" : "FAILED"} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    return status === 0 ? 0 : 1;
}

let failedSteps = 0;
rmSync("dist/test", {recursive: true, force: true});
failedSteps += step("build", process.execPath, "esbuild.mjs", "--tests");
if (chosen.length === 0) {
    failedSteps += step("lint", process.execPath, "node_modules/eslint/bin/eslint.js", ".");
    for (const project of [".", "src/core"])
        failedSteps += step(`typecheck ${project}`, process.execPath, "node_modules/typescript/bin/tsc", "-p", project);
}

const mocha = new Mocha({timeout: 30_000, reporter: "spec", forbidOnly: Boolean(process.env.CI)});
for (const name of readdirSync("dist/test", {recursive: true}).map(String).sort()) {
    if (name.endsWith(".test.js") && (chosen.length === 0 || chosen.some((part) => name.includes(part))))
        mocha.addFile(path.join("dist/test", name));
}
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
    const {passes, pending} = runner.stats;
    console.log(`${passes} passed, ${failures + failedSteps} failed${pending > 0 ? `, ${pending} skipped` : ""}`);
    process.exit(failures + failedSteps > 0 ? 1 : 0);
});
