import assert from "node:assert/strict";
import {parseFilter} from "../../../src/core/filter/parse.js";
import {printFilter} from "../../../src/core/filter/print.js";
import type {Filter} from "../../../src/core/filter/terms.js";
import {endsOf, stateOf, withEnds, withState, type Ends, type SetKind} from "../../../webview/filters/edits.js";

const read = (text: string): Filter => {
    const {filter, problem} = parseFilter(text);
    assert.ok(filter, problem?.message);
    return filter;
};

describe("what controls change in a filter", () => {
    const flag: SetKind = {kind: "flag"}, source: SetKind = {kind: "category", name: "source"};

    it("adds and takes away values of a set, and leaves all else where it stands", () => {
        const table = [
            ["", flag, "refusal", "with", "flag:refusal"],
            ["flag:refusal score>=0.8", flag, "duplicate", "with", "flag:refusal,duplicate score>=0.8"],
            ["flag:refusal,duplicate", flag, "refusal", "open", "flag:duplicate"],
            ["flag:refusal", flag, "refusal", "open", ""],
            ["flag:refusal,duplicate", flag, "refusal", "without", "flag:duplicate -flag:refusal"],
            ["-flag:refusal", flag, "duplicate", "without", "-flag:refusal,duplicate"],
            ["-flag:refusal", flag, "any", "without", "-flag:refusal -flag:any"],
            ["flag:any", flag, "refusal", "with", "flag:any flag:refusal"],
            ["flag:any", flag, "any", "open", ""],
            ["source:a language:b", source, "c", "with", "source:a,c language:b"],
            ["source:a", source, "", "without", "source:a -source:\"\""],
            ["decision:keep", {kind: "decision"}, "none", "with", "decision:keep,none"]
        ] as const;
        for (const [before, kind, value, wanted, after] of table) {
            const filter = withState(read(before), kind, value, wanted);
            assert.equal(printFilter(filter), after);
            assert.equal(stateOf(filter, kind, value), wanted);
        }
    });

    it("reads and writes the ends of a number", () => {
        const table: readonly (readonly [string, Ends, string])[] = [
            ["", {from: 0.5}, "score>=0.5"],
            ["score>=0.5 flag:any", {from: 0.5, to: 0.9}, "score:0.5..0.9 flag:any"],
            ["score:0.5..0.9", {to: 0.9}, "score<=0.9"],
            ["score>0.5 score<0.9 index>3", {}, "index>3"],
            ["score>=0.2", {from: 0.9, to: 0.1}, "score:0.1..0.9"],
            ["score>0.9", {from: 0.9, fromOpen: true, to: 0.5}, "score>=0.5 score<0.9"],
            ["score<0.3", {from: 0.8, to: 0.3, toOpen: true}, "score>0.3 score<=0.8"],
            ["flag:any score<0.8 index>3", {from: 0.2, to: 0.8, toOpen: true}, "flag:any score>=0.2 score<0.8 index>3"],
            ["score>0.8", {from: 0.8, fromOpen: true}, "score>0.8"]
        ];
        for (const [before, ends, after] of table)
            assert.equal(printFilter(withEnds(read(before), "score", ends)), after);
        assert.deepEqual(endsOf(read("score>=0.2 score:0.1..0.7 -score<0.4"), "score"), {from: 0.2, to: 0.7});
        assert.deepEqual(endsOf(read("length=7"), "length"), {from: 7, to: 7});
        assert.deepEqual(endsOf(read("score>0.2 score>=0.2 score<0.8"), "score"), {from: 0.2, to: 0.8, fromOpen: true, toOpen: true});
        assert.deepEqual(endsOf(read("length>9.5 length<100"), "length"), {from: 10, to: 99});
    });
});
