import {spawn} from "node:child_process";
import {once} from "node:events";
import Mocha from "mocha";

/** Numbers of tests, and each failure in a line. A step that is no test, such as lint, counts when it fails. */
export const nothing = {passed: 0, failed: 0, skipped: 0, failures: []};

export const failure = (line) => ({...nothing, failed: 1, failures: [line]});

export const sum = (all) => all.reduce((a, b) => ({
    passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped, failures: [...a.failures, ...b.failures]
}), nothing);

export function inWords({passed, failed, skipped}) {
    return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Runs the tests and says what they came to and how long they took. An error is one that failed. */
export async function timed(name, run) {
    const started = performance.now();
    let totals;
    try {
        totals = await run();
    } catch (error) {
        console.log(error);
        totals = failure(`${name}: ${error.message}`);
    }
    console.log(`${name}: ${inWords(totals)} (${seconds(started)} s)\n`);
    return totals;
}

/** Runs a command of Node that is clean or has failed. */
export async function command(name, ...args) {
    const started = performance.now();
    const [status] = await once(spawn(process.execPath, args, {stdio: ["ignore", "inherit", "inherit"]}), "close");
    console.log(`${name}: ${status === 0 ? "clean" : "FAILED"} (${seconds(started)} s)`);
    return status === 0 ? nothing : failure(name);
}

/** Runs built test files in this process, and tells whoever watches it how far it is. */
export async function runMocha(files, timeout) {
    const mocha = new Mocha({timeout, reporter: "spec", forbidOnly: Boolean(process.env.CI)});
    files.forEach((file) => mocha.addFile(file));
    await mocha.loadFilesAsync();
    const failures = [];
    return new Promise((resolve) => {
        const runner = mocha.run((failed) => {
            resolve({passed: runner.stats.passes, failed, skipped: runner.stats.pending, failures});
        });
        runner.on("fail", (test, error) => failures.push(`${test.fullTitle()}: ${error.message}`));
        const tell = (running) => process.send?.({planned: runner.total, running, seen: {passed: runner.stats.passes, failed: runner.stats.failures, skipped: runner.stats.pending, failures}});
        for (const event of ["test", "hook"])
            runner.on(event, (test) => tell(test.fullTitle()));
        for (const event of ["test end", "hook end"])
            runner.on(event, (test) => tell(test.ctx?.currentTest?.fullTitle() ?? null));
    });
}

export const seconds = (started) => ((performance.now() - started) / 1000).toFixed(1);
