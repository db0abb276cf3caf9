import assert from "node:assert/strict";
import {bestFirst, parseTop, select, type Decision, type Selectable, type SelectionRule} from "../../../src/core/selection.js";

/** Golden score and mean gain by place. */
function examples(...scores: readonly (readonly [goldenScore: number | null, meanGain: number | null])[]): Selectable[] {
    return scores.map(([goldenScore, meanGain], index) => ({index, goldenScore, meanGain}));
}

const indexes = (chosen: readonly Selectable[]): number[] => chosen.map(({index}) => index);

describe("select", () => {
    const scored = examples([0.2, 0], [0.9, 0.1], [null, null], [0.5, 0.2], [0.9, 0.3], [0.5, 0.2], [0, -1]);
    const rules: readonly (readonly [name: string, rule: SelectionRule, chosen: readonly number[]])[] = [
        ["a least score is inclusive", {kind: "min-score", score: 0.5}, [1, 3, 4, 5]],
        ["a least score of 0 takes every scored example and no unscored one", {kind: "min-score", score: 0}, [0, 1, 3, 4, 5, 6]],
        ["a least score of 1 may take none", {kind: "min-score", score: 1}, []],
        ["the best one is told apart by mean gain", {kind: "top", amount: 1}, [4]],
        ["the best two stand in the order of the dataset", {kind: "top", amount: 2}, [1, 4]],
        ["equal in score and gain: the earlier one", {kind: "top", amount: 3}, [1, 3, 4]],
        ["more than there are takes all scored", {kind: "top", amount: 100}, [0, 1, 3, 4, 5, 6]],
        ["half of six scored", {kind: "top-percent", percent: 50}, [1, 3, 4]],
        ["a share is rounded: 25 % of six is two", {kind: "top-percent", percent: 25}, [1, 4]],
        ["a share is at least one", {kind: "top-percent", percent: 0.001}, [4]],
        ["100 % takes all scored", {kind: "top-percent", percent: 100}, [0, 1, 3, 4, 5, 6]]
    ];
    for (const [name, rule, chosen] of rules)
        it(name, () => {
            assert.deepEqual(indexes(select(scored, rule)), chosen);
        });

    it("takes nothing from nothing", () => {
        assert.deepEqual(select([], {kind: "top-percent", percent: 10}), []);
        assert.deepEqual(select(examples([null, null]), {kind: "top", amount: 1}), []);
    });

    it("adds what a person keeps, scored or not, and takes away what a person drops; a fixed example goes by its score", () => {
        const decisions = new Map<number, Decision>([[1, "drop"], [2, "keep"], [3, "fixed"], [6, "keep"], [0, "fixed"]]);
        assert.deepEqual(indexes(select(scored, {kind: "min-score", score: 0.5}, ({index}) => decisions.get(index))), [2, 3, 4, 5, 6]);
    });

    it("takes all without a rule, scored or not, but what a person drops", () => {
        assert.deepEqual(indexes(select(scored, undefined, ({index}) => index === 4 ? "drop" : undefined)), [0, 1, 2, 3, 5, 6]);
    });

    it("does not fill the place of a dropped example with the next best", () => {
        assert.deepEqual(indexes(select(scored, {kind: "top", amount: 2}, ({index}) => index === 4 ? "drop" : undefined)), [1]);
    });

    it("leaves its argument in its order", () => {
        const given = examples([0.1, 0], [0.9, 0]);
        select(given, {kind: "top", amount: 1});
        assert.deepEqual(indexes(given), [0, 1]);
    });
});

describe("parseTop", () => {
    const cases: readonly (readonly [text: string, rule: SelectionRule | undefined])[] = [
        ["500", {kind: "top", amount: 500}], ["5%", {kind: "top-percent", percent: 5}], ["0.5%", {kind: "top-percent", percent: 0.5}], ["100%", {kind: "top-percent", percent: 100}],
        ["0", undefined], ["1.5", undefined], ["0%", undefined], ["101%", undefined], ["-1", undefined], ["", undefined], ["%", undefined], ["1e3", undefined]
    ];
    for (const [text, rule] of cases)
        it(`${rule === undefined ? "does not read" : "reads"} ${JSON.stringify(text)}`, () => {
            assert.deepEqual(parseTop(text), rule);
        });
});

describe("bestFirst", () => {
    it("orders by score, then mean gain, then place; unscored last", () => {
        const given = examples([0.5, 0.1], [null, null], [0.5, 0.2], [0.9, -3], [null, null], [0.5, 0.1], [0, -9]);
        assert.deepEqual(indexes([...given].reverse().sort(bestFirst)), [3, 2, 0, 5, 6, 1, 4]);
    });
});
