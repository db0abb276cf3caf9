import assert from "node:assert/strict";
import type {Continuation} from "../../../src/engine/evaluator.js";
import type {Decoder} from "../../../src/engine/llama/direct/decoder.js";
import {DirectEvaluator} from "../../../src/engine/llama/direct/directEvaluator.js";
import {RowScorer} from "../../../src/engine/llama/direct/rowScorer.js";
import {TokenBatch} from "../../../src/engine/llama/direct/tokenBatch.js";

const vocabularySize = 50;
const never = new AbortController().signal;

/**
 * A model whose next token depends on all tokens that it can see: logits are made from a hash of them. It keeps sequences as
 * llama.cpp does and complains of what llama.cpp would refuse.
 */
class ToyDecoder implements Decoder {
    public readonly vocabularySize = vocabularySize;
    public readonly batch: TokenBatch;
    public readonly sequences: number;
    public decodes = 0;
    public readonly sizes: number[] = [];
    private readonly memory: number[][];
    private logits: number[][] = [];

    public constructor(public readonly batchTokens: number, public readonly leastTokens = 1, sequences = 6) {
        this.sequences = sequences - 1;
        this.batch = new TokenBatch({address: () => 0n}, batchTokens, sequences);
        this.memory = Array.from({length: sequences}, () => []);
    }

    public clear(): void {
        for (const sequence of this.memory)
            sequence.length = 0;
    }

    public cut(position: number): void {
        for (const sequence of this.memory)
            sequence.length = Math.min(sequence.length, position);
    }

    public decode(): Promise<void> {
        this.decodes++;
        this.sizes.push(this.batch.length);
        this.logits = [];
        for (const [token, position, first, count, output] of this.batch.rows()) {
            for (let sequence = first; sequence < first + count; sequence++) {
                assert.equal(this.memory[sequence]?.length, position, "positions of a sequence follow each other");
                this.memory[sequence]?.push(token);
            }
            if (output === 1)
                this.logits.push(logitsAfter(this.memory[first] ?? []));
        }
        return Promise.resolve();
    }

    public copyLogits(target: Float32Array, firstRow: number, rows: number): void {
        target.set(this.logits.slice(firstRow, firstRow + rows).flat());
    }

    public free(): void {
        this.clear();
    }
}

function logitsAfter(tokens: readonly number[]): number[] {
    const hash = tokens.reduce((value, token, i) => (value * 31 + token * (i + 7)) % 1009, 17);
    return Array.from({length: vocabularySize}, (_, i) => Math.sin(hash + i) * 3);
}

function expected(prefix: readonly number[], {tokens, scoredFrom}: Continuation): number {
    let sum = 0;
    for (let i = scoredFrom; i < tokens.length; i++) {
        const logits = logitsAfter([...prefix, ...tokens.slice(0, i)]).map(Math.fround);
        sum += (logits[tokens[i] ?? 0] ?? NaN) - Math.log(logits.reduce((total, logit) => total + Math.exp(logit), 0));
    }
    return sum;
}

const sequence = (length: number, salt: number): number[] => Array.from({length}, (_, i) => (i * 7 + salt * 13) % vocabularySize);
const continuations: readonly Continuation[] = [
    {tokens: sequence(6, 1), scoredFrom: 2}, {tokens: sequence(30, 2), scoredFrom: 5}, {tokens: sequence(2, 3), scoredFrom: 1},
    {tokens: sequence(9, 4), scoredFrom: 9}, {tokens: sequence(12, 5), scoredFrom: 1}, {tokens: sequence(12, 6), scoredFrom: 11}, {tokens: sequence(3, 7), scoredFrom: 2}
];

async function evaluate(decoder: Decoder, prefix: readonly number[], wanted: readonly Continuation[] = continuations, signal = never, capacity = 3): Promise<number[]> {
    const evaluator = new DirectEvaluator(decoder, new RowScorer(vocabularySize, capacity));
    return evaluator.evaluate(prefix, wanted, () => undefined, signal);
}

describe("DirectEvaluator", () => {
    for (const prefixLength of [0, 1, 10, 15, 16, 40])
        for (const [batchTokens, least, capacity] of [[16, 1, 3], [16, 8, 16], [64, 64, 3], [64, 64, 64], [1000, 64, 3]] as const)
            it(`sums log-probabilities as one by one: a prefix of ${prefixLength}, batches of ${least} to ${batchTokens}, room for ${capacity} rows`, async () => {
                const prefix = sequence(prefixLength, 9);
                const sums = await evaluate(new ToyDecoder(batchTokens, least), prefix, continuations, never, capacity);
                for (const [i, continuation] of continuations.entries())
                    assert.ok(Math.abs((sums[i] ?? NaN) - expected(prefix, continuation)) < 1e-4, `${i}: ${String(sums[i])} for ${expected(prefix, continuation)}`);
            });

    it("begins afresh with every prefix", async () => {
        const decoder = new ToyDecoder(32);
        const evaluator = new DirectEvaluator(decoder, new RowScorer(vocabularySize, 4));
        const first = await evaluator.evaluate([1, 2], continuations, () => undefined, never);
        await evaluator.evaluate([3], continuations, () => undefined, never);
        assert.deepEqual(await evaluator.evaluate([1, 2], continuations, () => undefined, never), first);
    });

    it("decodes nothing where nothing is scored", async () => {
        const decoder = new ToyDecoder(32);
        assert.deepEqual(await evaluate(decoder, [1], [{tokens: [1, 2], scoredFrom: 2}]), [0]);
        assert.equal(decoder.decodes, 0);
    });

    it("fills batches up to the least size and does not count what only fills", async () => {
        const decoder = new ToyDecoder(32, 20);
        const evaluator = new DirectEvaluator(decoder, new RowScorer(vocabularySize, 4));
        let steps = 0;
        await evaluator.evaluate([1, 2], [{tokens: [1, 2, 3], scoredFrom: 1}], (tokens) => {
            steps += tokens;
        }, never);
        assert.deepEqual({sizes: decoder.sizes, steps}, {sizes: [20], steps: 4});
    });

    it("stops before the next batch when it is asked to", async () => {
        const controller = new AbortController();
        const decoder = new ToyDecoder(16);
        const evaluator = new DirectEvaluator(decoder, new RowScorer(vocabularySize, 4));
        await assert.rejects(evaluator.evaluate([1], continuations, () => {
            controller.abort(new Error("enough"));
        }, controller.signal), /enough/);
        assert.equal(decoder.decodes, 1);
    });

    it("scores a batch while the next is decoded, where there is room for it", async () => {
        const order: string[] = [];
        const decoder = new ToyDecoder(16), scorer = new RowScorer(vocabularySize, 16);
        const decode = decoder.decode.bind(decoder), score = scorer.score.bind(scorer);
        decoder.decode = async () => {
            order.push("decode");
            await decode();
            await new Promise(setImmediate);
            order.push("decoded");
        };
        scorer.score = (count) => {
            order.push("score");
            return score(count);
        };
        await new DirectEvaluator(decoder, scorer).evaluate([1], continuations, () => undefined, never);
        const beforeDecoded = order.join(" ").split("decoded").slice(1, -1);
        assert.ok(beforeDecoded.length > 2 && beforeDecoded.every((part) => part.trim() === "decode score"), order.join(" "));
    });

    it("says nothing is a number when the model computes none", async () => {
        const decoder = new ToyDecoder(64);
        decoder.copyLogits = (target) => target.fill(NaN);
        assert.ok((await evaluate(decoder, [1])).slice(0, 3).every(Number.isNaN));
    });
});
