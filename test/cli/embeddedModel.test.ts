import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import type {RunMeta} from "../../src/session/runMeta.js";
import {embeddedModelCaveat} from "../../src/cli/guards.js";
import {embeddedModelFile, embeddedModelPath} from "../../src/session/embeddedModel.js";
import {alpaca, jsonl, succeeded, Workbench} from "./workbench.js";

describe("goldpan without --model", () => {
    const bench = new Workbench();

    after(() => {
        bench.dispose();
    });

    it("scores with the embedded model, says what it is good for, and names it in the meta file", async () => {
        const data = bench.write("data.jsonl", jsonl(alpaca(3)));
        const anchors = bench.write("anchors.jsonl", jsonl(alpaca(3).map((record) => ({...record, instruction: `${record.instruction}, please`}))));
        const {stderr} = succeeded(await bench.run("score", data, "--anchors", anchors, "--gpu", "off"));
        assert.ok(stderr.includes(embeddedModelCaveat), stderr);
        assert.equal(bench.rows("data.jsonl.scores.jsonl").length, 3);
        const meta = JSON.parse(readFileSync(bench.file("data.jsonl.scores.jsonl.meta.json"), "utf8")) as RunMeta;
        assert.equal(meta.model.file, embeddedModelFile);
    });

    it("draws anchors by it, too", async () => {
        const data = bench.write("many.jsonl", jsonl(alpaca(12)));
        const {stderr} = succeeded(await bench.run("anchors", data, "--size", "3", "--gpu", "off", "--out", bench.file("tasks.jsonl")));
        assert.ok(stderr.includes(embeddedModelCaveat), stderr);
        assert.equal(readFileSync(bench.file("tasks.jsonl"), "utf8").trimEnd().split("\n").length, 3);
    });

    it("says how to go on when the file is missing", () => {
        assert.throws(() => embeddedModelPath(bench.folder), {name: "UserError", message: /is missing: install Goldpan again, or use another model\.$/, remedy: "model"});
    });
});
