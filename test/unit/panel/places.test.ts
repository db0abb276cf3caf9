import assert from "node:assert/strict";
import {contentOf, digestOf, keyAt, placesAfter, rowOfKey} from "../../../webview/places.js";
import {all, carried, rowsOf} from "../../../webview/selection.js";

/** Content keys of texts, as many as there are letters. */
const keysOf = (letters: string): Uint32Array => Uint32Array.from(Array.from(letters).flatMap((letter) => [letter.charCodeAt(0) % 3, letter.charCodeAt(0), 0, 1]));

describe("rows of a changed file", () => {
    const changes = [
        {before: "abcdef", after: "abcdef", same: [0, 1, 2, 3, 4, 5]},
        {before: "abcdef", after: "acdef", same: [0, -1, 1, 2, 3, 4]},
        {before: "abcdef", after: "xabcdef", same: [1, 2, 3, 4, 5, 6]},
        {before: "abcdef", after: "abxdef", same: [0, 1, -1, 3, 4, 5], here: [0, 1, 2, 3, 4, 5]},
        {before: "abcdef", after: "abxyef", same: [0, 1, -1, -1, 4, 5]},
        {before: "abcdef", after: "fedcba", same: [5, 4, 3, 2, 1, 0]},
        {before: "abcdef", after: "bcdefa", same: [5, 0, 1, 2, 3, 4]},
        {before: "abcdef", after: "abc", same: [0, 1, 2, -1, -1, -1]},
        {before: "aabaa", after: "aaba", same: [0, 1, 2, 3, -1]},
        {before: "aba", after: "xab", same: [1, 2, 1]},
        {before: "abc", after: "", same: [-1, -1, -1]},
        {before: "", after: "abc", same: []}
    ];
    for (const {before, after, same, here = same} of changes)
        it(`are found again by what they hold when "${before}" becomes "${after}"`, () => {
            const places = placesAfter(keysOf(before), keysOf(after));
            assert.deepEqual([same.map((_, row) => places.same(row)), same.map((_, row) => places.here(row))], [same, here]);
            assert.deepEqual([places.same(-1), places.same(before.length)], [-1, -1]);
        });

    it("stay selected, and what is gone is not", () => {
        const selection = carried(all(Uint32Array.of(1, 2, 4)), placesAfter(keysOf("abcdef"), keysOf("xyeabf")).same);
        assert.deepEqual([[...rowsOf(selection)], selection.count, selection.from], [[2, 4], 2, 4]);
        assert.equal(carried(all(Uint32Array.of(1, 2)), () => -1).count, 0);
        assert.equal(carried(all(Uint32Array.of(0, 2)), placesAfter(keysOf("aba"), keysOf("xab")).same).count, 1);
    });

    it("have a digest that another file has not, and are found by their key alone or as one of its copies", () => {
        const digests = ["abc", "acb", "ab", "abcd", "abd", ""].map((letters) => digestOf(keysOf(letters)));
        assert.equal(new Set(digests).size, digests.length);
        const keys = keysOf("abcab"), key = keyAt(keys, 4);
        assert.deepEqual([0, 2, 4].map((row) => contentOf(keys, row)), [{key: keyAt(keys, 3), copy: 0, copies: 2}, {key: keyAt(keysOf("c"), 0), copy: 0, copies: 1}, {key, copy: 1, copies: 2}]);
        assert.deepEqual([rowOfKey(keys, key, 4), rowOfKey(keys, key, 3), rowOfKey(keys, keyAt(keys, 5), 5), rowOfKey(keysOf("ac"), key, 4)], [4, 1, -1, -1]);
    });
});
