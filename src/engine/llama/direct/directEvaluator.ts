import type {Continuation, Evaluator} from "../../evaluator.js";
import type {Decoder} from "./decoder.js";
import {planBatches, type Piece, type PlannedBatch} from "./packing.js";
import type {RowScorer} from "./rowScorer.js";

/**
 * Evaluates through llama.cpp's C interface: many continuations in one batch on the memory of one prefix, logits only where a
 * token is scored. A batch holds continuations of one prefix only, so numbers do not depend on what else runs.
 */
export class DirectEvaluator implements Evaluator {
    /** Of each row of the batch in hand: which continuation's sum it belongs to. */
    private rowOwners: Int32Array;
    /** The same of the batch before it, which may still be scored. */
    private earlierOwners: Int32Array;
    private readonly rowTargets: Int32Array;
    /** With room for a whole batch, it is copied at once and scored while the next is decoded. */
    private readonly overlaps: boolean;

    /** @param beforeEach called when nothing is being decoded, before each prefix */
    public constructor(private readonly decoder: Decoder, private readonly scorer: RowScorer, private readonly beforeEach: () => Promise<void> = () => Promise.resolve()) {
        this.rowOwners = new Int32Array(decoder.batchTokens);
        this.earlierOwners = new Int32Array(decoder.batchTokens);
        this.rowTargets = new Int32Array(decoder.batchTokens);
        this.overlaps = scorer.targets.length >= decoder.batchTokens;
    }

    public async evaluate(prefix: readonly number[], continuations: readonly Continuation[], onStep: (tokens: number) => void, signal: AbortSignal): Promise<number[]> {
        const sums = continuations.map(() => 0);
        // Nothing follows the last token, so it is scored but never decoded.
        const lengths = continuations.map(({tokens, scoredFrom}) => scoredFrom < tokens.length ? tokens.length - 1 : 0);
        const plan = planBatches(prefix.length, lengths, {tokens: this.decoder.batchTokens, sequences: this.decoder.sequences - 1});
        await this.beforeEach();
        this.decoder.clear();
        let scoreEarlier = (): void => undefined;
        for (const planned of plan.batches) {
            signal.throwIfAborted();
            const tokens = this.fill(planned, prefix, continuations, plan.sequences);
            const decoding = this.decoder.decode();
            try {
                scoreEarlier();
            } finally {
                await decoding; // nothing may be touched before
            }
            scoreEarlier = this.overlaps ? this.takeAll(sums) : this.scoreInParts(sums);
            onStep(tokens);
        }
        scoreEarlier();
        return sums;
    }

    public async dispose(): Promise<void> {
        await this.scorer.dispose();
        this.decoder.free();
    }

    /** Returns the number of tokens that count: the padding does not. */
    private fill({pieces, cut}: PlannedBatch, prefix: readonly number[], continuations: readonly Continuation[], sequences: number): number {
        const {decoder: {batch}} = this;
        if (cut)
            this.decoder.cut(prefix.length);
        batch.clear();
        const all = sequences + 2; // that of the prefix, those of the continuations, that of the padding
        for (const piece of pieces)
            if (piece.continuation === null)
                for (let i = piece.from; i < piece.to; i++)
                    batch.add(prefix[i] ?? 0, i, 0, all, false);
            else
                this.addContinuation(piece, prefix.length, continuations[piece.continuation], piece.continuation);
        const tokens = batch.length;
        for (let i = 0; batch.length < this.decoder.leastTokens; i++)
            batch.add(0, prefix.length + i, sequences + 1, 1, false);
        return tokens;
    }

    private addContinuation({sequence, from, to}: Piece, prefixLength: number, continuation: Continuation | undefined, owner: number): void {
        const {tokens, scoredFrom} = continuation ?? {tokens: [], scoredFrom: 0};
        const {decoder: {batch}, rowOwners, rowTargets} = this;
        for (let i = from; i < to; i++) {
            const output = i + 1 >= scoredFrom;
            if (output) {
                rowOwners[batch.outputs] = owner;
                rowTargets[batch.outputs] = tokens[i + 1] ?? 0;
            }
            batch.add(tokens[i] ?? 0, prefixLength + i, sequence, 1, output);
        }
    }

    /** As many rows at a time as the scorer has room for: a buffer that stays in the processor's cache. */
    private scoreInParts(sums: number[]): () => void {
        const {decoder: {batch: {outputs}}, scorer} = this;
        for (let first = 0; first < outputs; first += scorer.targets.length)
            this.score(first, this.take(first, Math.min(scorer.targets.length, outputs - first)), this.rowOwners, sums);
        return () => undefined;
    }

    /** Copies the whole batch and returns what scores it. */
    private takeAll(sums: number[]): () => void {
        const rows = this.take(0, this.decoder.batch.outputs), owners = this.rowOwners;
        this.rowOwners = this.earlierOwners;
        this.earlierOwners = owners;
        return () => {
            this.score(0, rows, owners, sums);
        };
    }

    private take(first: number, rows: number): number {
        const {decoder, scorer, rowTargets} = this;
        if (rows > 0)
            decoder.copyLogits(scorer.rows, first, rows);
        scorer.targets.set(rowTargets.subarray(first, first + rows));
        return rows;
    }

    private score(first: number, rows: number, owners: Int32Array, sums: number[]): void {
        const scores = this.scorer.score(rows);
        for (let row = 0; row < rows; row++) {
            const owner = owners[first + row] ?? 0;
            sums[owner] = (sums[owner] ?? 0) + (scores[row] ?? Number.NaN);
        }
    }
}
