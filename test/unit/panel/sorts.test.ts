import assert from "node:assert/strict";
import {unknown} from "../../../src/core/table/table.js";
import {placesAfter} from "../../../webview/places.js";
import {canSortBy, movedRanks, sortBy} from "../../../webview/sorts.js";
import {initialState, type Sort, type State} from "../../../webview/state.js";

const byOutput: Sort = {by: {text: "output"}, descending: false}, byIndex: Sort = {by: "index", descending: true};
const known: State["textRanks"] = new Map([["output", {revision: 1, ranks: Uint32Array.of(2, 0, unknown, 1)}], ["input", {revision: 1, ranks: Uint32Array.of(0, 1, 2, 3)}]]);
/** Keys of four words that begin with these. */
const keysOf = (...contents: number[]): Uint32Array => Uint32Array.from(contents.flatMap((content) => [content, 0, 0, 0]));

describe("what a list is sorted by", () => {
    it("waits where it is a text whose order is not known, and is then all that waits", () => {
        assert.deepEqual(sortBy({textRanks: new Map()}, byOutput), {wanted: byOutput});
        assert.deepEqual(sortBy({textRanks: known}, byOutput), {sort: byOutput, wanted: null});
        assert.deepEqual(sortBy({textRanks: new Map()}, byIndex), {sort: byIndex, wanted: null});
    });

    it("can be a number, a text, or a category that the table has, whatever was kept", () => {
        const kept: readonly (readonly [unknown, boolean])[] = [["goldenScore", true], [{text: "input"}, true], [{text: "__proto__"}, false], [{category: "source"}, true], [{category: "gone"}, false], [{}, false]];
        assert.deepEqual(kept.map(([by]) => canSortBy(by as Sort["by"], [{name: "source"}])), kept.map(([, can]) => can));
    });

    it("stays in the order before after an edit: where rows went, came, or one was edited", () => {
        const state = (sort: Sort): State => ({...initialState, sort, textRanks: known});
        const before = keysOf(10, 11, 12, 13);
        const cases: readonly (readonly [what: string, after: Uint32Array, ranks: readonly number[]])[] = [
            ["the same", keysOf(10, 11, 12, 13), [2, 0, unknown, 1]],
            ["one is gone", keysOf(10, 12, 13), [2, unknown, 1]],
            ["one has come", keysOf(10, 20, 11, 12, 13), [2, unknown, 0, unknown, 1]],
            ["one was edited", keysOf(10, 21, 12, 13), [2, 0, unknown, 1]],
            ["none is left", keysOf(), []]
        ];
        for (const [what, after, ranks] of cases) {
            const moved = movedRanks(state(byOutput), placesAfter(before, after), after.length / 4);
            assert.deepEqual([...moved], [["output", {revision: 1, ranks: Uint32Array.from(ranks)}]], what);
        }
        assert.equal(movedRanks(state(byIndex), placesAfter(before, before), 4).size, 0, "what is not looked at is found anew");
    });
});
