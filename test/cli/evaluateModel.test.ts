import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {distFile} from "../engine/support.js";
import {publishedFiles} from "../../tools/embedded-model/evaluation/published.js";
import {succeeded, Workbench} from "./workbench.js";
import type {CliResult} from "../support/cli.js";

/** The figures that the tests look at. */
interface Figures {
    readonly tokensEvaluated: number;
    readonly parts: {
        readonly heldout: {readonly overall: {readonly examples: number; readonly natsPerByte: {readonly value: number}}};
        readonly help: {readonly rows: readonly {readonly anchors: number}[]};
        readonly corruption: {readonly rows: readonly {readonly corruption: string; readonly pairs: number; readonly goldenScore: {readonly higher: number; readonly equal: number; readonly lower: number}}[]};
        readonly published: {readonly above: number; readonly low: number; readonly verdict: string};
    };
}

describe("the evaluation of a scorer model", () => {
    const bench = new Workbench();
    before(() => bench.prepare());
    after(() => {
        bench.dispose();
    });

    const evaluate = (...args: readonly string[]): CliResult => {
        const {status, signal, stdout, stderr} = spawnSync(process.execPath, [
            distFile("tools/evaluate-model.js"), "--model", bench.model, "--cache-dir", bench.file("store"), "--published", bench.folder, "--threads", "1", "--gpu", "off", ...args
        ], {encoding: "utf8"});
        return {code: status, signal, stdout, stderr};
    };
    const lines = (...records: readonly object[]): string => records.map((record) => `${JSON.stringify({instruction: "Name it.", input: "", output: "An answer of some words.", ...record})}\n`).join("");
    const figures = (name: string): Figures => JSON.parse(readFileSync(bench.file(name), "utf8")) as Figures;

    it("measures all parts, and a second time from the store alone, with the same figures", () => {
        const heldOut = bench.write("held.jsonl", lines(...Array.from({length: 6}, (_, i) => ({instruction: `Name ${i}.`, source: i % 2 === 0 ? "one" : "t|o"}))));
        bench.write(publishedFiles.anchors, JSON.stringify([{instruction: "Say yes.", input: "", output: "Yes, of course."}]));
        bench.write(publishedFiles.scores, lines(...Array.from({length: 4}, (_, i) => ({instruction: `Say ${i}.`, ...(i < 2 ? {label: "low", llama7b_golden_score: 0.3} : {label: "above_0.5", llama7b_golden_score: null})}))));
        const first = succeeded(evaluate("--held-out", heldOut, "--per-group", "2", "--json", bench.file("first.json")));
        for (const heading of ["### Held-out loss", "| t\\|o |", "### Does an example in front help?", "### Corruption test", "### Published golden scores", "**Verdict:** Demonstration only"])
            assert.ok(first.stdout.includes(heading), `${heading} in ${first.stdout}`);
        const {parts} = figures("first.json");
        assert.equal(parts.heldout.overall.examples, 4);
        const loss = parts.heldout.overall.natsPerByte.value;
        assert.ok(loss > 1 && loss < 8, `random weights know nothing of 1,000 pieces: ${loss} nats per byte`);
        assert.deepEqual(parts.help.rows.map(({anchors}) => anchors), [4, 4, 4, 4]);
        assert.equal(parts.corruption.rows.length, 8);
        for (const {pairs, goldenScore} of parts.corruption.rows)
            assert.equal(goldenScore.higher + goldenScore.equal + goldenScore.lower, pairs);
        assert.deepEqual([parts.published.above, parts.published.low], [2, 2]);

        succeeded(evaluate("--held-out", heldOut, "--per-group", "2", "--json", bench.file("second.json")));
        assert.equal(figures("second.json").tokensEvaluated, 0);
        assert.deepEqual(figures("second.json").parts, parts);
    });

    it("says which parts are left out, and why", () => {
        const {stdout} = succeeded(evaluate("--published", bench.file("nowhere"), "--part", "published", "--part", "help"));
        assert.match(stdout, /"help" is left out: no held-out examples were named/);
        assert.match(stdout, /"published" is left out: there is no alpaca_gpt4_llama7b_scores\.jsonl in/);
        assert.ok(!stdout.includes("### "));
    });

    const refused = (result: CliResult): string => {
        assert.equal(result.code, 1, result.stdout + result.stderr);
        assert.equal(result.stdout, "");
        assert.match(result.stderr, /^evaluate: [^\n]*\n$/); // one line, so no stack
        return result.stderr;
    };

    it("says what is wrong with its input in one sentence", () => {
        assert.match(refused(evaluate("--held-out", bench.write("bad.jsonl", lines({source: "s"}, {})))), /bad\.jsonl:2: the field "source" is missing/);
        assert.match(refused(evaluate("--model", bench.file("none.gguf"))), /no such file\. Name a GGUF model with --model/);
        assert.match(refused(evaluate("--part", "everything")), /Allowed choices are heldout, help, corruption, published/);
        assert.match(refused(evaluate("--seed", "-1")), /whole number/);
    });
});
