import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import type {RunMeta} from "../../src/session/runMeta.js";
import {alpaca, jsonl, succeeded, Workbench} from "./workbench.js";

describe("what goldpan says of who measured", () => {
    const bench = new Workbench();
    before(() => bench.prepare());
    after(() => {
        bench.dispose();
    });

    const metaOf = (name: string): RunMeta => JSON.parse(readFileSync(bench.file(`${name}.meta.json`), "utf8")) as RunMeta;
    const sharesOf = ({measuredBy}: Pick<RunMeta, "measuredBy">): unknown[] => (measuredBy ?? []).map(({by, examples}) => [by?.evaluator, examples]);
    const nearTieLine = /^([\d,]+) of ([\d,]+) comparisons \(\d+\.\d %\) are near-ties, closer than [\d.e-]+ nats a token, the noise of what measured them\.$/m;

    it("counts the near-ties of the device's own noise, in the meta file and in the last words, from the store as from the model", async () => {
        const data = bench.write("ties.jsonl", jsonl(alpaca(5)));
        const store = ["--store", bench.file("ties-store"), "--engine", "direct"];
        for (const name of ["ties1.jsonl", "ties2.jsonl"]) {
            const {stderr} = succeeded(await bench.score(data, "--out", bench.file(name), ...store));
            const {counts, measuredBy, backend} = metaOf(name);
            const [, few, all] = nearTieLine.exec(stderr) ?? [];
            assert.deepEqual([few, all], [String(counts.nearTies), "20"], stderr);
            assert.equal(counts.comparisons, 20);
            const [by, ...others] = measuredBy ?? [];
            assert.ok(by?.by?.noise !== null && by?.by?.noise !== undefined && by.by.noise > 0 && by.by.noise < 0.05 && others.length === 0);
            if (name === "ties1.jsonl")
                assert.deepEqual([backend?.noise, backend?.library], [by.by.noise, by.by.library]);
            else
                assert.equal(backend, null);
        }
    });

    it("says nothing of near-ties where there was nothing to compare with", async () => {
        const data = bench.write("public.jsonl", jsonl(alpaca(2)));
        const {stderr} = succeeded(await bench.score(data, "--out", bench.file("public.scores.jsonl"), "--store", bench.file("public-store"), "--engine", "public"));
        assert.doesNotMatch(stderr, /near-ties/);
        const {counts, backend} = metaOf("public.scores.jsonl");
        assert.deepEqual([counts.nearTies, counts.comparisons, backend?.noise], [null, 8, null]);
    });

    it("warns of a store that two evaluators have filled, and names both", async () => {
        const data = bench.write("mixed.jsonl", jsonl(alpaca(4)));
        const store = ["--store", bench.file("mixed-store")];
        succeeded(await bench.score(data, "--out", bench.file("begun.jsonl"), ...store, "--engine", "direct", "--limit", "3"));
        for (const out of ["mixed1.jsonl", "mixed2.jsonl"]) {
            const {stderr} = succeeded(await bench.score(data, "--out", bench.file(out), ...store, "--engine", "public"));
            assert.match(stderr, /^warning: These scores were not all measured alike \(3 examples and 4 anchors by cpu.*, direct .*; 1 example and 0 anchors by cpu.*, public .*\).* near-ties .*--fresh\.$/m);
            assert.deepEqual(sharesOf(metaOf(out)), [["direct", 3], ["public", 1]]);
        }
        const {stderr} = succeeded(await bench.score(data, "--out", bench.file("alike.jsonl"), ...store, "--engine", "public", "--fresh"));
        assert.doesNotMatch(stderr, /measured alike/);
        assert.deepEqual(sharesOf(metaOf("alike.jsonl")), [["public", 4]]);
    });

    it("warns when parts are merged that were measured otherwise, keeps what each used, and merges them", async () => {
        const data = bench.write("parts.jsonl", jsonl(alpaca(4)));
        for (const [part, engine] of [["1", "direct"], ["2", "public"], ["3", "direct"]] as const)
            succeeded(await bench.score(data, "--out", bench.file(`part${part}.jsonl`), "--shard", `${part}/3`, "--engine", engine, "--store", bench.file(`parts-${part}`)));
        const merge = (...parts: readonly string[]): ReturnType<typeof bench.run> => bench.run("merge", ...parts.map((part) => bench.file(`part${part}.jsonl`)), "--out", bench.file("whole.jsonl"));
        const {stderr} = succeeded(await merge("3", "2", "1"));
        assert.match(stderr, /^warning: The parts were not measured alike \(1\/3 by cpu.*, direct .*; 2\/3 by cpu.*, public .*; 3\/3 by cpu.*, direct .*\), so scores may differ between them by near-ties.*\.$/m);
        const {parts, counts, ...meta} = metaOf("whole.jsonl");
        assert.deepEqual(sharesOf(meta), [["direct", 3], ["public", 1]]);
        assert.deepEqual(parts?.map((of) => [of.part, of.backend?.evaluator, sharesOf(of)]), [[1, "direct", [["direct", 2]]], [2, "public", [["public", 1]]], [3, "direct", [["direct", 1]]]]);
        assert.deepEqual([counts.comparisons, counts.nearTies], [16, null]);
    });

    it("does not warn of parts that were measured alike", async () => {
        const data = bench.write("alike-parts.jsonl", jsonl(alpaca(4)));
        for (const part of ["1", "2"])
            succeeded(await bench.score(data, "--out", bench.file(`same${part}.jsonl`), "--shard", `${part}/2`, "--engine", "direct", "--store", bench.file(`same-${part}`)));
        const {stderr} = succeeded(await bench.run("merge", bench.file("same1.jsonl"), bench.file("same2.jsonl"), "--out", bench.file("same.jsonl")));
        assert.doesNotMatch(stderr, /warning/);
        const [one, two, whole] = ["same1.jsonl", "same2.jsonl", "same.jsonl"].map((name) => metaOf(name).counts);
        assert.equal(whole?.nearTies, (one?.nearTies ?? NaN) + (two?.nearTies ?? NaN));
    });
});
