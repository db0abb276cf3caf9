import assert from "node:assert/strict";
import {bestFirst} from "../../../src/core/selection.js";
import {order, placesByScore, type SortKey} from "../../../src/core/table/order.js";
import {sortedPlaces} from "../../../src/core/table/radixSort.js";
import {unknown} from "../../../src/core/table/table.js";
import {randomCategories, randomRows, tableOf} from "./tables.js";

describe("sortedPlaces", () => {
    const values = [3, NaN, -0, 1e300, 0, -Infinity, 0.1, -5e-324, NaN, Infinity, -2, 3, 5e-324, -1e300];
    const comparing = (given: ArrayLike<number>, descending: boolean): number[] => Array.from({length: given.length}, (_, place) => place).sort((a, b) => {
        const x = given[a] ?? NaN, y = given[b] ?? NaN;
        return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(x)) - Number(Number.isNaN(y)) : x === y ? 0 : x < y === descending ? 1 : -1;
    });
    // Long lists are sorted by digits, short ones by comparing.
    for (const [name, times] of [["few", 1], ["many", 1000]] as const)
        for (const descending of [false, true])
            it(`orders ${name} numbers of all kinds ${descending ? "descending" : "ascending"}, equal ones as given, NaN last`, () => {
                const given = Array.from({length: times}, () => values).flat();
                assert.deepEqual([...sortedPlaces(given, descending)], comparing(given, descending));
            });

    it("tells numbers apart that differ in their last digits only", () => {
        const given = Array.from({length: 5000}, (_, place) => 1 + (place * 7919 % 5000) * Number.EPSILON);
        for (const descending of [false, true])
            assert.deepEqual([...sortedPlaces(given, descending)], comparing(given, descending));
    });

    it("leaves an order that it is given as it was", () => {
        for (const values of [[2, 1], Array.from({length: 5000}, (_, place) => -place)]) {
            const start = Uint32Array.from(values, (_, place) => place);
            sortedPlaces(values, false, start);
            assert.deepEqual(start, Uint32Array.from(values, (_, place) => place));
        }
    });

    it("sorts by two values one after the other", () => {
        assert.deepEqual([...sortedPlaces([1, 0, 1, 0], false, sortedPlaces([2, 2, 1, 1], false))], [3, 1, 2, 0]);
    });

    it("takes no value and equal values", () => {
        assert.deepEqual(sortedPlaces([], true), new Uint32Array(0));
        assert.deepEqual([...sortedPlaces(new Float64Array(5000).fill(7), true)], Array.from({length: 5000}, (_, place) => place));
    });
});

describe("order", () => {
    const table = tableOf([
        {goldenScore: 0.5, flags: ["duplicate", "refusal"], categories: ["dolly"], answerTokens: 4},
        {goldenScore: null, categories: [undefined], decision: "keep"},
        {goldenScore: 0.9, flags: ["duplicate"], categories: ["alpaca"], answerTokens: 9},
        {goldenScore: 0.5, categories: ["dolly"], decision: "drop"}
    ], ["source"]);
    const cases: readonly (readonly [by: SortKey, descending: boolean, expected: readonly number[]])[] = [
        ["goldenScore", true, [2, 0, 3, 1]],
        ["goldenScore", false, [0, 3, 2, 1]],
        ["place", false, [2, 0, 3, 1]],
        ["place", true, [3, 0, 2, 1]],
        ["answerTokens", true, [2, 0, 1, 3]],
        ["line", true, [3, 2, 1, 0]],
        ["decision", true, [3, 1, 0, 2]],
        ["flags", true, [0, 2, 3, 1]],
        [{category: "source"}, false, [2, 0, 3, 1]],
        [{category: "source"}, true, [0, 3, 2, 1]]
    ];
    for (const [by, descending, expected] of cases)
        it(`by ${JSON.stringify(by)}, ${descending ? "descending" : "ascending"}: ties in the order of the file, without a value last`, () => {
            assert.deepEqual([...order(table, Uint32Array.of(0, 1, 2, 3), by, descending)], expected);
        });

    it("orders only the examples that are given", () => {
        assert.deepEqual([...order(table, Uint32Array.of(1, 3), "line", true)], [3, 1]);
    });
});

describe("placesByScore", () => {
    it("is the order of bestFirst, without the unscored", () => {
        for (let seed = 1; seed <= 20; seed++) {
            const rows = randomRows(300, seed);
            const best = rows.filter(({goldenScore}) => goldenScore !== null).sort(bestFirst).map(({index}) => index);
            const expected = new Uint32Array(rows.length).fill(unknown);
            for (const [place, index] of best.entries())
                expected[index] = place;
            assert.deepEqual(placesByScore(tableOf(rows, randomCategories)), expected);
        }
    });
});
