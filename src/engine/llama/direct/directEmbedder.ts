import type {Embedder} from "../../evaluator.js";
import type {EmbeddingDecoder} from "./decoder.js";

const textSequence = 0, paddingSequence = 1;

/**
 * Embeds through llama.cpp's C interface, on the context that scores. One text at a time: with others beside it in a batch its
 * last digits would change with them, and k-means turns a last digit into another anchor.
 */
export class DirectEmbedder implements Embedder {
    private readonly states: Float32Array;

    /** @param beforeEach called when nothing is being decoded, before each text */
    public constructor(private readonly decoder: EmbeddingDecoder, private readonly beforeEach: () => Promise<void> = () => Promise.resolve()) {
        this.states = new Float32Array(decoder.batchTokens * decoder.embeddingSize);
    }

    public async embed(tokens: readonly number[], onStep: (tokens: number) => void, signal: AbortSignal): Promise<Float32Array> {
        const {decoder, decoder: {embeddingSize, batchTokens}} = this;
        const sums = new Float64Array(embeddingSize);
        await this.beforeEach();
        decoder.clear();
        decoder.wantEmbeddings(true);
        try {
            for (let from = 0; from < tokens.length; from += batchTokens) {
                signal.throwIfAborted();
                const length = Math.min(batchTokens, tokens.length - from);
                this.fill(tokens, from, length);
                await decoder.decode();
                decoder.copyEmbeddings(this.states, length);
                for (let i = 0; i < length * embeddingSize; i++)
                    sums[i % embeddingSize] = (sums[i % embeddingSize] ?? 0) + (this.states[i] ?? 0);
                onStep(length);
            }
        } finally {
            decoder.wantEmbeddings(false);
        }
        return Float32Array.from(sums, (sum) => sum / tokens.length);
    }

    /** Padded, for short batches take a path of the libraries that rounds more. */
    private fill(tokens: readonly number[], from: number, length: number): void {
        const {decoder: {batch, leastTokens}} = this;
        batch.clear();
        for (let i = from; i < from + length; i++)
            batch.add(tokens[i] ?? 0, i, textSequence, 1, true);
        for (let i = 0; batch.length < leastTokens; i++)
            batch.add(0, i, paddingSequence, 1, true);
    }
}
