import assert from "node:assert/strict";
import {spearman} from "../../../src/core/correlation.js";
import {agreement, movedMost, overlap, pairScorings, scoredOnce, sharedRows, type Direction, type ScoringPair} from "../../../src/core/figures/comparison.js";
import {select, type SelectionRule} from "../../../src/core/selection.js";
import {randomRows, tableOf} from "../table/tables.js";

/** Two scorings of the same examples. */
function pairOf(one: readonly (number | null)[], other: readonly (number | null)[]): ScoringPair {
    const tables = [one, other].map((scores) => tableOf(scores.map((goldenScore) => ({goldenScore}))));
    const all = Uint32Array.from(one, (_, at) => at);
    const [first, second] = tables;
    assert.ok(first !== undefined && second !== undefined);
    return pairScorings(first, second, {one: all, other: all});
}

describe("sharedRows", () => {
    const cases: readonly (readonly [name: string, one: string, other: string, expected: readonly (readonly [number, number])[]])[] = [
        ["joins by key, not by place", "abc", "cxa", [[0, 2], [2, 0]]],
        ["counts a content once, where it stands first", "aaba", "bbaa", [[0, 2], [2, 0]]],
        ["finds nothing in nothing", "", "abc", []]
    ];
    for (const [name, one, other, expected] of cases)
        it(name, () => {
            const rows = sharedRows(one, other);
            assert.deepEqual([...rows.one].map((row, at) => [row, rows.other[at]]), expected);
        });
});

describe("two scorings", () => {
    it("are compared on what both have a score for", () => {
        const {count, spearman: found, meanDifference, higher, lower} = agreement(pairOf([0.1, 0.5, null, 0.9, 0.2], [0.2, 0.5, 0.7, 1, null]));
        assert.deepEqual([count, found, higher, lower], [3, 1, 2, 0]);
        assert.ok(Math.abs(meanDifference - 0.2 / 3) < 1e-12);
    });

    it("name what moved most, in both directions, the earlier first, by its places in both", () => {
        const one = tableOf([{goldenScore: 0.5}, {goldenScore: 0.25}, {goldenScore: 1}, {goldenScore: 0.5}]);
        const other = tableOf([{goldenScore: 0.5}, {goldenScore: 0.25}, {goldenScore: 0.75}, {goldenScore: 0}]);
        const pair = pairScorings(one, other, {one: Uint32Array.of(0, 1, 2, 3), other: Uint32Array.of(3, 2, 1, 0)});
        assert.deepEqual(movedMost(pair, 3), [{one: 2, other: 1, difference: -0.75}, {one: 0, other: 3, difference: -0.5}, {one: 1, other: 2, difference: 0.5}]);
    });

    it("correlate as their scores do, with equal ones and some without a score among them", () => {
        const one = randomRows(400, 5), other = randomRows(400, 6);
        const {count, spearman: found} = agreement(pairOf(one.map(({goldenScore}) => goldenScore), other.map(({goldenScore}) => goldenScore)));
        const both = one.map(({goldenScore}, at) => [goldenScore, other[at]?.goldenScore ?? null] as const).filter((scores): scores is [number, number] => !scores.includes(null));
        assert.equal(count, both.length);
        assert.ok(count < 400 && Math.abs(found - spearman(both.map(([score]) => score), both.map(([, score]) => score))) < 1e-12);
    });

    it("count what only one of them has a score for", () => {
        const one = tableOf([{goldenScore: 0.5}, {goldenScore: null}, {goldenScore: 1}, {goldenScore: null}]);
        const other = tableOf([{goldenScore: null}, {goldenScore: 0.5}, {goldenScore: 0.5}, {goldenScore: null}, {goldenScore: 1}]);
        assert.deepEqual(scoredOnce(one, other, {one: Uint32Array.of(0, 1, 2, 3), other: Uint32Array.of(0, 1, 2, 4)}), {one: 1, other: 2});
    });

    const moves: readonly (readonly [direction: Direction, expected: readonly number[]])[] = [["both", [2, 0, 4]], ["up", [0, 4]], ["down", [2, 3]]];
    for (const [direction, expected] of moves)
        it(`name what moved most (${direction}), the earlier first also where 0.9 - 0.8 is not 0.3 - 0.2, and nothing that did not move`, () => {
            const pair = pairOf([0.2, 0.5, 0.7, 0.6, 0.8], [0.3, 0.5, 0.4, 0.55, 0.9]);
            assert.deepEqual(movedMost(pair, 3, direction).map(({one}) => one), expected);
        });

    const overlaps: readonly (readonly [rule: SelectionRule, one: number, other: number, both: number])[] = [
        [{kind: "min-score", score: 0.5}, 2, 3, 2], [{kind: "top", amount: 1}, 1, 1, 0], [{kind: "top", amount: 2}, 2, 2, 2], [{kind: "top-percent", percent: 100}, 4, 4, 4], [{kind: "min-score", score: 1}, 0, 0, 0]
    ];
    for (const [rule, ...expected] of overlaps)
        it(`overlap in ${expected.join(", ")} by ${JSON.stringify(rule)}`, () => {
            const {one, other, both, jaccard} = overlap(pairOf([0.9, 0.8, 0.4, 0.1], [0.8, 0.9, 0.6, 0.1]), rule);
            assert.deepEqual([one, other, both], expected);
            assert.equal(jaccard, both === 0 && one === 0 ? NaN : both / (one + other - both));
        });

    it("overlap in what the rules of the export choose from the shared examples", () => {
        const scored = randomRows(300, 3).filter(({goldenScore}) => goldenScore !== null).map((row, index) => ({...row, index}));
        const shuffled = scored.map((row, index) => ({...row, goldenScore: scored[(index * 7 + 3) % scored.length]?.goldenScore ?? null}));
        const all = Uint32Array.from(scored, (_, at) => at);
        for (const rule of [{kind: "top", amount: 40}, {kind: "top-percent", percent: 33}, {kind: "min-score", score: 0.7}] satisfies SelectionRule[]) {
            const one = new Set(select(scored, rule).map(({index}) => index)), other = select(shuffled, rule).map(({index}) => index);
            const found = overlap(pairScorings(tableOf(scored), tableOf(shuffled), {one: all, other: all}), rule);
            assert.deepEqual([found.one, found.other, found.both], [one.size, other.length, other.filter((index) => one.has(index)).length]);
        }
    });
});
