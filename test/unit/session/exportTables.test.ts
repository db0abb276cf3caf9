import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {parquetReadObjects, parquetMetadata} from "hyparquet";
import {parquetPieces} from "../../../src/session/exportParquet.js";
import {readDataset, type Dataset} from "../../../src/session/readDataset.js";
import {readChosen, subsetFile, subsetRow, type SubsetRow} from "../../../src/session/subsetRows.js";
import {parseCsv} from "../../support/parseCsv.js";
import {temporaryFolder} from "../store/support.js";
import {exported} from "./exporting.js";

/** Texts that a careless writer would change or a careless reader would act on. */
const hostile: readonly (readonly [name: string, text: string])[] = [
    ["quotes, commas, line ends", "\"a\",\r\nb\n\rc,\"\""],
    ["NUL and controls", "a\u0000b\u0001\u001b[31m\u007f"],
    ["a megabyte", "é漢😀,\"".repeat(1 << 18)],
    ["markup", "<script>alert(1)</script> \u202e\u2028"],
    ["half an escape", "\\ud800 \\\" \\"],
    ["only a quote", "\""],
    ["a byte-order mark", "x\ufeffx"] // not at the beginning, where hyparquet leaves it out in reading
];

/** What OWASP lists, and what defusing makes of it. */
const formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\r\n=1", "\uff1dx", "\uff0bx", "\uff0dx", "\uff20x", "'=1", "''\n"], plain = ["'x", "a=1", "", "'", "''", " =1", "\u00a0"];

function scoredRows({examples}: Dataset): SubsetRow[] {
    return examples.map((example, at) => subsetRow(example, at % 3 === 2 ? undefined : {
        index: 0, line: 0, key: "", goldenScore: at / 10, wins: at, anchors: 10, meanGain: -0.25, ci95: [0.125, 0.5], flags: ["truncated", "refusal"], answerTokens: 3
    }, at === 0 ? "keep" : undefined));
}

describe("export as a table", () => {
    const place = temporaryFolder();
    const dialog = {messages: [{role: "user", content: "a"}, {role: "assistant", content: "b"}, {role: "user", content: "=c"}, {role: "assistant", content: "d"}]};

    async function dataset(records: readonly object[]): Promise<Dataset> {
        writeFileSync(place("data"), records.map((record) => JSON.stringify(record) + "\n").join(""));
        return await readDataset(place("data"));
    }

    const parquetRows = async (data: Dataset): Promise<Record<string, unknown>[]> => await parquetReadObjects({file: arrayBuffer(await exported(data, {format: "parquet"}, scoredRows(data)))});
    const csvRows = async (data: Dataset): Promise<Record<string, string>[]> => {
        const [names = [], ...rows] = parseCsv((await exported(data, {format: "csv"}, scoredRows(data))).toString("utf8"));
        return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ""])));
    };

    const records = [
        {system: "s", instruction: "a", input: "i", output: "b"}, {instruction: "Is it?", output: ""}, dialog
    ];
    const keys = async (): Promise<string[]> => (await dataset(records)).examples.map(({key}) => key);

    it("has in CSV one line an example, with scores, flags, decision and texts", async () => {
        const [first, second, third] = await csvRows(await dataset(records)), [one, two, three] = await keys();
        const nothing = {system: "", instruction: "", input: "", output: "", messages: "", decision: "", goldenScore: "", ciLow: "", ciHigh: "", meanGain: ""};
        const score = {ciLow: "0.125", ciHigh: "0.5", anchors: "10", meanGain: "-0.25"};
        assert.deepEqual(first, {...nothing, ...score, index: "0", line: "1", key: one, goldenScore: "0", wins: "0", flags: "truncated", decision: "keep", system: "s", instruction: "a", input: "i", output: "b"});
        assert.deepEqual(second, {...nothing, ...score, index: "1", line: "2", key: two, goldenScore: "0.1", wins: "1", flags: "empty-output truncated", instruction: "Is it?"});
        assert.deepEqual(third, {...nothing, index: "2", line: "3", key: three, wins: "0", anchors: "0", flags: "", messages: JSON.stringify(dialog.messages)});
    });

    it("has in Parquet the same with types and nulls, flags as lists", async () => {
        const [first, second, third] = await parquetRows(await dataset(records)), [one, two, three] = await keys();
        const nothing = {system: null, instruction: null, input: null, output: null, messages: null, decision: null, goldenScore: null, ciLow: null, ciHigh: null, meanGain: null};
        const score = {ciLow: 0.125, ciHigh: 0.5, anchors: 10, meanGain: -0.25};
        assert.deepEqual(first, {...nothing, ...score, index: 0, line: 1, key: one, goldenScore: 0, wins: 0, flags: ["truncated"], decision: "keep", system: "s", instruction: "a", input: "i", output: "b"});
        assert.deepEqual(second, {...nothing, ...score, index: 1, line: 2, key: two, goldenScore: 0.1, wins: 1, flags: ["empty-output", "truncated"], instruction: "Is it?", input: "", output: ""});
        assert.deepEqual(third, {...nothing, index: 2, line: 3, key: three, wins: 0, anchors: 0, flags: [], messages: JSON.stringify(dialog.messages)});
    });

    for (const [name, text] of hostile)
        it(`gives a text back to the letter, in CSV and in Parquet: ${name}`, async () => {
            const data = await dataset([{instruction: "before", output: text}, {instruction: text + "?", output: "after", ["__proto__"]: {polluted: true}}]);
            assert.deepEqual(data.examples.map(({turns}) => turns.map((turn) => turn.text)), [["before", text], [text + "?", "after"]]);
            for (const [first, second] of [await csvRows(data), await parquetRows(data)]) {
                assert.deepEqual([first?.instruction, first?.output], ["before", text]);
                assert.deepEqual([second?.instruction, second?.output], [text + "?", "after"]);
            }
        });

    it("takes no half of a surrogate pair: such a record is a problem and no example", async () => {
        writeFileSync(place("half"), `{"instruction":"a","output":"\\ud800"}\n{"instruction":"b","output":"c"}\n`);
        const data = await readDataset(place("half"));
        assert.equal(data.problems.length, 1);
        assert.deepEqual((await parquetRows(data)).map((row) => row.output), ["c"]);
    });

    it("puts an apostrophe before what a spreadsheet would take for a formula in CSV, and before nothing else", async () => {
        const texts = [...formulas, ...plain], data = await dataset(texts.map((text) => ({instruction: text, output: "x"})));
        const cells = (await csvRows(data)).map((row) => row.instruction);
        assert.deepEqual(cells, [...formulas.map((text) => `'${text}`), ...plain]);
        assert.deepEqual(cells.map((cell) => cell.replace(/^'(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/, "")), texts, "docs/formats.md says how it is taken off again");
        assert.deepEqual((await parquetRows(data)).map((row) => row.instruction), texts);
        assert.ok((await csvRows(data)).filter((row) => row.meanGain !== "").every((row) => row.meanGain === "-0.25"));
    });

    it("writes Parquet in row groups of few rows or characters, in order, and reads back", async () => {
        const data = await dataset(Array.from({length: 25}, (_, i) => ({instruction: `${i}`, output: "x".repeat(i === 12 ? 500 : 1)})));
        for (const [limits, groups] of [[{rows: 10, characters: 1e9}, [10, 10, 5]], [{rows: 25, characters: 1e9}, [25]], [{rows: 1000, characters: 900}, [13, 12]]] as const) {
            const pieces: Uint8Array[] = [];
            for await (const piece of parquetPieces(readChosen(subsetFile(data, undefined), scoredRows(data)), limits))
                pieces.push(piece);
            assert.equal(pieces.length, groups.length + 1, "one piece a group, and the footer");
            const file = arrayBuffer(Buffer.concat(pieces));
            assert.deepEqual(parquetMetadata(file).row_groups.map(({num_rows}) => Number(num_rows)), groups);
            assert.deepEqual((await parquetReadObjects({file}) as Record<string, unknown>[]).map((row) => row.instruction), Array.from({length: 25}, (_, i) => `${i}`));
        }
    });

    it("is a table with names and no row when nothing is chosen", async () => {
        const data = await dataset(records);
        assert.equal(parseCsv((await exported(data, {format: "csv"}, [])).toString()).length, 1);
        assert.deepEqual(await parquetReadObjects({file: arrayBuffer(await exported(data, {format: "parquet"}, []))}), []);
    });
});

function arrayBuffer(bytes: Buffer): ArrayBuffer {
    return new Uint8Array(bytes).buffer;
}
