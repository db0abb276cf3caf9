import type {TokenBatch} from "./tokenBatch.js";

/** A model with a memory of what it has decoded. */
export interface Decoder {
    readonly vocabularySize: number;
    /** Made for this decoder's limits. */
    readonly batch: TokenBatch;
    /** Tokens a batch holds; fixed, because another split gives other last digits. */
    readonly batchTokens: number;
    /** Tokens a batch should hold at least; fewer take a path of the libraries that rounds more. */
    readonly leastTokens: number;
    /** Sequences besides the prefix's. */
    readonly sequences: number;
    /** Forgets everything. */
    clear(): void;
    /** Forgets what stands at `position` and behind it in every sequence. */
    cut(position: number): void;
    /** Decodes what is in `batch`. @throws Error when llama.cpp cannot */
    decode(): Promise<void>;
    /** Copies rows of logits of the last batch, [rows, vocabularySize], to the beginning of `target`. */
    copyLogits(target: Float32Array, firstRow: number, rows: number): void;
    free(): void;
}

/** The same, where the hidden states can be had as well. */
export interface EmbeddingDecoder extends Pick<Decoder, "batch" | "batchTokens" | "leastTokens" | "clear" | "decode"> {
    /** Numbers in a hidden state. */
    readonly embeddingSize: number;
    /** Whether the decodes that follow give hidden states; every token must have an output then. */
    wantEmbeddings(wanted: boolean): void;
    /** Copies the last batch's first hidden states, [rows, embeddingSize], to the beginning of `target`. */
    copyEmbeddings(target: Float32Array, rows: number): void;
}
