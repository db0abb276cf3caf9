import assert from "node:assert/strict";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {parseFilter} from "../../../src/core/filter/parse.js";
import {valuesAt} from "../../../src/core/table/table.js";
import {Comparisons, type Compared} from "../../../webview/derive/comparisons.js";
import {Figures} from "../../../webview/derive/figures.js";
import {Lists, type Shown} from "../../../webview/derive/list.js";
import {initialState} from "../../../webview/state.js";
import {tableOf} from "../table/tables.js";

type Below = (end: number) => number;

function below(seed: number): Below {
    const random = xoroshiro128plus(seed);
    return (end) => uniformInt(random, 0, end - 1);
}

/** Mixtures as runs leave them: who is an anchor has one fewer, some anchors could not be measured, and two runs with other anchors in one file. */
const mixtures: readonly (readonly number[])[] = [[100, 100, 100, 99], [100, 99], [99, 99, 100], [50, 49, 48], [10, 100], [7, 30, 64, 128], [1, 2, 3], [100]];

/** A state of the panel whose examples have mixed numbers of anchors, often depending on the score: so a filter changes which is most common. */
function stateOf(seed: number, filterText: string): Shown {
    const next = below(seed), anchorsOf = mixtures[next(mixtures.length)] ?? [100], depends = next(2) === 0;
    const table = tableOf(Array.from({length: 20 + next(200)}, () => {
        const share = next(1001) / 1000, anchors = anchorsOf[depends ? Math.floor(share * (anchorsOf.length - 0.001)) : next(anchorsOf.length)] ?? 100;
        const wins = Math.round(share * anchors), scored = next(8) > 0;
        return {goldenScore: scored ? wins / anchors : null, wins, anchors: scored ? anchors : 0, answerLength: next(300), meanGain: scored ? next(100) / 100 : null, flags: next(4) === 0 ? ["refusal"] : []};
    }));
    return {...initialState, table, filter: parseFilter(filterText).filter ?? [], filterText, bins: [10, 20, 25, 50, 1000][next(5)] ?? 20};
}

function randomFilter(next: Below): string {
    const low = next(100) / 100;
    return [`score:${low}..${Math.min(1, low + next(60) / 100)}`, `score>=${low}`, `score<${low}`, `top:${1 + next(90)}%`, "flag:refusal", "-flag:any", "-unscored", `anchors=${[99, 100, 10, 7][next(4)] ?? 1}`, ""][next(9)] ?? "";
}

const sum = (values: Iterable<number>): number => [...values].reduce((whole, value) => whole + value, 0);

describe("figures of what passes a filter, over those of all", () => {
    const trials = Array.from({length: 400}, (_, seed) => ({seed, filter: randomFilter(below(seed + 5000))}));

    it("have no bar of the one above that of the other, and bars that add up, whatever the filter and the numbers of anchors", () => {
        for (const {seed, filter} of trials) {
            const state = stateOf(seed, filter), lists = new Lists(), {back, front} = new Figures(lists).histogram(state);
            const {goldenScore} = state.table, scores = valuesAt(goldenScore, lists.passing(state)).filter((score) => !Number.isNaN(score));
            assert.deepEqual(front.bins.map(({from, to, values}) => [from, to, values]), back.bins.map(({from, to, values}) => [from, to, values]), `${filter} (${seed})`);
            for (const [at, {count, atLeast, from}] of front.bins.entries()) {
                assert.ok(count <= (back.bins[at]?.count ?? 0) && atLeast <= (back.bins[at]?.atLeast ?? 0), `${filter} (${seed}): ${count} of ${back.bins[at]?.count}`);
                assert.equal(atLeast, scores.filter((score) => score >= from - 1e-9).length, `${filter} (${seed}): from ${from}`);
            }
            assert.deepEqual([sum(front.bins.map(({count}) => count)), sum(back.bins.map(({count}) => count))], [scores.length, goldenScore.filter((score) => !Number.isNaN(score)).length]);
        }
    });

    it("have no point of the sorted curve above that of all, and one for the best and the worst of each", () => {
        for (const {seed, filter} of trials) {
            const state = stateOf(seed, filter), {back, front} = new Figures(new Lists()).curve(state);
            for (const {rank, score} of front) // 220 examples at most: each of them is a point
                assert.ok(score <= (back[rank - 1]?.score ?? NaN), `${filter} (${seed}): ${score} at ${rank}`);
        }
    });

    it("have stretches of scores in the picture of lengths that no filter moves", () => {
        for (const {seed, filter} of trials) {
            const figures = new Figures(new Lists()), state = stateOf(seed, filter), density = figures.density(state);
            assert.deepEqual(density.scores, figures.density({...state, filter: []}).scores, `${filter} (${seed})`);
            assert.equal(sum(density.counts), figures.correlation(state).count);
        }
    });

    it("have both scorings of a comparison in the same bins, each with all examples that can be compared", () => {
        for (const {seed, filter} of trials) {
            const own = stateOf(seed, filter), there = stateOf(seed + 1, "").table, length = own.table.length;
            const beside = (column: Float64Array): Float64Array => Float64Array.from({length}, (_, row) => column[row] ?? NaN);
            const shown = {name: "other", goldenScore: beside(there.goldenScore), meanGain: beside(there.meanGain), anchors: 100, onlyThere: 0};
            const state: Compared = {...own, comparing: {...own.comparing, shown}};
            const lists = new Lists(), comparisons = new Comparisons(lists, new Figures(lists)), {bins, anchors} = comparisons.histogram(state);
            const {count} = comparisons.agreement(state);
            assert.deepEqual([sum(bins.map(({one}) => one)), sum(bins.map(({other}) => other)), sum(comparisons.density(state).counts)], [count, count, count]);
            assert.equal(anchors, comparisons.histogram({...state, filter: []}).anchors, "a filter moves no bin");
        }
    });
});
