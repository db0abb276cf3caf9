import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import type {Form} from "../../../src/core/example.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {needs, sharedPath} from "../../support/shared.js";
import {textOf} from "./support.js";

const files: readonly [name: string, form: Form, examples: number][] = [
    ["formats/alpaca_en_demo.json", "alpaca", 999],
    ["formats/glaive_toolcall_en_demo.json", "sharegpt", 300],
    ["formats/sharegpt_dummy_conversation.json", "sharegpt", 500],
    ["formats/v1_sft_demo.jsonl", "messages", 500],
    ["formats/self_instruct_seed_tasks.jsonl", "self-instruct", 175]
];
const alpaca = sharedPath("data", "alpaca", "alpaca_data.json");
const labels = sharedPath("data", "alpaca", "human_labels.jsonl");

describe("real files", () => {
    for (const [name, form, examples] of files) {
        it(`are read whole and without problems: ${name}`, async function () {
            const file = sharedPath("data", name);
            needs(this, file);
            const dataset = await readDataset(file);
            assert.deepEqual(dataset.problems, []);
            assert.equal(dataset.examples.length, examples);
            assert.deepEqual(new Set(dataset.examples.map((example) => example.form)), new Set([form]));
            const bytes = readFileSync(file);
            assert.equal(dataset.sha256, createHash("sha256").update(bytes).digest("hex"));
            const text = bytes.toString("latin1"); // one character a byte
            for (const {span, line} of dataset.examples) {
                assert.equal(typeof JSON.parse(textOf(bytes, span)), "object");
                assert.equal(line, text.slice(0, span.start).split("\n").length);
            }
        });
    }

    it("that hold no examples give few problems: a description of datasets", async function () {
        const file = sharedPath("data", "formats", "dataset_info.json");
        needs(this, file);
        const {examples, problems} = await readDataset(file);
        assert.equal(examples.length, 0);
        assert.ok(problems.length >= 1 && problems.length <= 3);
    });

    it("may be large: all 52,002 examples of Alpaca", async function () {
        needs(this, alpaca);
        const started = performance.now();
        const {examples, problems} = await readDataset(alpaca);
        const seconds = (performance.now() - started) / 1000;
        process.stdout.write(`      read in ${seconds.toFixed(1)} s; ${Math.round(process.memoryUsage().rss / 1e6)} MB resident\n`);
        assert.deepEqual([examples.length, problems.length], [52_002, 0]);
        assert.equal(examples.filter(({flags}) => flags.includes("empty-output")).length, 28);
    });

    it("carry the flags that people gave them for placeholders and empty answers", async function () {
        needs(this, alpaca, labels);
        const {examples} = await readDataset(alpaca);
        const labelled = readFileSync(labels, "utf8").trim().split("\n").map((row) => JSON.parse(row) as {idx: number; flags: string[]});
        for (const [human, flag, least] of [["noinput_placeholder", "placeholder-input", 1], ["empty_output", "empty-output", 1], ["na_output", "placeholder-output", 0.9], ["merged", "prompt-leak", 0.8]] as const) {
            const wanted = labelled.filter(({flags}) => flags.includes(human)).map(({idx}) => examples[idx]?.flags.includes(flag));
            assert.ok(wanted.filter(Boolean).length >= least * wanted.length, `${flag}: ${wanted.filter(Boolean).length} of ${wanted.length}`);
        }
        const inputs = labelled.filter(({idx}) => examples[idx]?.flags.includes("placeholder-input"));
        assert.ok(inputs.every(({flags}) => flags.includes("noinput_placeholder")));
    });
});
