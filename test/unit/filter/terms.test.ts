import assert from "node:assert/strict";
import {parseFilter} from "../../../src/core/filter/parse.js";
import {printFilter} from "../../../src/core/filter/print.js";
import {textTerms, withTerm, withoutTerm, type Filter, type Term} from "../../../src/core/filter/terms.js";

function filterOf(text: string): Filter {
    const {filter, problem} = parseFilter(text);
    if (problem !== undefined)
        throw new Error(problem.message);
    return filter;
}

function termOf(text: string): Term {
    const [term] = filterOf(text);
    if (term === undefined)
        throw new Error("no term");
    return term;
}

describe("withTerm and withoutTerm", () => {
    const cases: readonly (readonly [filter: string, term: string, added: string, removed: string])[] = [
        ["", "score>=0.5", "score>=0.5", ""],
        ["unscored", "score>=0.5", "unscored score>=0.5", "unscored"],
        ["score>0.2 flag:any score<0.8", "score:0.3..0.4", "score:0.3..0.4 flag:any", "flag:any"],
        ["score>0.2 length>3", "length<9", "score>0.2 length<9", "score>0.2"],
        ["top:5% unscored", "top:500", "top:500 unscored", "unscored"],
        ["-flag:duplicate flag:refusal", "flag:duplicate", "flag:duplicate flag:refusal", "flag:refusal"],
        ["flag:refusal,duplicate", "flag:duplicate,refusal", "flag:duplicate,refusal", ""],
        ["flag:refusal,duplicate", "flag:duplicate", "flag:refusal,duplicate flag:duplicate", "flag:refusal,duplicate"],
        ["decision:keep", "-decision:drop", "-decision:drop", ""],
        ["source:a language:b", "source:c,d", "source:c,d language:b", "language:b"],
        ["text:a", "text:b", "text:a text:b", "text:a"],
        ["text:a", "-text:a", "-text:a", ""],
        ["text:a", "output:a", "text:a output:a", "text:a"],
        ["/a/", "/a/i", "text:/a/ text:/a/i", "text:/a/"]
    ];
    for (const [filter, term, added, removed] of cases)
        it(`${JSON.stringify(filter)} and ${term}`, () => {
            assert.equal(printFilter(withTerm(filterOf(filter), termOf(term))), added);
            assert.equal(printFilter(withoutTerm(filterOf(filter), termOf(term))), removed);
        });
});

describe("textTerms", () => {
    it("are the ones that the table cannot answer", () => {
        assert.equal(printFilter(textTerms(filterOf("score>0 text:a -flag:any -output:/b/ source:text"))), "text:a -output:/b/");
    });
});
