import assert from "node:assert/strict";
import {parseFilter} from "../../src/core/filter/parse.js";
import {printFilter} from "../../src/core/filter/print.js";
import type {FuzzTarget} from "./target.js";

const pieces = [
    "score", "top", "flag", "any", "text", "unscored", "refusal", "source", "instruction", "output", "decision", "keep", "none", "tokens", ":", ">=", "<=", "<", ">", "=", "..", "0.5", "5", "%", "-", "/",
    "\\", "\"", ",", " ", "\n", "\t", "(", ")", "a", "[", "]", "{", "}", "*", "+", "?", "^", "$", "|", ".", "😀", "\ud800", "\u202e", "\u2028", "__proto__", "1e400", "0x1", "i", "(?=", "\\u{1}"
];

/** The line of text that chooses examples: read without a throw, and what was read is printed to be read again. */
export const filters: FuzzTarget = {
    name: "filters",
    attempt: (chance, note) => {
        const text = Array.from({length: 1 + chance.below(chance.once(20) ? 60 : 10)}, () => chance.pick(pieces)).join("");
        note(text);
        const {filter, problem} = parseFilter(text, chance.once(2) ? ["source", "a"] : undefined);
        if (problem !== undefined) {
            assert.ok(problem.column >= 1 && problem.column <= text.length + 1, `column ${problem.column} of ${text.length} characters`);
            assert.match(problem.message, /^\S.*\.$/su);
            return;
        }
        const printed = printFilter(filter);
        assert.doesNotMatch(printed, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        const again = parseFilter(printed).filter;
        assert.ok(again !== undefined, `printed as ${printed}, which is no filter`);
        assert.equal(printFilter(again), printed);
    }
};
