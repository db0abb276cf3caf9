import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {anchorsOf, anchorSetHash} from "../../../src/core/anchors.js";
import {anchorRecord, writeAnchors, type AnchorsMeta} from "../../../src/session/anchorFile.js";
import {drawRandom} from "../../../src/session/drawAnchors.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {temporaryFolder} from "../store/support.js";

const hostile = "\u001b[2J </s> \"quoted\" \\ \u202e \u2028 \u0000 😀\n\n## x";

const records: readonly (readonly [title: string, record: object, form: string])[] = [
    ["a question", {instruction: "q", output: "a"}, "alpaca"],
    ["a question with an input", {instruction: " q ", input: "i\n", output: "a", extra: 1}, "alpaca"],
    ["hostile text", {instruction: hostile, input: hostile, output: `x${hostile}`}, "alpaca"],
    ["a system text", {messages: [{role: "system", content: "s"}, {role: "user", content: "q"}, {role: "assistant", content: "a"}]}, "messages"],
    ["a system text and an input", {system: "s", instruction: "q", input: "i", output: "a"}, "alpaca"],
    ["a history and an input", {instruction: "q2", input: "i", output: "a2", history: [["q1", "a1"]]}, "alpaca"],
    ["several turns", {conversations: [{from: "human", value: "q"}, {from: "gpt", value: ""}, {from: "human", value: hostile}, {from: "gpt", value: "b"}]}, "messages"],
    ["two of one speaker, and no question", {messages: [{role: "assistant", content: "a"}, {role: "assistant", content: "b"}]}, "messages"],
    ["a blank system text", {messages: [{role: "system", content: " "}, {role: "user", content: "q"}, {role: "assistant", content: "a"}]}, "messages"],
    ["a tool call", {messages: [{role: "user", content: "q"}, {role: "assistant", content: null, tool_calls: [{function: {name: "f", arguments: "{\"x\": 1}"}}]}, {role: "tool", content: "1"}, {role: "assistant", content: "a"}]}, "messages"],
    ["a tool call in words of its own", {conversations: [{from: "human", value: "q"}, {from: "function_call", value: "call f( 1 )"}, {from: "observation", value: "1"}, {from: "gpt", value: "a"}]}, "sharegpt"],
    ["dolly", {instruction: "q", context: "c", response: "a"}, "alpaca"]
];

describe("a file of anchors", () => {
    const place = temporaryFolder();

    for (const out of ["tasks.jsonl", "tasks.json", "tasks.jsonl.gz"])
        it(`reads back as the very same content keys: ${out}`, async () => {
            writeFileSync(place("data.jsonl"), records.map(([, record]) => `${JSON.stringify(record)}\n`).join(""));
            const dataset = await readDataset(place("data.jsonl"));
            assert.equal(dataset.examples.length, records.length, JSON.stringify(dataset.problems));
            const {anchors, draw} = drawRandom({dataset, size: 100, seed: 0});
            assert.ok(draw !== null && anchors.length === records.length);
            await writeAnchors(place(out), {anchors, draw, dataset, columns: undefined, model: null, seconds: 1, versions: {}});
            const again = await readDataset(place(out));
            assert.deepEqual(again.examples.map(({key}) => key), dataset.examples.map(({key}) => key));
            const meta = JSON.parse(readFileSync(place(`${out}.meta.json`), "utf8")) as AnchorsMeta;
            assert.deepEqual([meta.count, meta.hash, meta.draw.eligible, meta.dataset.file], [records.length, anchorSetHash(anchorsOf(again.examples)), records.length, "data.jsonl"]);
        });

    for (const [title, record, form] of records)
        it(`writes ${title} as ${form}`, async () => {
            writeFileSync(place("data.jsonl"), JSON.stringify(record));
            const [anchor] = anchorsOf((await readDataset(place("data.jsonl"))).examples);
            const written = anchorRecord(anchor ?? assert.fail());
            assert.equal("messages" in written ? "messages" : "conversations" in written ? "sharegpt" : "alpaca", form);
        });
});
