import assert from "node:assert/strict";
import {applyEdits} from "../../../src/core/edits/textEdit.js";

describe("edits of a text", () => {
    it("are made with the offsets of the text before, also where they touch", () => {
        assert.equal(applyEdits("abcdef", []), "abcdef");
        assert.equal(applyEdits("a😀cdef", [{start: 0, end: 1, text: "A"}, {start: 1, end: 3, text: ""}, {start: 3, end: 3, text: "-"}, {start: 6, end: 6, text: "!"}]), "A-cde!f");
    });

    for (const [title, edits] of [
        ["overlap", [[0, 2], [1, 3]]], ["descend", [[2, 3], [0, 1]]], ["are turned around", [[2, 1]]], ["reach beyond the text", [[2, 4]]]
    ] as const) {
        it(`are refused when they ${title}`, () => {
            assert.throws(() => applyEdits("abc", edits.map(([start, end]) => ({start, end, text: ""}))), RangeError);
        });
    }
});
