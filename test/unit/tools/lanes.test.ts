import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {ended} from "../../support/cli.js";

/** Runs some of the parts of hangingParts.mjs as the test command does its own; `lines` are those that begin with FAILED, and `last` is the last. */
async function run(parts: readonly string[], limits: Readonly<Record<string, number>>): Promise<{code: number | undefined; failures: readonly string[]; last: string | undefined; deaf: readonly number[]}> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-lanes-"));
    try {
        const env = {...process.env, GOLDPAN_LIMITS: JSON.stringify(limits), GOLDPAN_TEST_LANE: undefined};
        const {code, stdout} = await ended(spawn(process.execPath, ["tools/testing/hangingParts.mjs", folder, ...parts], {env, stdio: ["ignore", "pipe", "pipe"]}));
        const lines = stdout.trimEnd().split("\n");
        return {
            code: code ?? undefined, last: lines.at(-1), failures: lines.filter((line) => line.startsWith("FAILED: ")).map((line) => line.slice(8)),
            deaf: lines.flatMap((line) => line.startsWith("deaf ") ? [Number(line.slice(5))] : [])
        };
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

/** Whether it runs: in a container nobody may have looked after one that has ended. */
function runs(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return !existsSync("/proc/self/stat") || !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
    } catch {
        return false;
    }
}

describe("the test command, where something hangs,", () => {
    for (const [part, limits, failures, last] of [
        ["promise", {promise: 5_000}, ["promise: did not end within 5 s, while it was at: never resolves; not run to their end: 2 of its 3 tests"], "3 passed, 1 failed"],
        ["loop", {loop: 5_000}, ["fails: wrong", "loop: did not end within 5 s, while it was at: never returns; not run to their end: 3 of its 5 tests"], "3 passed, 2 failed"],
        ["loop", {silence: 5_000}, ["fails: wrong", "loop: did nothing that its process could tell of for 5 s, while it was at: never returns; not run to their end: 3 of its 5 tests"], "3 passed, 2 failed"],
        ["hook", {hook: 5_000}, ["hook: did not end within 5 s, while it was at: \"before all\" hook: a hook for \"comes after it\"; not run to their end: 1 of its 1 tests"], "2 passed, 1 failed"],
        ["listens", {listens: 4_000}, ["listens: did not end within 4 s"], "2 passed, 1 failed"],
        ["dies", {}, ["dies: ended before its time (SIGKILL), while it was at: takes all others along; not run to their end: 2 of its 3 tests"], "3 passed, 1 failed"],
        ["throws", {}, ["throws: ended before its time (exit code 1)"], "2 passed, 1 failed"]
    ] as const)
        it(`ends it, says where it was, and runs the parts after it: ${part}, ${JSON.stringify(limits)}`, async () => {
            assert.deepEqual(await run([part, "sound"], limits), {code: 1, failures, last, deaf: []});
        });

    it("ends also what hears no signal in a session of its own and holds the output open", async () => {
        const {deaf, ...outcome} = await run(["child", "sound"], {child: 5_000});
        assert.deepEqual(outcome, {code: 1, failures: ["child: did not end within 5 s"], last: "2 passed, 1 failed"});
        assert.deepEqual([deaf.length, deaf.filter(runs)], [1, []]);
    });

    it("ends what a part has left behind, which is no failure", async () => {
        const {deaf, ...outcome} = await run(["leaves", "sound"], {});
        assert.deepEqual(outcome, {code: 0, failures: [], last: "2 passed, 0 failed"});
        assert.deepEqual([deaf.length, deaf.filter(runs)], [1, []]);
    });

    it("ends a process that is done and does not go", async () => {
        assert.deepEqual(await run(["sound", "lane"], {ending: 4_000}), {code: 1, failures: ["lane: was done, but its process did not end within 4 s"], last: "3 passed, 1 failed", deaf: []});
    });

    it("ends everything when the time of all is over, and says what was not run", async () => {
        const {code, failures, last} = await run(["sound", "promise", "loop", "dies"], {together: 5_000});
        assert.match(failures[0] ?? "", /^promise: did not end within the time of all tests together, of which it had [\d.]+ s, while it was at: never resolves; /);
        assert.deepEqual([code, failures.slice(1), last], [1, ["loop: not run, because the time of all tests together was over", "dies: not run, because the time of all tests together was over"], "3 passed, 3 failed"]);
    });
});
