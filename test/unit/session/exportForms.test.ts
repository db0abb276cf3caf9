import assert from "node:assert/strict";
import {existsSync, rmSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {readDataset} from "../../../src/session/readDataset.js";
import {exportFormats, subsetPieces, type ExportFormat} from "../../../src/session/exportSubset.js";
import {subsetFile} from "../../../src/session/subsetRows.js";
import {writeWhole} from "../../../src/session/writeFile.js";
import {temporaryFolder} from "../store/support.js";
import {alpacaLines, everything, exported, exportedText, prettyArray} from "./exporting.js";

const call = {role: "assistant", content: null, tool_calls: [{type: "function", function: {name: "weather", arguments: "{\"city\":\"Köln\"}"}}]};

const turnsOnly = ["same", "sharegpt", "messages", "jsonl", "trl"] as const;
const trained = ["llama-factory", "axolotl", "trl"] as const;

/** One record of each kind, with the forms that can say it so that it means the same. */
const records: readonly (readonly [name: string, record: object, forms: readonly ExportFormat[]])[] = [
    ["question and answer", {instruction: "a", output: "b"}, ["same", "alpaca", "sharegpt", "messages", "jsonl", ...trained]],
    ["an input", {instruction: "a", input: "i", output: "b"}, ["same", "alpaca", "jsonl"]],
    ["a system text", {system: "s", instruction: "a", output: "b"}, ["same", "alpaca", "sharegpt", "messages", "jsonl", ...trained]],
    ["a history", {instruction: "c", output: "d", history: [["a", "b"], ["e", "f"]]}, ["same", "alpaca", "sharegpt", "messages", "jsonl", ...trained]],
    ["Dolly's fields", {instruction: "a", context: "i", response: "b", category: "x"}, ["same", "alpaca", "jsonl"]],
    ["prompt and completion", {prompt: "a\n", completion: " b"}, ["same", "alpaca", "sharegpt", "messages", "jsonl", ...trained]],
    ["a conversation with a system text", {conversations: [{from: "system", value: "s"}, {from: "human", value: "a"}, {from: "gpt", value: "b"}, {from: "human", value: "c"}, {from: "gpt", value: "d"}]}, ["same", "alpaca", "sharegpt", "messages", "jsonl", ...trained]],
    ["tools", {messages: [{role: "user", content: "a"}, call, {role: "tool", content: "{\"sun\": 1}"}, {role: "assistant", content: "b"}]}, [...turnsOnly, "llama-factory"]],
    ["a tool call as the answer", {messages: [{role: "user", content: "a"}, call]}, [...turnsOnly, "llama-factory"]],
    ["two questions in a row", {messages: [{role: "user", content: "a"}, {role: "user", content: "b"}, {role: "assistant", content: "c"}]}, turnsOnly]
];

describe("export in another form", () => {
    const place = temporaryFolder();

    for (const format of exportFormats.filter((name) => name !== "csv" && name !== "parquet"))
        for (const asArray of [false, true]) {
            const sayable = records.filter(([, , forms]) => forms.includes(format));
            it(`${format}${asArray ? ", as an array," : ""} reads back as the same content: ${sayable.map(([name]) => name).join(", ")}`, async () => {
                writeFileSync(place("data"), sayable.map(([, record]) => JSON.stringify(record) + "\n").join(""));
                const before = await readDataset(place("data"));
                writeFileSync(place("written"), await exported(before, {format, asArray, withScore: true}));
                const after = await readDataset(place("written"));
                assert.deepEqual(after.problems, []);
                assert.deepEqual(after.examples.map(({key}) => key), before.examples.map(({key}) => key));
                assert.equal(after.container, asArray && format !== "same" ? "array" : "jsonl");
            });
        }

    it("joins an instruction and its input by a line break where the form holds no input", async () => {
        writeFileSync(place("data"), `{"instruction": "Translate.", "input": "Haus", "output": "house"}\n`);
        assert.equal(await exportedText(place("data"), {format: "messages"}), `{"messages":[{"role":"user","content":"Translate.\\nHaus"},{"role":"assistant","content":"house"}]}\n`);
        assert.equal(await exportedText(place("data"), {format: "sharegpt"}), `{"conversations":[{"from":"human","value":"Translate.\\nHaus"},{"from":"gpt","value":"house"}]}\n`);
    });

    it("names file and line of an example that Alpaca cannot say, and what can", async () => {
        writeFileSync(place("data"), [records[0], records[7]].map((entry) => JSON.stringify(entry?.[1]) + "\n").join(""));
        await assert.rejects(exportedText(place("data"), {format: "alpaca"}), {
            name: "UserError", message: `${place("data")}:2: the Alpaca form holds only questions and answers in turn, and this example has other turns (tool calls, two of one speaker); the formats sharegpt and messages can hold it.`
        });
    });

    for (const [name, text] of [["pretty", prettyArray(alpacaLines, "\r\n", "    ")], ["minified", `[${alpacaLines.join(", ")}]`], ["lines", alpacaLines.join("\n")]] as const)
        it(`jsonl writes each record on a line of its own, every value to the letter: ${name}`, async () => {
            writeFileSync(place("data"), text);
            assert.equal(await exportedText(place("data"), {format: "jsonl"}), alpacaLines.map((line) => line + "\n").join(""));
            writeFileSync(place("data.gz"), gzipSync(text));
            assert.equal(await exportedText(place("data.gz"), {format: "jsonl", asArray: true}), `[\n${alpacaLines.join(",\n")}\n]\n`);
        });

    it("is an empty file, or an empty array, when nothing is chosen", async () => {
        writeFileSync(place("data"), alpacaLines.join("\n"));
        for (const format of ["alpaca", "sharegpt", "messages", "jsonl", ...trained] as const) {
            assert.equal(await exportedText(place("data"), {format}, () => []), "");
            assert.equal(await exportedText(place("data"), {format, asArray: true}, () => []), "[]\n");
        }
    });
});

describe("export of a file that was changed since it was read", () => {
    const place = temporaryFolder();
    const text = alpacaLines.join("\n") + "\n";
    const longer = (alpacaLines.join("\n") + "\n").repeat(5000);
    const changes: readonly (readonly [name: string, change: (file: string) => void])[] = [
        ["one letter", (file) => {
            writeFileSync(file, text.replace("First", "Worst"));
        }],
        ["shorter", (file) => {
            writeFileSync(file, text.slice(0, 40));
        }],
        ["longer", (file) => {
            writeFileSync(file, text + text);
        }],
        ["other text", (file) => {
            writeFileSync(file, "x".repeat(text.length));
        }],
        ["empty", (file) => {
            writeFileSync(file, "");
        }],
        ["a damaged gzip file", (file) => {
            writeFileSync(file, gzipSync(longer).subarray(0, 5000));
        }],
        ["gone", (file) => {
            rmSync(file);
        }]
    ];
    for (const [name, change] of changes)
        it(`ends with a sentence and writes no file: ${name}`, async () => {
            for (const options of [{}, {withScore: true}, {format: "jsonl"}, {format: "jsonl", withScore: true}, {format: "messages"}, {format: "llama-factory"}, {format: "csv"}, {format: "parquet"}] as const) {
                writeFileSync(place("data"), text);
                const dataset = await readDataset(place("data"));
                change(place("data"));
                const pieces = subsetPieces(subsetFile(dataset, undefined), everything(dataset), {format: "same", withScore: false, asArray: false, ...options});
                await assert.rejects(writeWhole(place("out"), pieces), {name: "UserError", message: name === "gone" ? /no such file/ : /data was changed while it was read; run again\.$/});
                assert.ok(!existsSync(place("out")));
            }
        });

    it("finds a change in a large compressed file in which every record still reads", async () => {
        writeFileSync(place("data.gz"), gzipSync(longer));
        const dataset = await readDataset(place("data.gz"));
        writeFileSync(place("data.gz"), gzipSync(longer, {level: 1}));
        await assert.rejects(exported(dataset, {format: "jsonl"}, everything(dataset).slice(0, 1)), {name: "UserError", message: /was changed/});
    });
});
