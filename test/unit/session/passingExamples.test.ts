import assert from "node:assert/strict";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {parseFilter} from "../../../src/core/filter/parse.js";
import type {ScoreRow} from "../../../src/core/scoresFile.js";
import {mostValues} from "../../../src/core/table/buildTable.js";
import {passingExamples} from "../../../src/session/passingExamples.js";
import {readDataset, type Dataset} from "../../../src/session/readDataset.js";

describe("passingExamples", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "goldpan-filter-"));
    });
    after(() => {
        rmSync(folder, {recursive: true});
    });

    const write = async (records: readonly object[]): Promise<Dataset> => {
        const file = path.join(folder, "data.jsonl");
        writeFileSync(file, records.map((record) => JSON.stringify(record) + "\n").join(""));
        return readDataset(file);
    };
    const passing = (dataset: Dataset, text: string): Promise<number[]> => {
        const row = (goldenScore: number | null, flags: readonly string[], answerTokens: number | null = null): ScoreRow => ({index: 0, line: 0, key: "", goldenScore, wins: 0, anchors: 10, meanGain: 0, ci95: null, flags, answerTokens});
        // The fourth example has a row without a score, the fifth none at all; the second was empty when it was scored.
        const rows = [row(0.9, [], 4), row(0.5, ["empty-output", "truncated"], 1), row(0.6, []), row(null, ["engine-crash"])];
        return passingExamples(dataset, parseFilter(text).filter ?? [], (place) => rows[place], ({index}) => index === 2 ? "keep" : undefined);
    };
    const records = [
        {instruction: "Where is the black hole?", input: "", output: "In the middle.", source: "web", meta: {language: "en", rating: 5}, length: "short"},
        {instruction: "Say <b>bold</b>.", input: "now", output: "bold", source: "web", meta: {language: "de"}, ok: true},
        {instruction: "Say nothing.", input: "", output: "", source: "", meta: {language: ["en"]}},
        {instruction: "Where is the black hole?", input: "", output: "In the middle.", source: "book"},
        {instances: [{input: "", output: "One."}, {input: "x", output: "Two black holes."}], instruction: "Count.", source: "__proto__"}
    ];

    const cases: readonly (readonly [filter: string, places: readonly number[]])[] = [
        ["", [0, 1, 2, 3, 4, 5]],
        ["score>=0.6", [0, 2]],
        ["unscored", [3, 4, 5]],
        ["top:2", [0, 2]],
        ["flag:duplicate,engine-crash", [3]],
        ["flag:truncated", [1]],
        ["flag:empty-output", [2]],
        ["flag:low-golden-score", [1]],
        ["decision:keep", [2]],
        ["length:0..3 prompt-length:12", [2]],
        ["line=5", [4, 5]],
        ["tokens:2..9", [0]],
        ["-tokens>1", [1, 2, 3, 4, 5]],
        ["\"black hole\"", [0, 3, 5]],
        ["instruction:\"black hole\" -index:1..9", [0]],
        ["-/black/ -input:now", [2, 4]],
        ["source:web", [0, 1]],
        ["source:book,__proto__", [3, 4, 5]],
        ["source:\"\"", [2]],
        ["meta.language:en", [0]],
        ["meta.language:\"\"", [2, 3, 4, 5]],
        ["meta.rating:5", [0]],
        ["ok:true", [1]],
        ["\"length\":short", [0]],
        ["instances.0.output:One.", [4, 5]]
    ];
    for (const [text, places] of cases)
        it(`${JSON.stringify(text)} takes ${places.join(", ")}`, async () => {
            assert.deepEqual(await passing(await write(records), text), places);
        });

    it("says when no record has a field, or every record another value", async () => {
        const dataset = await write(records);
        for (const text of ["sorce:web", "-sorce:web", "__proto__:x", "meta:x"])
            await assert.rejects(passing(dataset, text), /No record of .*data\.jsonl has a text, number or truth value in a field/);
        await assert.rejects(passingExamples(dataset, parseFilter("tokens>1").filter ?? [], () => undefined, () => undefined), /No answer's tokens are known/);
        const many = await write(Array.from({length: mostValues}, (_, id) => ({instruction: "a", output: "b", id})));
        await assert.rejects(passing(many, "id:1"), /"id" has more than 65,535 different values/);
    });
});
