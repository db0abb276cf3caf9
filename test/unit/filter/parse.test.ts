import assert from "node:assert/strict";
import {longestFilter, parseFilter} from "../../../src/core/filter/parse.js";
import {printFilter} from "../../../src/core/filter/print.js";
import {mostTerms} from "../../../src/core/filter/terms.js";

const categories = ["source", "meta.language", "score", "my field"];

describe("parseFilter", () => {
    /** What was written and how it is printed; null where that is the same. */
    const spellings: readonly (readonly [text: string, canonical: string | null])[] = [
        ["", null],
        ["  \n\t ", ""],
        ["score>=0.8", null],
        ["score:>=0.8", "score>=0.8"],
        ["score:0.80", "score=0.8"],
        ["score:.5..0.75", "score:0.5..0.75"],
        ["score:0.5..", "score>=0.5"],
        ["score:..0.5", "score<=0.5"],
        ["gain:-0.2..-.1", "gain:-0.2..-0.1"],
        ["gain>-0", "gain>0"],
        ["gain<1e-7", null],
        ["length:<2000", "length<2000"],
        ["prompt-length>10 tokens:10..200 ci-low>0.5 ci-high<=1 wins=3 anchors>=100 index:100..200 line:>50", "prompt-length>10 tokens:10..200 ci-low>0.5 ci-high<=1 wins=3 anchors>=100 index:100..200 line>50"],
        ["top:500", null],
        ["top:5%", null],
        ["-top:0.5%", null],
        ["unscored -unscored", null],
        ["flag:empty-output -flag:duplicate", null],
        ["flag:refusal,\"prompt-leak\"", "flag:refusal,prompt-leak"],
        ["flag:any", null],
        ["flag:any,refusal", "flag:any"],
        ["decision:keep decision:none,fixed -decision:drop", null],
        ["source:alpaca meta.language:en,de", null],
        ["source:\"\"", null],
        ["source:\"a, b\",c", null],
        ["source:\"plain\"", "source:plain"],
        ["source:été", null],
        ["\"my field\":x", null],
        ["\"score\":x", null],
        ["\"source\":x", "source:x"],
        ["\"black hole\"", "text:\"black hole\""],
        ["text:black", null],
        ["text:\"say \\\"hi\\\"\\n\"", null],
        ["output:\"a\nb\"", "output:\"a\\nb\""],
        ["text:\"\\u202e\"", null],
        ["/regex/i", "text:/regex/i"],
        ["-/a\\/b [\"]/", "-text:/a\\/b [\"]/"],
        ["instruction:/^Write\\b/ input:x system:you", null],
        ["score>=0.8\ttop:5%\n  flag:any", "score>=0.8 top:5% flag:any"]
    ];
    for (const [text, canonical] of spellings)
        it(`reads ${JSON.stringify(text)}`, () => {
            const {filter, problem} = parseFilter(text, categories);
            assert.equal(problem, undefined);
            assert.equal(printFilter(filter), canonical ?? text);
        });

    const problems: readonly (readonly [text: string, column: number, message: RegExp])[] = [
        ["score", 6, /compared with, as in score>=0\.8/],
        ["unscored score>=", 17, /number is missing/],
        ["score>=80", 8, /from 0 to 1; .* top:5%/],
        ["score>-1", 7, /from 0 to 1/],
        ["score>=0.8x", 8, /number is missing/],
        ["score:0.8..0.2", 7, /No number is in the range 0\.8\.\.0\.2/],
        ["score:..", 7, /number is missing/],
        ["score>=0.8,", 11, /space is missing/],
        ["score>=0.8.1", 8, /number is missing/],
        ["line:1..2..3", 10, /space is missing/],
        ["length>1e999", 8, /number is missing/],
        ["top:0", 5, /whole number from 1/],
        ["top:1.5", 5, /whole number from 1/],
        ["top:101%", 5, /above 0 %/],
        ["top>5", 1, /"top" is no number/],
        ["unscord", 1, /"unscord" is no term; to search for it, write text:unscord/],
        ["flag:dupe", 6, /"dupe" is none of them: flags are any, low-golden-score/],
        ["flag:", 6, /value is missing/],
        ["flag:refusal,", 14, /value is missing/],
        ["flag:\"\"", 6, /"" is none of them/],
        ["flag: refusal", 6, /value is missing/],
        ["decision:kept", 10, /decisions are none, keep, drop, fixed/],
        ["sorce:alpaca", 1, /Nothing here is called "sorce"; known are score.*"source"/],
        ["unscored:1", 1, /Nothing here is called "unscored"/],
        ["source:/a/", 8, /quotation marks/],
        ["source:a\"b\"", 9, /space is missing/],
        ["text:", 6, /text to search for is missing/],
        ["text:\" \"", 6, /text to search for is missing/],
        ["text:a,b", 7, /space is missing/],
        ["\"open", 1, /closing quotation mark/],
        ["\"a\\q\"", 1, /write \\" for/],
        ["/open", 1, /between two slashes/],
        ["//", 1, /between two slashes/],
        ["/a\nb/", 1, /one line/],
        ["/a/g", 1, /only i, m, s and u/],
        ["/a/ii", 1, /no regular expression/],
        ["flag:any -/(/", 11, /no regular expression that JavaScript knows: Unterminated group\./],
        ["-", 2, /begins with a name/],
        ["- score>0", 2, /begins with a name/],
        [":x", 1, /begins with a name/],
        [">=0.5", 1, /begins with a name/]
    ];
    for (const [text, column, message] of problems)
        it(`says what is wrong with ${JSON.stringify(text)} and where`, () => {
            const {problem} = parseFilter(text, categories);
            assert.match(problem?.message ?? "", message);
            assert.match(problem?.message ?? "", /^[^\n]*[^.]\.$/, "one sentence");
            assert.equal(problem?.column, column);
        });

    it("takes any name for a category when it does not know which there are", () => {
        assert.equal(parseFilter("sorce:alpaca").problem, undefined);
    });

    it("refuses more terms than it can tell apart, and texts that nobody wrote", () => {
        assert.equal(parseFilter("unscored ".repeat(mostTerms)).filter?.length, mostTerms);
        assert.match(parseFilter("unscored ".repeat(mostTerms + 1)).problem?.message ?? "", /32 terms at most/);
        assert.match(parseFilter(" ".repeat(longestFilter + 1)).problem?.message ?? "", /10,000 characters/);
    });
});
