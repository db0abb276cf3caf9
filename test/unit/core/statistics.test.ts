import assert from "node:assert/strict";
import {histogram, paperThresholds, quantile, summarize, thresholdCounts} from "../../../src/core/statistics.js";

const counts = (values: readonly number[], bins: number, from?: number, to?: number): number[] => histogram(values, bins, from, to).map(({count}) => count);

describe("histogram", () => {
    const cases: readonly (readonly [name: string, values: readonly number[], expected: readonly number[]])[] = [
        ["nothing", [], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
        ["each lower edge falls into its own bin", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]],
        ["1.0 falls into the last bin", [0.95, 1], [0, 0, 0, 0, 0, 0, 0, 0, 0, 2]],
        ["just below an edge stays below", [0.299, 0.699], [0, 0, 1, 0, 0, 0, 1, 0, 0, 0]],
        ["values outside are not counted", [-0.01, 1.01, 0.55], [0, 0, 0, 0, 0, 1, 0, 0, 0, 0]]
    ];
    for (const [name, values, expected] of cases)
        it(`ten bins from 0 to 1: ${name}`, () => {
            assert.deepEqual(counts(values, 10), expected);
        });

    it("puts every share of up to 200 anchors into the bin of its own edge", () => {
        for (let anchors = 1; anchors <= 200; anchors++)
            for (let wins = 0; wins <= anchors; wins++) {
                const bin = counts([wins / anchors], 10).indexOf(1);
                assert.equal(bin, Math.min(9, Math.floor(10 * wins / anchors)), `${wins}/${anchors}`);
            }
    });

    it("takes bounds other than 0 and 1, and tells the edges", () => {
        assert.deepEqual(histogram([-1, -0.5, 0, 0.99, 1], 4, -1, 1), [
            {from: -1, to: -0.5, count: 1}, {from: -0.5, to: 0, count: 1}, {from: 0, to: 0.5, count: 1}, {from: 0.5, to: 1, count: 2}
        ]);
    });

    it("takes any iterable", () => {
        assert.deepEqual(histogram(new Set([0.2, 0.8]).values(), 2).map(({count}) => count), [1, 1]);
    });
});

describe("quantile", () => {
    // Expected values by R's quantile(x, p), whose default is type 7.
    const cases: readonly (readonly [sorted: readonly number[], share: number, expected: number])[] = [
        [[1, 2, 3, 4], 0.25, 1.75],
        [[1, 2, 3, 4], 0.5, 2.5],
        [[1, 2, 3, 4], 0.75, 3.25],
        [[1, 2, 4, 8, 16], 0.1, 1.4],
        [[1, 2, 4, 8, 16], 0.5, 4],
        [[1, 2, 4, 8, 16], 0.9, 12.8],
        [[1, 2, 4, 8, 16], 0, 1],
        [[1, 2, 4, 8, 16], 1, 16],
        [[7], 0.3, 7],
        [[-2, 5], 0.5, 1.5]
    ];
    for (const [sorted, share, expected] of cases)
        it(`${share} of ${sorted.join(", ")} is ${expected}`, () => {
            assert.ok(Math.abs(quantile(sorted, share) - expected) < 1e-12);
        });

    it("refuses no values and shares outside 0 to 1", () => {
        assert.throws(() => quantile([], 0.5), RangeError);
        assert.throws(() => quantile([1, 2], 1.5), RangeError);
        assert.throws(() => quantile([1, 2], -0.5), RangeError);
    });
});

describe("summarize", () => {
    it("sorts as numbers and leaves its argument alone", () => {
        const values = [10, 9, -1, 2, 0];
        assert.deepEqual(summarize(values), {count: 5, mean: 4, min: -1, q10: -0.6, q25: 0, median: 2, q75: 9, q90: 9.6, max: 10});
        assert.deepEqual(values, [10, 9, -1, 2, 0]);
    });

    it("is null without values", () => {
        assert.equal(summarize([]), null);
    });
});

describe("thresholdCounts", () => {
    it("tells scores at a threshold from scores above it", () => {
        assert.deepEqual(thresholdCounts([0.1, 0.5, NaN, 0.5, 0.85, 1], [0.5, 0.85, 1]), [
            {threshold: 0.5, atLeast: 4, above: 2}, {threshold: 0.85, atLeast: 2, above: 1}, {threshold: 1, atLeast: 1, above: 0}
        ]);
    });

    it("uses the paper's thresholds unless told others", () => {
        assert.deepEqual(thresholdCounts([0.8]).map(({threshold, atLeast}) => [threshold, atLeast]), [[0.5, 1], [0.6, 1], [0.7, 1], [0.8, 1], [0.85, 0], [0.9, 0]]);
        assert.deepEqual(paperThresholds, [0.5, 0.6, 0.7, 0.8, 0.85, 0.9]);
    });
});
