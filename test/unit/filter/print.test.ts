import assert from "node:assert/strict";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {parseFilter} from "../../../src/core/filter/parse.js";
import {printFilter, printTerm} from "../../../src/core/filter/print.js";
import {numberFields, textFields, type Filter, type Operator, type Term} from "../../../src/core/filter/terms.js";
import {flagCodes} from "../../../src/core/table/flagBits.js";

/** Words and texts that a dataset may hold to do harm. */
const texts = ["a", "score", "top", "-x", "/x/", "x y", "\"", "\\", "a\\\"b", "\n", "\u2028", "\u202eabc", "\u0007", "\ud800", "😀", "a,b", "5%", "0..1", "any", "none", "__proto__", "été", "a:b", "unscored", "x".repeat(50)] as const;
const sources = ["a", "a\\/b", "[\"]", "^\\s+$", "\\\\", "[/]".replace("/", "\\/"), "a b", ",", "(?<year>\\d{4})"] as const;

describe("printFilter", () => {
    it("prints what parseFilter reads back as the same filter, on one line without invisible characters", () => {
        const random = xoroshiro128plus(1);
        const below = (end: number): number => uniformInt(random, 0, end - 1);
        const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
        const some = <T>(values: readonly T[]): T[] => Array.from({length: 1 + below(3)}, () => pick(values));
        const share = (): number => pick([0, 1, 0.5, 1e-7, below(1000) / 1000, below(1e9) / 1e9]);
        const term = (): Term => {
            const negated = below(2) === 0;
            switch (below(8)) {
                case 0:
                    return {kind: "compare", field: pick(numberFields), operator: pick<Operator>([">=", ">", "<=", "<", "="]), value: share(), negated};
                case 1: {
                    const [from = 0, to = 0] = [share(), share()].sort((a, b) => a - b);
                    return {kind: "range", field: pick(numberFields), from, to, negated};
                }
                case 2:
                    return {kind: "top", rule: below(2) === 0 ? {kind: "top", amount: 1 + below(1e6)} : {kind: "top-percent", percent: (1 + below(1000)) / 10}, negated};
                case 3:
                    return {kind: "unscored", negated};
                case 4:
                    return {kind: "flag", flags: below(4) === 0 ? [] : some(flagCodes), negated};
                case 5:
                    return {kind: "decision", decisions: some(["keep", "drop", "fixed", "none"]), negated};
                case 6:
                    return {kind: "category", name: pick(texts), values: some(["", ...texts]), negated};
                default:
                    return {
                        kind: "text", field: pick(textFields), negated,
                        pattern: below(2) === 0 ? {kind: "plain", text: pick(texts.filter((text) => text.trim() !== ""))} : {kind: "regex", source: pick(sources), flags: pick(["", "i", "imsu"])}
                    };
            }
        };
        for (let round = 0; round < 3000; round++) {
            const filter: Filter = Array.from({length: below(6)}, term);
            const text = printFilter(filter);
            assert.doesNotMatch(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
            assert.deepEqual(parseFilter(text), {filter}, text);
            assert.equal(printFilter(parseFilter(text).filter ?? []), text);
        }
    });

    it("writes what cannot be seen in a regular expression by its number, and matches the same", () => {
        for (const [source, printed] of [["a\u202eb", "/a\\u202eb/"], ["\\\u0007", "/\\u0007/"], ["\\\\\u200b", "/\\\\\\u200b/"], ["[\ud800\t]", "/[\\ud800\\t]/"], ["😀\\d", "/😀\\d/"]] as const) {
            for (const flags of /\\[^\\d]/.test(source) ? [""] : ["", "u"]) {
                const filter: Filter = [{kind: "text", field: "output", negated: false, pattern: {kind: "regex", source, flags}}];
                const text = printFilter(filter);
                assert.equal(text, `output:${printed}${flags}`);
                const [read] = parseFilter(text).filter ?? [];
                assert.ok(read?.kind === "text" && read.pattern.kind === "regex");
                for (const sample of ["a\u202eb", "\u0007", "\\\u200b", "\ud800", "\t", "😀7", "b"])
                    assert.equal(new RegExp(read.pattern.source, read.pattern.flags).test(sample), new RegExp(source, flags).test(sample), `${text} of ${JSON.stringify(sample)}`);
            }
        }
    });

    it("never throws on any text, and what it reads it prints to be read again", () => {
        const random = xoroshiro128plus(2);
        const pieces = ["score", "top", "flag", "any", "text", "unscored", "refusal", "source", ":", ">=", "<", "=", "..", "0.5", "5", "%", "-", "/", "\\", "\"", ",", " ", "\n", "(", "a"];
        let read = 0;
        for (let round = 0; round < 20_000; round++) {
            const text = Array.from({length: 1 + uniformInt(random, 0, 7)}, () => pieces[uniformInt(random, 0, pieces.length - 1)]).join("");
            const {filter, problem} = parseFilter(text);
            assert.ok(filter !== undefined || (problem.column >= 1 && problem.column <= text.length + 1), text);
            if (filter !== undefined) {
                read++;
                assert.deepEqual(parseFilter(printFilter(filter)), {filter}, text);
            }
        }
        assert.ok(read > 500, String(read));
    });

    it("prints a term as a filter of one", () => {
        assert.equal(printTerm({kind: "unscored", negated: true}), "-unscored");
    });
});
