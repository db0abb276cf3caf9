import assert from "node:assert/strict";
import {parseFilter} from "../../../src/core/filter/parse.js";
import {mostTerms, type Filter, type Term, type TextTerm} from "../../../src/core/filter/terms.js";
import {select as selectByRule, type SelectionRule} from "../../../src/core/selection.js";
import {newBits, setBit, type Bits} from "../../../src/core/table/bits.js";
import type {TableRow} from "../../../src/core/table/buildTable.js";
import {facets} from "../../../src/core/table/facets.js";
import {flagCodes} from "../../../src/core/table/flagBits.js";
import {failures, select} from "../../../src/core/table/select.js";
import {randomCategories, randomRows, tableOf} from "./tables.js";

function filterOf(text: string): Filter {
    const {filter, problem} = parseFilter(text);
    if (problem !== undefined)
        throw new Error(problem.message);
    return filter;
}

describe("select", () => {
    const table = tableOf([
        {goldenScore: 0.9, meanGain: 0.2, ci95: [0.6, 0.95], wins: 9, anchors: 10, answerLength: 100, promptLength: 7, answerTokens: 20, line: 10, categories: ["alpaca"]},
        {goldenScore: 0.5, meanGain: -0.1, ci95: [0.2, 0.8], wins: 5, anchors: 10, answerLength: 0, line: 20, flags: ["empty-output", "duplicate"], decision: "drop", categories: ["dolly"]},
        {goldenScore: null, answerLength: 50, answerTokens: 10, line: 30, flags: ["engine-crash"], decision: "keep"},
        {goldenScore: 0.9, meanGain: 0.3, ci95: [0.6, 0.95], wins: 9, anchors: 10, answerLength: 2000, answerTokens: 400, line: 40, decision: "fixed", categories: ["alpaca"]},
        {goldenScore: 0, meanGain: -1, ci95: [0, 0.3], wins: 0, anchors: 10, answerLength: 5, line: 50, flags: ["refusal"], categories: ["dolly"]}
    ], ["source"]);
    const cases: readonly (readonly [filter: string, rows: readonly number[]])[] = [
        ["", [0, 1, 2, 3, 4]],
        ["score>=0.9", [0, 3]],
        ["score>0.5", [0, 3]],
        ["score>=0.5", [0, 1, 3]],
        ["score<0.5", [4]],
        ["-score<0.5", [0, 1, 2, 3]],
        ["score<=0.5", [1, 4]],
        ["score=0.9", [0, 3]],
        ["score:0.5..0.9", [0, 1, 3]],
        ["gain>0 ci-low>=0.6 ci-high<0.96 wins=9 anchors:10", [0, 3]],
        ["length:<2000", [0, 1, 2, 4]],
        ["length:5..100", [0, 2, 4]],
        ["prompt-length>0", [0]],
        ["tokens:10..20", [0, 2]],
        ["tokens>=0", [0, 2, 3]],
        ["tokens<=5000000000", [0, 2, 3]],
        ["tokens:0..4294967295", [0, 2, 3]],
        ["tokens=4294967295", []],
        ["index:1..2", [1, 2]],
        ["line>20", [2, 3, 4]],
        ["top:1", [3]],
        ["top:2", [0, 3]],
        ["top:3", [0, 1, 3]],
        ["top:100", [0, 1, 3, 4]],
        ["top:50%", [0, 3]],
        ["top:1%", [3]],
        ["-top:2", [1, 2, 4]],
        ["top:1 index<3", []],
        ["unscored", [2]],
        ["-unscored", [0, 1, 3, 4]],
        ["flag:duplicate", [1]],
        ["flag:refusal,engine-crash", [2, 4]],
        ["flag:empty-output flag:duplicate", [1]],
        ["flag:low-golden-score", [1, 4]],
        ["-flag:any", [0, 3]],
        ["flag:any", [1, 2, 4]],
        ["decision:keep,fixed", [2, 3]],
        ["decision:none", [0, 4]],
        ["-decision:drop", [0, 2, 3, 4]],
        ["source:alpaca", [0, 3]],
        ["source:alpaca,dolly", [0, 1, 3, 4]],
        ["source:\"\"", [2]],
        ["source:other", []],
        ["-source:other", [0, 1, 2, 3, 4]],
        ["elsewhere:\"\"", [0, 1, 2, 3, 4]],
        ["score>=0.5 -flag:duplicate length<1000", [0]]
    ];
    for (const [text, rows] of cases)
        it(`${JSON.stringify(text)} takes ${rows.length === 0 ? "none" : rows.join(", ")}`, () => {
            assert.deepEqual([...select(table, filterOf(text))], rows);
        });

    it("takes the found texts from outside, by term, and negates them itself", () => {
        const found = ({pattern}: TextTerm): Bits => {
            const bits = newBits(5);
            for (const row of pattern.kind === "plain" && pattern.text === "a" ? [0, 1, 2] : [2, 3])
                setBit(bits, row);
            return bits;
        };
        assert.deepEqual([...select(table, filterOf("text:a -text:b"), found)], [0, 1]);
        assert.throws(() => select(table, filterOf("text:a")), /texts/);
    });

    it("takes by score and rank what the rules of the export take", () => {
        const rules: readonly (readonly [string, SelectionRule])[] = [
            ["top:7", {kind: "top", amount: 7}], ["top:13%", {kind: "top-percent", percent: 13}], ["top:0.1%", {kind: "top-percent", percent: 0.1}],
            ...[0, 0.3, 0.7, 0.9, 1].map((score): [string, SelectionRule] => [`score>=${score}`, {kind: "min-score", score}])
        ];
        for (let seed = 1; seed <= 10; seed++) {
            const rows = randomRows(200, seed);
            for (const [text, rule] of rules)
                assert.deepEqual([...select(tableOf(rows), filterOf(text))], selectByRule(rows, rule).map(({index}) => index), `${text}, seed ${seed}`);
        }
    });

    it("tells as many terms apart as a filter may have, and no more", () => {
        const terms = Array.from({length: mostTerms}, (_, index): Term => ({kind: "compare", field: "index", operator: "=", value: index, negated: true}));
        const rows = Array.from({length: mostTerms + 2}, () => ({}));
        assert.deepEqual([...select(tableOf(rows), terms)], [mostTerms, mostTerms + 1]);
        assert.equal(failures(tableOf(rows), terms)[mostTerms - 1], 2 ** 31);
        assert.throws(() => failures(tableOf(rows), [...terms, ...terms]), RangeError);
    });
});

describe("facets", () => {
    const filters = ["", "score>=0.5", "flag:refusal", "-flag:duplicate flag:truncated", "flag:any", "-flag:any", "flag:refusal,duplicate -flag:truncated", "decision:keep score<0.9",
        "-decision:drop unscored", "-unscored source:alpaca", "source:alpaca,dolly part:\"part 3\",\"part 4\" flag:any", "-source:\"\" top:20%"];
    /** The definition, one value after the other: who passes all other terms and has it. */
    function byDefinition(rows: readonly TableRow[], filter: Filter, names: (term: Term) => boolean, has: (row: TableRow) => boolean): number {
        const table = tableOf(rows, randomCategories);
        return [...select(table, filter.filter((term) => !names(term)))].filter((place) => has(rows[place] ?? rowMissing())).length;
    }
    for (const text of filters)
        it(`counts beside each value who passes all other terms of ${JSON.stringify(text)}`, () => {
            const rows = randomRows(400, 5);
            const table = tableOf(rows, randomCategories);
            const filter = filterOf(text);
            const counts = facets(table, filter, failures(table, filter));
            assert.equal(counts.passing, select(table, filter).length);
            assert.equal(counts.unscored, byDefinition(rows, filter, ({kind}) => kind === "unscored", ({goldenScore}) => goldenScore === null));
            for (const [bit, flag] of flagCodes.entries())
                assert.equal(counts.flags[bit], byDefinition(rows, filter, (term) => term.kind === "flag" && (term.flags.length === 0 || term.flags.includes(flag)),
                    ({flags, goldenScore}) => flag === "low-golden-score" ? goldenScore !== null && goldenScore <= 0.5 : flags.includes(flag)), flag);
            assert.equal(counts.anyFlag, byDefinition(rows, filter, (term) => term.kind === "flag" && term.flags.length === 0, ({flags, goldenScore}) => flags.length > 0 || (goldenScore !== null && goldenScore <= 0.5)), "any flag");
            for (const [code, decision] of [undefined, "keep", "drop", "fixed"].entries())
                assert.equal(counts.decisions[code], byDefinition(rows, filter, ({kind}) => kind === "decision", (row) => row.decision === decision));
            for (const [at, {name, values}] of table.categories.entries())
                for (const [code, value] of values.entries())
                    assert.equal(counts.categories[at]?.[code], byDefinition(rows, filter, (term) => term.kind === "category" && term.name === name, ({categories = []}) => (categories[at] ?? "") === value), `${name} ${value}`);
        });
});

function rowMissing(): never {
    throw new Error("a row is missing");
}
