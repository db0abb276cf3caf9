import assert from "node:assert/strict";
import type {Turn} from "../../../src/core/example.js";
import {parseFilter} from "../../../src/core/filter/parse.js";
import {textTerms} from "../../../src/core/filter/terms.js";
import {textMatcher} from "../../../src/core/filter/textMatcher.js";

const turns: readonly Turn[] = [
    {role: "system", text: "You are a pirate."},
    {role: "user", text: "Describe a black\n  hole.", input: "In 1+1 lines (short)."},
    {role: "tool-call", text: "search(HOLE)"},
    {role: "tool-result", text: "nothing found"},
    {role: "assistant", text: "Größe? a/b C:\\temp"}
];

describe("textMatcher", () => {
    const cases: readonly (readonly [filter: string, found: boolean])[] = [
        ["text:pirate", true], ["system:pirate", true], ["instruction:pirate", false], ["input:pirate", false], ["output:pirate", false],
        ["instruction:hole", true], ["output:hole", true], ["input:hole", false],
        ["input:lines", true], ["instruction:lines", false], ["text:lines", true],
        ["text:nothing", true], ["output:nothing", false],
        ["\"black hole\"", true], ["\"  BLACK HOLE \"", true], ["text:blackhole", false],
        ["text:\"1+1 lines (short).\"", true], ["text:\"1.1\"", false], ["text:\"C:\\\\temp\"", true], ["text:a/b", true],
        ["text:GRÖSSE", false], ["text:GRÖßE", true],
        ["/black\\s+hole/", true], ["/BLACK/", false], ["/BLACK/i", true], ["output:/a\\/b/", true], ["/^nothing found$/", true],
        ["/pirate.*hole/s", false]
    ];
    for (const [text, found] of cases)
        it(`${found ? "finds" : "does not find"} ${text}`, () => {
            const [term] = textTerms(parseFilter(text).filter ?? []);
            assert.ok(term !== undefined);
            assert.equal(textMatcher(term)(turns), found);
        });

    it("leaves the negation to whoever asked", () => {
        assert.equal(textMatcher({field: "text", pattern: {kind: "plain", text: "pirate"}})(turns), true);
    });
});
