import type {EngineInfo} from "../../../src/core/measurement.js";
import {protocolFor} from "../../../src/core/protocol.js";
import {buildMeta, type RunFacts, type RunMeta} from "../../../src/session/runMeta.js";
import {FakeEngine, model} from "./fakeEngine.js";

/** What a run of a small dataset knows of itself. */
export async function factsOf(changes: Partial<RunFacts> = {}): Promise<RunFacts> {
    const engine: EngineInfo = await new FakeEngine().load();
    return {
        dataset: {path: "/somewhere/data.jsonl", container: "jsonl", examples: [], problems: [], sha256: "5".repeat(64), compressed: false},
        columns: undefined, rows: [], engine, fromStore: 0, compared: {measuredBy: [], noise: 0.002, comparisons: 200, nearTies: 3}, model: {...model, file: "model.gguf", fingerprint: "f".repeat(32)},
        protocol: protocolFor("paper", 2048), anchors: {source: "random:100", count: 100, hash: "a".repeat(32), draw: null, leftOut: []},
        seed: 0, limit: null, shard: null, tokensEvaluated: 1234, seconds: 5.5, versions: {goldpan: "0.1.0"}, ...changes
    };
}

export async function metaOf(changes: Partial<RunFacts> = {}): Promise<RunMeta> {
    return buildMeta(await factsOf(changes));
}
