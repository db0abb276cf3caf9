import assert from "node:assert/strict";
import {compare, judge} from "../../../tools/embedded-model/evaluation/agreement.js";
import {Random} from "../../../tools/embedded-model/evaluation/random.js";
import {nearestPairs, pairedShare, quantileBins, stratifiedAuc, type Labelled} from "../../../tools/embedded-model/evaluation/strata.js";

const example = (positive: boolean, score: number, length: number): Labelled => ({positive, score, length});
const own = ({score}: Labelled): number => score;

describe("quantileBins", () => {
    it("fills the bins evenly and keeps equal lengths together", () => {
        const even = quantileBins([1, 2, 3, 4, 5, 6], 3);
        assert.deepEqual([1, 2, 3, 4, 5, 6].map(even), [0, 0, 1, 1, 2, 2]);
        const tied = quantileBins([1, 5, 5, 5, 5, 9], 3);
        assert.deepEqual([1, 5, 9].map(tied), [0, 2, 2]);
    });
});

describe("stratifiedAuc", () => {
    it("weighs strata by their pairs and ignores those of one label", () => {
        const examples = [
            example(true, 2, 1), example(false, 1, 1), example(false, 3, 1), // 1 of 2 pairs
            example(true, 5, 10), example(false, 1, 10), // 1 of 1
            example(true, 0, 20), example(true, 0, 20)
        ];
        assert.deepEqual(stratifiedAuc(examples, (length) => length, own), {auc: 2 / 3, pairs: 3, strata: 2, ties: 0});
    });

    it("counts ties as halves, and does not exist without a pair", () => {
        assert.deepEqual(stratifiedAuc([example(true, 1, 1), example(false, 1, 1)], () => 0, own), {auc: 0.5, pairs: 1, strata: 1, ties: 1});
        assert.ok(Number.isNaN(stratifiedAuc([example(true, 1, 1)], () => 0, own).auc));
    });
});

describe("nearestPairs", () => {
    it("takes the closest pair first, each example once, none that is too far", () => {
        const [a, b, c] = [example(true, 1, 100), example(true, 0, 104), example(true, 0, 500)];
        const [x, y] = [example(false, 0, 103), example(false, 1, 110)];
        const pairs = nearestPairs([a, b, c, x, y]);
        assert.deepEqual(pairs, [[b, x], [a, y]]);
        assert.equal(pairedShare(pairs, own), 0.5);
    });
});

/** Lengths as in the published data: the ones above 0.5 are longer by far, and both overlap. */
function planted(seed: number, scoreOf: (positive: boolean, length: number, chance: number) => number): Parameters<typeof compare>[0] {
    const random = new Random(seed, "planted");
    return Array.from({length: 600}, (_, i) => {
        const positive = i % 2 === 0;
        const length = Math.round(Math.exp((positive ? 5.5 : 4.2) + (random.below(1000) + random.below(1000) + random.below(1000)) / 500 - 3));
        const score = scoreOf(positive, length, random.below(1000) / 1000);
        return {byChance: true, positive, length, score, llamaScore: positive ? null : random.below(50) / 100, figures: {score, length}};
    });
}

const rounds = 400;

describe("compare", () => {
    it("finds that a score of length alone is nothing but length", () => {
        const {rows: [score], firstSift, verdict} = compare(planted(1, (_, length) => length), 0, rounds);
        assert.ok(score !== undefined && score.auc.value > 0.8, "length separates the labels");
        assert.ok(Math.abs(score.withinStrata.value - 0.5) < 0.06, `${score.withinStrata.value}`);
        assert.ok(score.withinStrata.low <= 0.5 && score.withinStrata.high >= 0.5, verdict);
        assert.equal(firstSift, false);
        assert.match(verdict, /^Demonstration only: .*does not lie above 0\.5\.$/);
    });

    it("finds the same of a score that falls with length, and of one that is chance", () => {
        for (const scoreOf of [(_: boolean, length: number) => -length, (_: boolean, __: number, chance: number) => chance])
            assert.equal(compare(planted(2, scoreOf), 0, rounds).firstSift, false);
    });

    it("finds a signal planted beside length", () => {
        const {rows: [score, length], firstSift, verdict} = compare(planted(3, (positive, of, chance) => Math.log(of) / 20 + chance + (positive ? 0.4 : 0)), 0, rounds);
        assert.ok(score !== undefined && length !== undefined);
        assert.ok(score.withinStrata.low > 0.6 && score.matched.low > 0.6, verdict);
        assert.ok(length.withinStrata.value < 0.6);
        assert.equal(firstSift, true);
        assert.match(verdict, /^A first sift: /);
    });
});

describe("what was drawn for its length", () => {
    it("counts where lengths are equal, and nowhere else", () => {
        const measured = planted(4, (positive, _, chance) => chance + (positive ? 0.2 : 0));
        const more = measured.filter(({positive}) => !positive).map((one) => ({...one, byChance: false, score: 9, figures: {...one.figures, score: 9}}));
        const [before, after] = [compare(measured, 0, rounds), compare([...measured, ...more], 0, rounds)];
        assert.deepEqual([after.above, after.low, after.lowForLength], [300, 300, 300]);
        assert.deepEqual([after.rows[0]?.auc, after.rows[0]?.ties, after.rows[0]?.spearmanLow], [before.rows[0]?.auc, before.rows[0]?.ties, before.rows[0]?.spearmanLow]);
        assert.ok((after.rows[0]?.withinStrata.value ?? 1) < (before.rows[0]?.withinStrata.value ?? 0));
    });
});

describe("judge", () => {
    const at = (value: number, by = 0.03): {value: number; low: number; high: number} => ({value, low: value - by, high: value + by});
    const cases: readonly (readonly [name: string, score: number, length: number, more: number, firstSift: boolean])[] = [
        ["clear, and length says nothing", 0.6, 0.51, 0.09, true],
        ["clear, and more than what is left of length", 0.7, 0.56, 0.14, true],
        ["no more than what is left of length", 0.58, 0.56, 0.02, false],
        ["no more than what is left of length the other way round", 0.58, 0.44, 0.02, false],
        ["not clear", 0.52, 0.5, 0.02, false],
        ["the wrong way round", 0.4, 0.5, -0.1, false]
    ];
    for (const [name, score, length, more, firstSift] of cases)
        it(name, () => {
            assert.equal(judge(at(score), at(length), at(more)).firstSift, firstSift);
        });

    it("says so when there is nothing to compare", () => {
        assert.match(judge(at(Number.NaN), at(Number.NaN), at(Number.NaN)).verdict, /^Demonstration only: there are too few pairs/);
    });
});
