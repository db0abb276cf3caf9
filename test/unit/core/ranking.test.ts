import assert from "node:assert/strict";
import {ranks} from "../../../src/core/ranking.js";

describe("ranks", () => {
    it("count from the best; the same golden score is the same rank", () => {
        assert.deepEqual(ranks(new Map([[0.5, 2], [0.9, 1], [0.7, 0], [0.1, 1]])), new Map([
            [0.9, {rank: 1, of: 4, end: "top", percent: 25}], [0.5, {rank: 2, of: 4, end: "top", percent: 75}], [0.1, {rank: 4, of: 4, end: "bottom", percent: 25}]
        ]));
    });

    const ends: readonly (readonly [name: string, amounts: readonly number[], expected: readonly string[]])[] = [
        ["of one example alone", [1], ["top 100"]], ["where all are equal", [7], ["top 100"]], ["of two", [1, 1], ["top 50", "bottom 50"]], ["of three", [1, 1, 1], ["top 33", "top 67", "bottom 33"]],
        ["of 25, the worst of which would be the top 96 % and 100 %", [23, 1, 1], ["top 92", "bottom 8", "bottom 4"]]
    ];
    for (const [name, amounts, expected] of ends)
        it(`name the nearer end ${name}`, () => {
            const found = ranks(new Map(amounts.map((amount, at) => [1 - at / 10, amount])));
            assert.deepEqual([...found.values()].map(({end, percent}) => `${end} ${Math.round(percent)}`), expected);
        });

    it("are none where nothing is scored", () => {
        assert.deepEqual(ranks(new Map([[0.5, 0]])), new Map());
    });
});
