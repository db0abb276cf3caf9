import assert from "node:assert/strict";
import {pairScorings, type ScoringPair} from "../../../src/core/figures/comparison.js";
import {pairDensity, pairHistogram} from "../../../src/core/figures/pairBins.js";
import {tableOf} from "../table/tables.js";

function pairOf(one: readonly number[], other: readonly number[]): ScoringPair {
    const all = Uint32Array.from(one, (_, at) => at);
    return pairScorings(tableOf(one.map((goldenScore) => ({goldenScore}))), tableOf(other.map((goldenScore) => ({goldenScore}))), {one: all, other: all});
}

/** Every score of so many anchors once. */
const every = (anchors: number): number[] => Array.from({length: anchors + 1}, (_, wins) => wins / anchors);

describe("pairHistogram", () => {
    it("counts both sides in the same bins", () => {
        const {bins, anchors} = pairHistogram(pairOf([0, 0.25, 0.5, 1], [0.25, 0.25, 0.75, 1]), {one: 4, other: 4}, 5);
        assert.equal(anchors, 4);
        assert.deepEqual(bins.map(({from, to, one, other}) => [from, to, one, other]), [[0, 0, 1, 0], [0.25, 0.25, 1, 2], [0.5, 0.5, 1, 0], [0.75, 0.75, 0, 1], [1, 1, 1, 1]]);
    });

    for (const [anchors, others] of [[100, 20], [20, 100], [50, 50], [100, 30]] as const)
        it(`makes the bins for the side with fewer anchors: no comb of ${anchors} and ${others}`, () => {
            const length = 3 * (anchors + 1) * (others + 1);
            const repeat = (scores: readonly number[]): number[] => Array.from({length}, (_, at) => scores[at % scores.length] ?? 0);
            const {bins} = pairHistogram(pairOf(repeat(every(anchors)), repeat(every(others))), {one: anchors, other: others}, 25);
            for (const {one, other} of bins.slice(1, -1)) // at the ends half a step of the finer side is missing
                assert.ok(Math.abs(one - other) <= 0.35 * Math.max(one, other), `${one} beside ${other}`);
            assert.deepEqual([bins.reduce((sum, {one}) => sum + one, 0), bins.reduce((sum, {other}) => sum + other, 0)], [length, length]);
        });
});

describe("pairDensity", () => {
    it("counts by the score of the one, and by that of the other from below", () => {
        const {one, other, counts} = pairDensity(pairOf([0, 1, 1, 0.5], [1, 0, 0, 0.5]), {one: 2, other: 1}, 10);
        assert.deepEqual([one.bins, other.bins], [3, 2]);
        assert.deepEqual([...counts], [0, 0, 2, 1, 1, 0]);
    });
});
