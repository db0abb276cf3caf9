import assert from "node:assert/strict";
import type {KeptRun} from "../../../src/core/measurement.js";
import {protocolFor} from "../../../src/core/protocol.js";
import {differences, findRun, KeptScores, type WantedRun} from "../../../src/session/keptScores.js";
import {scoreDataset} from "../../../src/session/scoreDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {temporaryFolder, withStore} from "../store/support.js";
import {FakeEngine, type Behaviour} from "./fakeEngine.js";
import {anchorsNamed, examplesNamed, winsOn} from "./scoring.js";

const examples = examplesNamed("one", "two", "three", "a1");
const anchors = anchorsNamed("a1", "a2", "a3");
const wanted: WantedRun = {modelFingerprint: "fingerprint", protocol: "paper", anchorSource: "random:3", seed: 0};

interface Score extends Behaviour {
    readonly file?: string;
    readonly seed?: number;
    readonly modelFingerprint?: string;
}

/** Scores the examples and gives what the run itself said, by key. */
async function scored(store: SqliteStore, {file = "/data.jsonl", seed = 0, modelFingerprint = "fingerprint", ...behaviour}: Score = {}): Promise<Map<string, number | null>> {
    const said = new Map<string, number | null>();
    for await (const event of scoreDataset({
        examples, anchors, protocol: "paper", modelFingerprint, engine: new FakeEngine(behaviour), store, fresh: false, signal: new AbortController().signal,
        note: {file, modelFile: "m.gguf", anchorSource: "random:3", seed}
    }))
        if (event.kind === "scored")
            for (const {example, score} of event.results)
                said.set(example.key, score?.goldenScore ?? null);
    return said;
}

function onlyRun(store: SqliteStore): KeptRun {
    const [run, ...others] = store.runs();
    assert.ok(run !== undefined && others.length === 0);
    return run;
}

const keys = examples.map(({key}) => key);

describe("kept scores", () => {
    const folder = temporaryFolder();

    it("are those that the run itself gave, after the store was opened again", async () => {
        const behaviour: Behaviour = {oneShot: winsOn({one: ["a1", "a2"], two: ["a3"]}), truncated: new Set(["two"]), crashing: new Set(["three"])};
        withStore(folder(), (opened) => {
            assert.deepEqual(opened.runs(), []);
        });
        const said = await withOpen(folder(), (opened) => scored(opened, behaviour));
        withStore(folder(), (opened) => {
            const found = new KeptScores(onlyRun(opened), opened).look(keys);
            assert.deepEqual(new Map([...found].map(([key, {score}]) => [key, score?.goldenScore ?? null])), said);
            assert.deepEqual(examples.map(({key}) => found.get(key)?.flags), [[], ["truncated"], ["engine-crash"], []]);
        });
    });

    it("are none for examples that miss an anchor, and count no anchor that was refused", async () => {
        const [refused = "", ...others] = anchors.map(({key}) => key);
        await withOpen(folder(), (opened) => scored(opened, {refused: new Map([[refused, "too long"]])}));
        withStore(folder(), (opened) => {
            const run = onlyRun(opened);
            assert.equal(new KeptScores(run, opened).look(keys).get(keys[0] ?? "")?.score?.anchors, others.length);
            const more = new KeptScores({...run, anchors: [...run.anchors, ...anchorsNamed("never measured")]}, opened);
            assert.equal(more.look(keys).size, 0);
        });
    });

    it("say what an example did to each anchor, the most helped first, itself left out", async () => {
        await withOpen(folder(), (opened) => scored(opened, {oneShot: (text, anchor) => -10 + (anchor === anchors[1]?.key ? 4 : text.includes("one") ? -2 : 0)}));
        withStore(folder(), (opened) => {
            const kept = new KeptScores(onlyRun(opened), opened);
            assert.deepEqual(kept.gains(keys[0] ?? "").map(({anchor, zeroShot, oneShot}) => [anchor.turns.at(-1)?.text, zeroShot, oneShot]), [["a2", -2.5, -1.5], ["a1", -2.5, -3], ["a3", -2.5, -3]]);
            assert.deepEqual(kept.gains(keys[3] ?? "").map(({anchor}) => anchor.turns.at(-1)?.text), ["a2", "a3"]);
            assert.deepEqual(kept.gains("unknown"), []);
        });
    });
});

describe("kept scores that were opened before the run measured anything", () => {
    const folder = temporaryFolder();

    it("know afterwards what every example did to the anchors", async () => {
        await withOpen(folder(), async (opened) => {
            const early = new KeptScores({file: "/data.jsonl", modelFile: "m.gguf", modelFingerprint: "fingerprint", protocol: protocolFor("paper", 2048), anchorSource: "random:3", seed: 0, anchors}, opened);
            assert.deepEqual(early.gains(keys[0] ?? ""), []);
            await scored(opened);
            assert.equal(early.gains(keys[0] ?? "").length, anchors.length);
        });
    });
});

describe("the run whose scores are shown", () => {
    const folder = temporaryFolder();

    it("is one of the wanted settings, else the last of the file, else one that knows the content", async () => {
        await withOpen(folder(), async (opened) => {
            await scored(opened, {seed: 0});
            await scored(opened, {modelFingerprint: "other"}); // same file, other model, later
            await scored(opened, {file: "/elsewhere.jsonl"});
        });
        withStore(folder(), (opened) => {
            const pick = (file: string, of: readonly string[], want?: Partial<WantedRun>): (string | undefined)[] => {
                const run = findRun(opened, file, of, want === undefined ? undefined : {...wanted, ...want});
                return [run?.file, run?.modelFingerprint];
            };
            assert.deepEqual(pick("/data.jsonl", keys, {}), ["/data.jsonl", "fingerprint"]);
            assert.deepEqual(pick("/data.jsonl", keys, {seed: 5}), ["/data.jsonl", "other"]);
            assert.deepEqual(pick("/data.jsonl", keys), ["/data.jsonl", "other"]);
            assert.deepEqual(pick("/renamed.jsonl", keys, {}), ["/elsewhere.jsonl", "fingerprint"]);
            assert.deepEqual(pick("/renamed.jsonl", [...keys, "x", "y", "z", "u", "v"], {}), [undefined, undefined]);
            assert.deepEqual(pick("/renamed.jsonl", [], {}), [undefined, undefined]);
        });
    });

    it("is kept once however often it is repeated, and differs by name in what the settings changed", async () => {
        await withOpen(folder(), async (opened) => {
            await scored(opened);
            await scored(opened);
        });
        withStore(folder(), (opened) => {
            const run = onlyRun(opened);
            assert.deepEqual(differences(run, wanted), []);
            assert.deepEqual(differences(run, {modelFingerprint: "x", protocol: "reference", anchorSource: "kmeans:3", seed: 1}), ["model", "protocol", "anchors", "seed"]);
        });
    });
});

/** As `withStore`, until a promise is settled. */
async function withOpen<Result>(folder: string, use: (store: SqliteStore) => Promise<Result>): Promise<Result> {
    const store = new SqliteStore(folder, (message) => {
        throw new Error(`an unexpected notice: ${message}`);
    });
    try {
        return await use(store);
    } finally {
        store.close();
    }
}
