import {embeddingKey, longestEmbedded, type Embedding} from "../core/embedding.js";
import type {Example} from "../core/example.js";
import type {EmbedResult, EngineInfo, Scope} from "../core/measurement.js";
import {exampleText} from "../core/prompt.js";
import {crashNote, deservesAnotherTry} from "./crashNotes.js";
import type {Engine, Store} from "./interfaces.js";

/** The scorer model: its file's fingerprint, and what runs it. */
export interface Scorer {
    readonly modelFingerprint: string;
    readonly engine: Engine;
    /** See `ScoreRun`. */
    readonly circumstances?: string;
}

export interface EmbedRun extends Scorer {
    /** Each content once. */
    readonly examples: readonly Pick<Example, "key" | "turns">[];
    readonly store: Store;
    /** Embed everything again, whatever the store holds. */
    readonly fresh: boolean;
    readonly signal: AbortSignal;
}

export type EmbedEvent =
    | {readonly kind: "engine"; readonly info: EngineInfo}
    | {readonly kind: "begin"; readonly total: number}
    | {readonly kind: "embedded"; readonly amount: number; readonly fromStore: boolean}
    | Extract<EmbedResult, {kind: "progress" | "restarted" | "estimate"}>
    /** The last one, unless the signal was aborted before. */
    | {readonly kind: "embeddings"; readonly embeddings: ReadonlyMap<string, Embedding>};

const lookUpBatch = 1000;

/**
 * Embeds examples: what the store has at once, the rest through the engine. Everything the engine computed is in the store
 * before it is yielded. Ends early, without an error, when `signal` is aborted.
 * @throws UserError where this model or engine cannot embed
 */
export async function* embedExamples({examples, modelFingerprint, engine, circumstances = "", store, fresh, signal}: EmbedRun): AsyncGenerator<EmbedEvent> {
    let info = store.modelInfo(modelFingerprint);
    let loaded: EngineInfo | undefined;
    if (info === undefined) {
        if (signal.aborted)
            return;
        loaded = await engine.load();
        info = loaded.model;
        store.saveModelInfo(modelFingerprint, info);
        yield {kind: "engine", info: loaded};
    }
    const longest = longestEmbedded(info.trainedContext);
    const scope: Scope = {modelFingerprint, protocol: embeddingKey(longest)};
    yield {kind: "begin", total: examples.length};

    const embeddings = new Map<string, Embedding>();
    for (let start = 0; start < examples.length && !fresh; start += lookUpBatch) {
        const stored = store.embeddings(scope, examples.slice(start, start + lookUpBatch).map(({key}) => key));
        const crashed = [...stored].flatMap(([key, embedding]) => embedding.kind === "refused" && embedding.reason === "engine-crash" ? [key] : []);
        const notes = store.crashes(scope, crashed);
        for (const key of crashed)
            if (deservesAnotherTry(notes.get(key), circumstances, loaded))
                stored.delete(key);
        for (const [key, embedding] of stored)
            embeddings.set(key, embedding);
        if (stored.size > 0)
            yield {kind: "embedded", amount: stored.size, fromStore: true};
    }
    const missing = examples.filter(({key}) => !embeddings.has(key));
    if (signal.aborted)
        return;
    if (missing.length > 0) {
        if (loaded === undefined) {
            loaded = await engine.load();
            yield {kind: "engine", info: loaded};
        }
        const note = crashNote(circumstances, loaded);
        const task = {longest, examples: missing.map(({key, turns}) => ({key, text: exampleText(turns)}))};
        for await (const results of engine.embed(task, signal)) {
            const found = new Map(results.flatMap((result) => result.kind === "embedding" ? [[result.key, result.embedding] as const] : []));
            if (found.size > 0)
                store.saveEmbeddings(scope, found, note);
            for (const [key, embedding] of found)
                embeddings.set(key, embedding);
            for (const result of results)
                if (result.kind === "loaded")
                    yield {kind: "engine", info: result.info};
                else if (result.kind !== "embedding")
                    yield result;
            if (found.size > 0)
                yield {kind: "embedded", amount: found.size, fromStore: false};
        }
    }
    if (embeddings.size >= examples.length) // else it was stopped
        yield {kind: "embeddings", embeddings};
}
