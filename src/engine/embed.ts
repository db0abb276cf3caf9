import {UserError} from "../core/errors.js";
import {layOutEmbedding} from "../core/embedding.js";
import type {Tokenize} from "../core/layout.js";
import type {EmbedTask} from "../core/measurement.js";
import type {Embedder} from "./evaluator.js";
import type {EngineEvent} from "./protocol.js";

export interface EmbeddingEngine {
    /** Null where the hidden states cannot be had. */
    readonly embedder: Embedder | null;
    readonly tokenize: Tokenize;
    /** Null for models without one. */
    readonly bos: number | null;
    /** For an estimate of the time; null where nothing is known. */
    readonly tokensPerSecond: number | null;
}

/**
 * Runs one request: embeds the examples in their order and reports each as soon as it is there. One that cannot be embedded is
 * reported with the reason.
 * @throws UserError where no example can be, and the signal's reason when aborted
 */
export async function embed(task: EmbedTask, {embedder, tokenize, bos, tokensPerSecond}: EmbeddingEngine, report: (event: EngineEvent) => void, signal: AbortSignal): Promise<void> {
    if (embedder === null)
        throw new UserError("K-means anchors need the model's hidden states, and this model or engine gives none here.", "other-anchors");
    if (tokensPerSecond !== null && task.examples.length > 0) {
        const tokens = estimateTokens(task, tokenize);
        report({type: "estimate", tokens, seconds: tokens / tokensPerSecond});
    }
    for (const {key, text} of task.examples) {
        signal.throwIfAborted();
        report({type: "started", key, pass: "embedding"});
        const tokens = layOutEmbedding(text, task.longest, bos, tokenize);
        if (tokens === null) {
            report({type: "embedded", key, embedding: {kind: "refused", reason: "too-long"}});
            continue;
        }
        const vector = await embedder.embed(tokens, (amount) => {
            report({type: "step", tokens: amount});
        }, signal);
        report({type: "embedded", key, embedding: vector.every(Number.isFinite) ? {kind: "embedded", vector} : {kind: "refused", reason: "not-finite"}});
    }
}

const sampledExamples = 32;

/** From a sample, as it is not worth tokenising all of them twice. */
function estimateTokens({examples, longest}: EmbedTask, tokenize: Tokenize): number {
    const every = Math.ceil(examples.length / sampledExamples);
    const sample = examples.filter((_, i) => i % every === 0);
    const tokens = sample.reduce((sum, {text}) => sum + (layOutEmbedding(text, longest, null, tokenize)?.length ?? 0), 0);
    return Math.max(1, Math.round(tokens / sample.length * examples.length));
}
