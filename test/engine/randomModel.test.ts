import assert from "node:assert/strict";
import {mkdtemp, readFile, readdir, rm} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {getLlama, LlamaLogLevel, type Llama, type LlamaModel, type Token} from "node-llama-cpp";
import {writeRandomModel, type RandomModelOptions} from "../../tools/random-model/randomModel.js";

const texts = [
    "Write a short story about the sun, then explain what it's for.",
    "one line\nand another\n\n\tindented",
    "  two  spaces and a trailing one ",
    "Ünïcödé, 漢字, مرحبا and 😀",
    "a <s> and a </s> and an <|endoftext|> that are only text"
];

describe("writeRandomModel", () => {
    let folder: string;
    let llama: Llama;

    before(async () => {
        folder = await mkdtemp(path.join(os.tmpdir(), "random-model-"));
        llama = await getLlama({build: "never", skipDownload: true, gpu: false, logLevel: LlamaLogLevel.error});
    });

    after(async () => {
        await llama.dispose();
        await rm(folder, {recursive: true, force: true});
    });

    async function write(name: string, options?: RandomModelOptions): Promise<string> {
        const file = path.join(folder, name);
        await writeRandomModel(file, options);
        return file;
    }

    async function withModel<Result>(options: RandomModelOptions, use: (model: LlamaModel) => Result | Promise<Result>): Promise<Result> {
        const model = await llama.loadModel({modelPath: await write("loaded.gguf", options), gpuLayers: 0});
        try {
            return await use(model);
        } finally {
            await model.dispose();
        }
    }

    it("gives the same bytes for the same options and other bytes for another seed", async () => {
        const first = await readFile(await write("first.gguf"));
        const second = await readFile(await write("second.gguf", {seed: 1}));
        const other = await readFile(await write("other.gguf", {seed: 2}));
        assert.ok(first.equals(second));
        assert.ok(!first.equals(other));
    });

    it("is well under 1 MB by default, counts what it wrote and leaves no temporary file", async () => {
        const own = await mkdtemp(path.join(folder, "own-"));
        const {parameters, bytes} = await writeRandomModel(path.join(own, "model.gguf"));
        assert.equal((await readFile(path.join(own, "model.gguf"))).length, bytes);
        assert.ok(bytes < 800_000, `${bytes} bytes`);
        // Two matrices of the vocabulary; per layer query, output, key, value, three of the feed-forward network and two norms.
        assert.equal(parameters, 2 * 512 * 64 + 2 * (2 * 64 * 64 + 2 * 64 * 32 + 3 * 64 * 128 + 2 * 64) + 64);
        assert.deepEqual(await readdir(own), ["model.gguf"]);
    });

    it("refuses options that make no model, in one sentence and without writing", async () => {
        const refused: readonly [RandomModelOptions, RegExp][] = [
            [{type: "Q8_0", width: 48}, /^Q8_0 stores blocks of 32 numbers.*\.$/],
            [{type: "Q8_0", feedForward: 100}, /^Q8_0 stores blocks of 32 numbers.*\.$/],
            [{vocabularySize: 299}, /^vocabularySize must be an integer of at least 300, not 299\.$/],
            [{heads: 3}, /^width must be a multiple of twice the number of heads \(6\), not 64\.$/],
            [{architecture: "jamba", layers: 1}, /^jamba has layers of two kinds, so layers must be at least 2, not 1\.$/],
            [{kvHeads: 3}, /^kvHeads must be a divisor of the number of heads \(4\), not 3\.$/],
            [{layers: 0.5}, /^layers must be/],
            [{seed: 2 ** 32}, /^seed must be a 32-bit integer/]
        ];
        for (const [options, message] of refused)
            await assert.rejects(writeRandomModel(path.join(folder, "refused.gguf"), options), {message});
        assert.ok(!(await readdir(folder)).some((name) => name.startsWith("refused")));
    });

    for (const tokenizer of ["spm", "bpe"] as const)
        for (const vocabularySize of [300, 512, 3000])
            it(`tokenises without loss: ${tokenizer}, ${vocabularySize} tokens`, () => withModel({tokenizer, vocabularySize}, (model) => {
                assert.equal(model.tokens.bos, tokenizer === "spm" ? 1 : null);
                assert.equal(model.tokens.shouldPrependBosToken, tokenizer === "spm");
                assert.equal(model.tokens.eos, tokenizer === "spm" ? 2 : vocabularySize - 1);
                assert.equal([...model.iterateAllTokens()].length, vocabularySize);
                for (const text of texts)
                    assert.equal(model.detokenize(model.tokenize(text)), text);
            }));

    it("reaches every piece of the vocabulary from its text", async () => {
        for (const tokenizer of ["spm", "bpe"] as const)
            await withModel({tokenizer, vocabularySize: 3000}, (model) => {
                // SentencePiece puts a space before the text and detokenising removes it; after a line break a piece stands alone.
                const before = model.tokenize("\n");
                let reached = 0;
                for (const token of model.iterateAllTokens()) {
                    const text = model.detokenize([...before, token]);
                    const tokens = model.tokenize(text);
                    if (tokens.at(-1) === token && tokens.length <= before.length + 1)
                        reached++;
                    else // A byte that is no text alone, or that has a character of its own too; and specials, which print nothing.
                        assert.ok(text.length <= 2, `${tokenizer}: ${JSON.stringify(text)}`);
                }
                assert.ok(reached > 2700, `${tokenizer}: ${reached} of 3000`);
            });
    });

    const kinds: readonly RandomModelOptions[] = [
        {}, {tokenizer: "bpe"}, {layers: 8, vocabularySize: 2000}, {architecture: "gemma2"}, {architecture: "gemma2", layers: 8},
        {architecture: "mamba"}, {architecture: "mamba", layers: 8}, {architecture: "jamba"}, {architecture: "jamba", layers: 8}
    ];

    for (const options of kinds)
        it(`predicts neither flatly nor with certainty: ${JSON.stringify(options)}`, () => withModel(options, async (model) => {
            for (const logs of await predictions(model, texts)) {
                const most = Math.log(logs.length);
                const nats = entropy(logs);
                assert.ok(nats > 0.3 * most && nats < 0.95 * most, `entropy ${nats} of at most ${most} nats`);
            }
        }));

    for (const options of kinds)
        it(`predicts by tokens far before the last: ${JSON.stringify(options)}`, () => withModel(options, async (model) => {
            const rest = " and the answer is one of the words in this long sentence";
            const [first = [], second = []] = await predictions(model, [`Red${rest}`, `Two small plants${rest}`]);
            const distance = totalVariation(first, second);
            assert.ok(distance > 0.05 && distance < 0.9, `total variation ${distance}`);
        }));

    it("predicts by what a window leaves to be seen", async () => {
        const logs: number[][] = [];
        for (const slidingWindow of [4, 64])
            logs.push(...await withModel({architecture: "gemma2", slidingWindow}, (model) => predictions(model, texts.slice(0, 1))));
        const [narrow = [], wide = []] = logs;
        assert.equal(narrow.length, 512);
        assert.ok(totalVariation(narrow, wide) > 0.05);
    });

    for (const architecture of ["llama", "gemma2", "mamba", "jamba"] as const)
        it(`predicts nearly the same with every type of storage: ${architecture}`, async () => {
            const logs: number[][] = [];
            for (const type of ["F32", "F16", "Q8_0"] as const)
                logs.push(...await withModel({architecture, type}, (model) => predictions(model, texts.slice(0, 1))));
            const [full = [], half = [], eight = []] = logs;
            assert.equal(full.length, 512);
            assert.ok(totalVariation(full, half) < 0.01);
            assert.ok(totalVariation(full, eight) < 0.1);
        });
});

/** The log-probability of every token to follow each text, in the order of the vocabulary. */
async function predictions(model: LlamaModel, texts: readonly string[]): Promise<number[][]> {
    const context = await model.createContext({contextSize: 256, threads: 1});
    const sequence = context.getSequence();
    const results: number[][] = [];
    for (const text of texts) {
        await sequence.clearHistory();
        const tokens: Token[] = model.tokenize(text);
        if (model.tokens.bos !== null)
            tokens.unshift(model.tokens.bos);
        const last = tokens.pop();
        assert.ok(last !== undefined);
        const output = await sequence.controlledEvaluate([...tokens, [last, {generateNext: {logits: true}}]]);
        const logits = output.at(-1)?.next.logits;
        assert.ok(logits !== undefined);
        results.push(logSoftmax([...logits.entries()].sort(([one], [other]) => one - other).map(([, logit]) => logit)));
    }
    await context.dispose();
    return results;
}

function logSoftmax(logits: readonly number[]): number[] {
    assert.ok(logits.every((logit) => Number.isFinite(logit)));
    const largest = Math.max(...logits);
    const total = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    return logits.map((logit) => logit - total);
}

/** In nats. */
function entropy(logs: readonly number[]): number {
    return -logs.reduce((sum, log) => sum + Math.exp(log) * log, 0);
}

/** Half the sum of absolute differences of the probabilities: 0 for equal distributions, 1 for disjoint ones. */
function totalVariation(one: readonly number[], other: readonly number[]): number {
    return one.reduce((sum, log, index) => sum + Math.abs(Math.exp(log) - Math.exp(other[index] ?? -Infinity)), 0) / 2;
}
