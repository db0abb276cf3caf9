import {hashText} from "./contentKey.js";
import {firstTokens, type Tokenize} from "./layout.js";
import {protocolFor} from "./protocol.js";

/** Why an example has no embedding: longer than half the context, or the model or its process failed on it. */
export type EmbeddingRefusal = "too-long" | "not-finite" | "engine-crash";

/** What the scorer model makes of an example's whole text: the mean over its tokens of the last hidden state, or why there is none. */
export type Embedding = {readonly kind: "embedded"; readonly vector: Float32Array} | {readonly kind: "refused"; readonly reason: EmbeddingRefusal};

/** Longer texts, in tokens without BOS, could be no anchor: half of the context, in every protocol. */
export function longestEmbedded(trainedContext: number): number {
    return protocolFor("paper", trainedContext).halfContext;
}

/** Identifies everything but model and text that decides an embedding. */
export function embeddingKey(longest: number): string {
    return hashText(JSON.stringify(["embedding", 1, "Instruction-Input-Response", "BOS where the model puts one", "mean over tokens of the last hidden state, after the final norm", longest]));
}

/** BOS (if the model has one) and the whole text; null for a text of more than `longest` tokens. */
export function layOutEmbedding(text: string, longest: number, bos: number | null, tokenize: Tokenize): readonly number[] | null {
    const tokens = firstTokens(text, longest, tokenize);
    return tokens.length > longest ? null : [...bos === null ? [] : [bos], ...tokens];
}
