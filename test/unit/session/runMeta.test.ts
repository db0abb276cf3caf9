import assert from "node:assert/strict";
import {protocolFor} from "../../../src/core/protocol.js";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {countRows, isRunMeta, runDifferences, type RunFacts, type RunMeta} from "../../../src/session/runMeta.js";
import {factsOf, metaOf} from "./metas.js";

const place = {index: 0, line: 1, key: "k"};
const scored = {...scoreRow(place, null, ["b", "a"]), goldenScore: 0.5};

describe("buildMeta", () => {
    it("names the dataset without its folder, and what was computed on", async () => {
        const meta = await metaOf({columns: {instruction: "q", output: "a"}});
        assert.deepEqual(meta.dataset, {file: "data.jsonl", sha256: "5".repeat(64), examples: 0, columns: {instruction: "q", output: "a"}});
        assert.deepEqual(meta.backend, {backend: "cpu", devices: [], evaluator: "public", threads: 1, kvCache: "F32", batchTokens: 512, memory: {ram: 1, vram: 0}, contextPositions: 2051, library: "haswell", noise: 0.002});
        assert.ok(isRunMeta(JSON.parse(JSON.stringify(meta))));
    });

    it("says with a null that no model was started", async () => {
        assert.equal((await metaOf({engine: undefined})).backend, null);
    });

    it("counts all problems and holds the first thousand, without the data", async () => {
        const {dataset} = await factsOf();
        const problems = Array.from({length: 1500}, (_, i) => ({line: i + 1, column: 2, message: "Broken.", span: {start: i, end: i + 1}}));
        const meta = await metaOf({dataset: {...dataset, problems}});
        assert.equal(meta.counts.problems, 1500);
        assert.equal(meta.problems.length, 1000);
        assert.deepEqual(meta.problems[999], {line: 1000, column: 2, message: "Broken."});
    });

    it("counts rows, scores and flags", async () => {
        const rows = [scored, scoreRow(place, null, ["engine-crash"]), {...scored, flags: ["b"]}];
        const expected = {rows: 3, scored: 2, unscored: 1, flags: {"a": 1, "b": 2, "engine-crash": 1}};
        assert.deepEqual(countRows(rows), expected);
        assert.deepEqual(Object.keys(countRows(rows).flags), ["a", "b", "engine-crash"]);
        assert.deepEqual((await metaOf({rows, fromStore: 2})).counts, {...expected, fromStore: 2, problems: 0, comparisons: 200, nearTies: 3});
        assert.deepEqual(countRows([]), {rows: 0, scored: 0, unscored: 0, flags: {}});
    });
});

describe("runDifferences", () => {
    const differing = async (changes: Partial<RunFacts>): Promise<string[]> => {
        return runDifferences(await metaOf({shard: {part: 1, of: 3}}), await metaOf({shard: {part: 2, of: 3}, ...changes}));
    };

    it("is the same for two parts of a run, however long they took and whatever they found", async () => {
        assert.deepEqual(await differing({}), []);
        assert.deepEqual(await differing({rows: [scored], engine: undefined, fromStore: 7, tokensEvaluated: 1, seconds: 1, versions: {}}), []);
    });

    it("compares models by all of their bytes, and with a part of version 0.1.0 by what that knew", async () => {
        const {model} = await factsOf(), named = (fingerprint: string, fingerprintSampled?: string): Promise<RunMeta> =>
            metaOf({model: {...model, fingerprint, ...fingerprintSampled === undefined ? {} : {fingerprintSampled}}});
        const old = await named("s"), one = await named("a", "s"), two = await named("b", "s"), strange = await named("a", "t");
        assert.deepEqual([runDifferences(old, one), runDifferences(two, old), runDifferences(old, old)], [[], [], []]);
        assert.deepEqual([runDifferences(one, two), runDifferences(strange, old)], [["model"], ["model"]]);
    });

    it("names what differs", async () => {
        const {dataset, model, anchors} = await factsOf();
        const cases: readonly (readonly [changes: Partial<RunFacts>, name: string])[] = [
            [{dataset: {...dataset, sha256: "6".repeat(64)}}, "dataset"], [{columns: {instruction: "q", output: "a"}}, "dataset"],
            [{model: {...model, fingerprint: "e".repeat(32)}}, "model"], [{protocol: protocolFor("reference", 2048)}, "protocol"],
            [{anchors: {...anchors, hash: "b".repeat(32)}}, "anchors"], [{seed: 1}, "seed"], [{limit: 10}, "limit"],
            [{shard: {part: 2, of: 4}}, "number of shards"], [{shard: null}, "number of shards"]
        ];
        for (const [changes, name] of cases)
            assert.deepEqual(await differing(changes), [name]);
    });
});
