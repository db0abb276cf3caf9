import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {readCleanSample, readHeldOut} from "../../../tools/embedded-model/evaluation/examples.js";
import {drawPerSource} from "../../../tools/embedded-model/evaluation/heldOut.js";
import {drawPublished, publishedFiles, readPublished, type PublishedExample} from "../../../tools/embedded-model/evaluation/published.js";
import {table} from "../../../tools/embedded-model/evaluation/report.js";
import {inTemporaryFolder} from "../../engine/support.js";

const line = (fields: object): string => `${JSON.stringify({instruction: "q", input: "", output: "a", source: "s", ...fields})}\n`;

async function heldOut(text: string): ReturnType<typeof readHeldOut> {
    return inTemporaryFolder((folder) => {
        const file = path.join(folder, "held.jsonl");
        writeFileSync(file, text);
        return readHeldOut(file);
    });
}

describe("readHeldOut", () => {
    it("reads examples with their sources, each content once, and leaves plain text out", async () => {
        const {examples, leftOut} = await heldOut("\ufeff" + line({}) + "\r\n\n" + line({source: "t"}) + line({instruction: "", source: "book"}) + line({output: " "}) + line({instruction: "r", source: "t"}));
        assert.deepEqual(examples.map(({instruction, source}) => [instruction, source]), [["q", "t"], ["r", "t"]]);
        assert.equal(leftOut, 3);
    });

    const refusals: readonly (readonly [name: string, text: string, message: RegExp])[] = [
        ["a line that is no JSON", line({}) + "{broken\n", /held\.jsonl:2: this line is no JSON object/],
        ["a line that is a list", "[1]\n", /held\.jsonl:1: this line is no JSON object/],
        ["a missing source", `${line({})}{"instruction": "q", "input": "", "output": "a"}\n`, /held\.jsonl:2: the field "source" is missing/],
        ["an output that is a number", line({output: 4}), /held\.jsonl:1: the field "output"/],
        ["nothing", "", /holds no example/]
    ];
    for (const [name, text, message] of refusals)
        it(`says what is wrong with ${name}`, async () => {
            await assert.rejects(heldOut(text), {name: "UserError", message});
        });

    it("says that there is no such file", async () => {
        await assert.rejects(readHeldOut("nowhere.jsonl"), {name: "UserError", message: /nowhere\.jsonl cannot be read \(ENOENT\)/});
    });
});

describe("drawPerSource", () => {
    it("takes up to so many of each source, whatever the order of the sources", () => {
        const examples = Array.from({length: 30}, (_, i) => ({instruction: `q${i}`, input: "", output: "a", source: i < 25 ? "big" : "small"}));
        const drawn = drawPerSource(examples, 10, 5);
        assert.deepEqual(drawn.map(({source}) => source), [...new Array<string>(10).fill("big"), ...new Array<string>(5).fill("small")]);
        assert.deepEqual(drawPerSource(examples.slice(0, 25), 10, 5), drawn.slice(0, 10));
    });
});

describe("readPublished", () => {
    it("keeps clear labels and leaves out what is odd, copied, or an anchor itself", async () => {
        const {anchors, examples, anchorsThemselves, oddLabels, copies} = await inTemporaryFolder((folder) => {
            mkdirSync(folder, {recursive: true});
            writeFileSync(path.join(folder, publishedFiles.anchors), JSON.stringify([{instruction: "anchor", input: "", output: "yes"}]));
            writeFileSync(path.join(folder, publishedFiles.scores), [
                {label: "low", llama7b_golden_score: 0.3}, {label: "low", llama7b_golden_score: 0.3}, {instruction: "r", label: "above_0.5", llama7b_golden_score: null},
                {instruction: "anchor ", label: "above_0.5", llama7b_golden_score: null}, {instruction: "x", label: "low", llama7b_golden_score: null},
                {instruction: "y", label: "low", llama7b_golden_score: 0.7}, {instruction: "z", label: "?", llama7b_golden_score: 0.1}
            ].map(line).join(""));
            return readPublished(folder);
        });
        assert.equal(anchors.length, 1);
        assert.deepEqual(examples.map(({instruction, label, llamaScore}) => [instruction, label, llamaScore]), [["q", "low", 0.3], ["r", "above", null]]);
        assert.deepEqual([anchorsThemselves, oddLabels, copies], [1, 3, 1]);
        assert.deepEqual(drawPublished(examples, 1, 0).byChance.map(({label}) => label), ["above", "low"]);
    });
});

describe("drawPublished", () => {
    it("draws low ones more that are as long as those above 0.5", () => {
        const example = (label: "above" | "low", i: number, length: number): PublishedExample => ({label, instruction: `${label} ${i}`, input: "", output: "x".repeat(length), llamaScore: label === "low" ? 0.2 : null});
        const examples = Array.from({length: 100}, (_, i) => [example("above", i, 500 + i), example("low", i, i < 10 ? 500 + i : 50)]).flat();
        const {byChance, forLength} = drawPublished(examples, 60, 1);
        assert.deepEqual([byChance.filter(({label}) => label === "above").length, byChance.length], [60, 120]);
        assert.ok(forLength.length > 0 && forLength.every(({label, output}) => label === "low" && output.length >= 500));
        assert.equal(new Set([...byChance, ...forLength]).size, byChance.length + forLength.length);
    });
});

describe("readCleanSample", () => {
    it("gives the sample's examples that are not noisy on purpose", async () => {
        const clean = await readCleanSample("samples");
        assert.equal(clean.length, 160);
        assert.ok(clean.some(({input}) => input !== ""));
    });
});

describe("table", () => {
    it("lets no text end its cell or its line", () => {
        assert.equal(table(["a"], [["x|y\nz\u001b[31m"]]), "| a |\n|---|\n| x\\|y\\nz\\u001b[31m |");
    });
});
