import assert from "node:assert/strict";
import {BarSteps, RunProgress, type RunState} from "../../../src/vscode/runProgress.js";
import {randomSource} from "../formats/support.js";

type Report = readonly [phase: RunState["phase"], done: number, total: number];

/** Where the bar is after each report: VS Code adds up what it is told. */
function bar(reports: readonly Report[]): number[] {
    const steps = new BarSteps();
    let shown = 0;
    return reports.map(([phase, done, total]) => shown += steps.next({phase, done, total}));
}

const upTo = (phase: RunState["phase"], total: number, step: number): Report[] => Array.from({length: Math.ceil(total / step) + 1}, (_, at) => [phase, Math.min(total, at * step), total] as const);

describe("the progress bar of a run", () => {
    const runs: readonly (readonly [name: string, reports: readonly Report[], atFirstExample: number])[] = [
        ["that chooses anchors and scores", [["start", 0, 0], ...upTo("anchors", 200, 12), ...upTo("examples", 200, 25)], 10],
        ["whose embeddings are all in the store", [["start", 0, 0], ["anchors", 0, 200], ["anchors", 200, 200], ...upTo("examples", 200, 1)], 10],
        ["with an anchor file", [["start", 0, 0], ...upTo("examples", 52_002, 1000)], 0],
        ["of one example", [["start", 0, 0], ...upTo("anchors", 1, 1), ...upTo("examples", 1, 1)], 10],
        ["whose engine is started again, which counts embeddings twice", [["start", 0, 0], ...upTo("anchors", 200, 40), ["anchors", 260, 200], ...upTo("examples", 200, 40), ["examples", 230, 200]], 10]
    ];
    for (const [name, reports, atFirstExample] of runs)
        it(`begins the examples with hardly anything and ends full: ${name}`, () => {
            const shown = bar(reports), first = reports.findIndex(([phase]) => phase === "examples");
            assert.ok(Math.abs((shown[first] ?? NaN) - atFirstExample) < 1e-9, String(shown[first]));
            assert.ok(Math.abs((shown.at(-1) ?? NaN) - 100) < 1e-9, String(shown.at(-1)));
            for (const [at, percent] of shown.entries())
                assert.ok(percent >= (shown[at - 1] ?? 0) && percent <= 100 + 1e-9, `${percent} after ${shown[at - 1]}`);
        });

    it("never goes back and never beyond its end, whatever is reported", () => {
        const random = randomSource(5), phases = ["start", "anchors", "examples"] as const;
        for (let trial = 0; trial < 500; trial++) {
            const shown = bar(Array.from({length: random(60)}, () => [phases[random(3)] ?? "start", random(300), random(200)] as const));
            assert.ok(shown.every((percent, at) => percent >= (shown[at - 1] ?? 0) && percent <= 100 + 1e-9), shown.join(" "));
        }
    });

    it("is told of what RunProgress counts, which does not say that 0 s are left while something still goes on", () => {
        let now = 0;
        const told: RunState[] = [];
        const progress = new RunProgress(() => now, (state) => {
            told.push(state);
        });
        for (const phase of ["anchors", "examples"] as const) {
            progress.begin(phase, 3);
            for (let at = 0; at < 3; at++) {
                now += 1000;
                progress.done(1, false);
            }
        }
        assert.deepEqual(told.map(({secondsLeft}) => secondsLeft), [undefined, 2, 1, undefined, undefined, 2, 1, undefined]);
        assert.deepEqual(bar(told.map(({phase, done, total}) => [phase, done, total] as const)).map(Math.round), [0, 3, 7, 10, 10, 40, 70, 100]);
    });
});

describe("whether a run takes long", () => {
    function run(steps: readonly (readonly [seconds: number, amount: number, fromStore: boolean])[], limit: number): boolean[] {
        let now = 0;
        const progress = new RunProgress(() => now, () => undefined);
        progress.begin("examples", 10_000);
        return steps.map(([seconds, amount, fromStore]) => {
            now += 1000 * seconds;
            progress.done(amount, fromStore);
            return progress.isLongerThan(limit);
        });
    }

    it("is known after ten seconds of measuring, by what these came to", () => {
        assert.deepEqual(run([[4, 4, false], [4, 4, false], [4, 4, false]], 600), [false, false, true]);
        assert.deepEqual(run([[4, 400, false], [4, 400, false], [4, 400, false]], 600), [false, false, false]);
    });

    it("is not told by what was in the store", () => {
        assert.deepEqual(run([[0.1, 9000, true], [30, 100, false]], 600), [false, false]); // 900 left at 3.3 a second
        assert.deepEqual(run([[20, 1, true], [1, 1, false], [10, 1, false]], 600), [false, false, true]);
    });

    it("is known of a short limit as soon as that has passed", () => {
        assert.deepEqual(run([[1, 1, false], [1, 1, false]], 2), [false, true]);
    });
});
