import assert from "node:assert/strict";
import {goldenScore, score, wilsonInterval, type AnchorMeasurement} from "../../../src/core/golden.js";

/** Sum and tokens by anchor. */
function measured(entries: Readonly<Record<string, readonly [sum: number, tokens: number]>>): Map<string, AnchorMeasurement> {
    return new Map(Object.entries(entries).map(([key, [logProbability, tokens]]) => [key, {logProbability, tokens}]));
}

describe("goldenScore", () => {
    it("is the share of anchors whose one-shot sum is strictly greater than the zero-shot sum", () => {
        const zeroShot = measured({a: [-4, 2], b: [-4, 2], c: [-4, 2], d: [-4, 2]});
        const oneShot = measured({a: [-3, 2], b: [-5, 2], c: [-1, 2], d: [-3.5, 2]});
        const result = goldenScore(["a", "b", "c", "d"], zeroShot, oneShot, "x");
        assert.equal(result?.goldenScore, 0.75);
        assert.equal(result.wins, 3);
        assert.equal(result.anchors, 4);
        assert.deepEqual(result.ci95, wilsonInterval(3, 4));
    });

    const comparisons: readonly (readonly [name: string, before: number, after: number, wins: number])[] = [
        ["equal sums", -1, -1, 0],
        ["one unit in the last place better", -1, -0.9999999999999999, 1],
        ["one unit in the last place worse", -0.9999999999999999, -1, 0],
        ["better by less than 32 bits can hold", -1234.5, -1234.5 + 1e-9, 1],
        ["a zero of either sign", -0, 0, 0]
    ];
    for (const [name, before, after, wins] of comparisons)
        it(`compares in 64 bits, ties lose: ${name}`, () => {
            assert.equal(goldenScore(["a"], measured({a: [before, 3]}), measured({a: [after, 3]}), "x")?.wins, wins);
        });

    it("does not count an example as its own anchor", () => {
        const zeroShot = measured({a: [-4, 2], own: [-4, 2]});
        const oneShot = measured({a: [-5, 2], own: [-1, 2]});
        const result = goldenScore(["a", "own"], zeroShot, oneShot, "own");
        assert.equal(result?.goldenScore, 0);
        assert.equal(result.anchors, 1);
        assert.equal(result.meanGain, -0.5);
    });

    it("counts only anchors of the set that have both measurements", () => {
        const zeroShot = measured({a: [-4, 2], noOneShot: [-4, 2], stranger: [-4, 2]});
        const oneShot = measured({a: [-3, 2], noZeroShot: [-1, 2], stranger: [-5, 2]});
        const result = goldenScore(["a", "noOneShot", "noZeroShot", "neither"], zeroShot, oneShot, "x");
        assert.equal(result?.goldenScore, 1);
        assert.equal(result.anchors, 1);
    });

    it("is null when no anchor counts", () => {
        const all = measured({a: [-1, 1]});
        assert.equal(goldenScore([], all, all, "x"), null);
        assert.equal(goldenScore(["a"], all, all, "a"), null);
        assert.equal(goldenScore(["a"], all, new Map(), "x"), null);
        assert.equal(goldenScore(["a"], new Map(), all, "x"), null);
    });

    it("gives the mean over anchors of the gain in mean log-probability, whatever their lengths", () => {
        const zeroShot = measured({short: [-2, 1], long: [-100, 100]});
        const oneShot = measured({short: [-1, 1], long: [-150, 100]});
        // +1 nat a token for the short one, -0.5 for the long one.
        assert.equal(goldenScore(["short", "long"], zeroShot, oneShot, "x")?.meanGain, 0.25);
    });

    it("takes an anchor without a scored token as a certain loss that gains nothing", () => {
        const zeroShot = measured({cut: [0, 0], a: [-4, 2]});
        const oneShot = measured({cut: [0, 0], a: [-2, 2]});
        const result = goldenScore(["cut", "a"], zeroShot, oneShot, "x");
        assert.equal(result?.goldenScore, 0.5);
        assert.equal(result.meanGain, 0.5);
        assert.equal(score({logProbability: 0, tokens: 0}), 0);
    });
});

describe("wilsonInterval", () => {
    const byHand: readonly (readonly [wins: number, total: number, low: number, high: number])[] = [
        [8, 10, 0.4902, 0.9433],
        [5, 10, 0.2366, 0.7634],
        [50, 100, 0.4038, 0.5962],
        [1, 2, 0.0945, 0.9055],
        [0, 10, 0, 0.2775],
        [10, 10, 0.7225, 1],
        [0, 1, 0, 0.7935],
        [1, 1, 0.2065, 1],
        [999, 1000, 0.9944, 0.9998]
    ];
    for (const [wins, total, low, high] of byHand)
        it(`${wins} of ${total} is [${low}, ${high}]`, () => {
            const interval = wilsonInterval(wins, total);
            assert.deepEqual(interval.map((end) => Math.round(end * 1e4) / 1e4), [low, high]);
        });

    it("holds the share, stays between 0 and 1, touches them only with no or every win, and mirrors losses", () => {
        for (let total = 1; total <= 60; total++)
            for (let wins = 0; wins <= total; wins++) {
                const [low, high] = wilsonInterval(wins, total);
                const what = `${wins} of ${total}: [${low}, ${high}]`;
                assert.ok(low <= wins / total && wins / total <= high && low < high, what);
                assert.equal(low === 0, wins === 0, what);
                assert.equal(high === 1, wins === total, what);
                assert.ok(low >= 0 && high <= 1, what);
                const [mirroredLow, mirroredHigh] = wilsonInterval(total - wins, total);
                assert.ok(Math.abs(low - (1 - mirroredHigh)) < 1e-12 && Math.abs(high - (1 - mirroredLow)) < 1e-12, what);
            }
    });
});
