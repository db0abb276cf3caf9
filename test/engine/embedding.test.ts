import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {getLlama, LlamaLogLevel, type Token} from "node-llama-cpp";
import type {Embedding} from "../../src/core/embedding.js";
import type {EmbedTask} from "../../src/core/measurement.js";
import type {EvaluatorChoice} from "../../src/engine/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {collect, distFile, inTemporaryFolder, stubOptions, stubTask} from "./support.js";
import type {StubBehaviour} from "./stubWorker.js";

const never = new AbortController().signal;

function taskOf(texts: readonly string[], longest: number): EmbedTask {
    return {longest, examples: texts.map((text, i) => ({key: `e${i}`, text}))};
}

for (const tokenizer of ["spm", "bpe"] as const)
    describe(`embedding with a real (random) model, ${tokenizer}`, () => {
        let folder: string;
        let modelPath: string;

        before(async () => {
            folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
            modelPath = path.join(folder, "random.gguf");
            await writeRandomModel(modelPath, {seed: 5, vocabularySize: 1000, contextLength: 2048, tokenizer});
        });

        after(() => {
            rmSync(folder, {recursive: true, force: true});
        });

        async function embedded(task: EmbedTask, evaluator: EvaluatorChoice = "auto"): Promise<Map<string, Embedding>> {
            const engine = new SupervisedEngine({workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator}});
            try {
                await engine.load();
                const results = await collect(engine.embed(task, never));
                return new Map(results.flatMap((result) => result.kind === "embedding" ? [[result.key, result.embedding] as const] : []));
            } finally {
                await engine.close();
            }
        }

        /**
         * Last hidden states as node-llama-cpp's embedding context computes them: that gives the last token's, and a token's state
         * does not change with what stands behind it, so those of the tokens from `from` on are the last ones of the beginnings of the text.
         */
        async function states(text: string, from: (tokenize: (text: string) => readonly Token[]) => number): Promise<{states: (readonly number[])[]; tokens: number}> {
            const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
            const model = await llama.loadModel({modelPath});
            try {
                const {bos} = model.tokens;
                const tokenize = (of: string): Token[] => [...tokenizer === "spm" && bos !== null ? [bos] : [], ...model.tokenize(of, false)];
                const tokens = tokenize(text);
                const context = await model.createEmbeddingContext({contextSize: 2048, threads: 1});
                const found: (readonly number[])[] = [];
                for (let length = from(tokenize) + 1; length <= tokens.length; length++)
                    found.push((await context.getEmbeddingFor(tokens.slice(0, length))).vector);
                return {states: found, tokens: tokens.length};
            } finally {
                await model.dispose();
                await llama.dispose();
            }
        }

        function vectorOf(embeddings: ReadonlyMap<string, Embedding>, key: string): Float32Array {
            const embedding = embeddings.get(key);
            assert.ok(embedding?.kind === "embedded");
            return embedding.vector;
        }

        function sum(vectors: readonly (readonly number[])[]): number[] {
            return Array.from(vectors[0] ?? [], (_, i) => vectors.reduce((total, vector) => total + (vector[i] ?? 0), 0));
        }

        const text = "Instruction:\nName a metal that is liquid at room temperature.\nResponse:\nMercury; \u00e9 \u6c34\u9280 too.";

        it("is the mean over the tokens of the last hidden state", async () => {
            const vector = vectorOf(await embedded(taskOf([text], 1024)), "e0");
            const {states: all, tokens} = await states(text, () => 0);
            const wanted = sum(all).map((value) => value / tokens);
            assert.equal(vector.length, wanted.length);
            const difference = Math.max(...wanted.map((value, i) => Math.abs(value - (vector[i] ?? NaN))));
            assert.ok(difference < 1e-3 && Math.hypot(...wanted) > 0.5, `${difference} of ${Math.hypot(...wanted)}`);
        });

        it("goes on in the next batch as in one: what a few more tokens add to a long text are their states", async () => {
            const long = `${text} `.repeat(20), more = `${long}\noak`;
            const both = await embedded(taskOf([long, more], 1500));
            let before = 0;
            const {states: added, tokens} = await states(more, (tokenize) => {
                const beginning = tokenize(long);
                assert.deepEqual(tokenize(more).slice(0, beginning.length), beginning, "the tokens of the one begin those of the other");
                return before = beginning.length;
            });
            assert.ok(before > 512 && tokens > before);
            const [short, whole] = [vectorOf(both, "e0"), vectorOf(both, "e1")];
            const wanted = sum(added);
            const difference = Math.max(...wanted.map((value, i) => Math.abs(value - ((whole[i] ?? NaN) * tokens - (short[i] ?? NaN) * before))));
            assert.ok(difference < 0.05 && Math.hypot(...wanted) > 5, `${difference} of ${Math.hypot(...wanted)}`);
        });

        it("depends on the text alone, not on what stood before it, and gives the same bits again", async () => {
            const texts = [text, "a", `${text} `.repeat(8), text.slice(20), "Zwei W\u00f6rter"];
            const whole = await embedded(taskOf(texts, 1024));
            const reversed = await embedded({longest: 1024, examples: [...taskOf(texts, 1024).examples].reverse()});
            const alone = await embedded({longest: 1024, examples: taskOf(texts, 1024).examples.slice(2, 3)});
            for (const [key, embedding] of [...reversed, ...alone])
                assert.deepEqual(embedding, whole.get(key));
            assert.notDeepEqual(whole.get("e0"), whole.get("e1"));
        });

        it("reports a text of more than the longest allowed, and goes on", async () => {
            const found = await embedded(taskOf(["word ".repeat(5000), text, "word ".repeat(100_000)], 1024));
            assert.deepEqual([...found.values()].map((embedding) => embedding.kind === "refused" ? embedding.reason : "embedded"), ["too-long", "embedded", "too-long"]);
        });

        it("is refused through the public interface, with a sentence that says what to do", async () => {
            await assert.rejects(embedded(taskOf([text], 1024), "public"), {name: "UserError", message: /hidden states/, remedy: "other-anchors"});
        });

        it("leaves scoring as it was", async () => {
            const engine = new SupervisedEngine({workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator: "direct"}});
            try {
                const before = await collect(engine.measure(stubTask(2), never));
                await collect(engine.embed(taskOf([text, "word ".repeat(700)], 1024), never));
                const measured = (all: typeof before): typeof before => all.filter(({kind}) => kind === "zero-shot" || kind === "one-shot");
                assert.deepEqual(measured(await collect(engine.measure(stubTask(2), never))), measured(before));
            } finally {
                await engine.close();
            }
        });
    });

describe("the supervised engine, embedding", () => {
    function run(behaviour: StubBehaviour, signal = never): Promise<string[]> {
        return inTemporaryFolder(async (folder) => {
            const engine = new SupervisedEngine(stubOptions({...behaviour, folder}));
            try {
                await engine.load();
                const results = await collect(engine.embed(taskOf(["a", "b", "c"], 10), signal));
                return results.flatMap((result) => result.kind === "embedding" ? [`${result.key} ${result.embedding.kind === "refused" ? result.embedding.reason : "embedded"}`] : result.kind === "restarted" ? ["restarted"] : []);
            } finally {
                await engine.close();
            }
        });
    }

    it("takes up the example in flight after a crash", async () => {
        assert.deepEqual(await run({die: {e1: {afterSteps: [1]}}}), ["e0 embedded", "restarted", "e1 embedded", "e2 embedded"]);
    });

    it("skips an example that kills the process twice at the same step", async () => {
        assert.deepEqual(await run({die: {e1: {afterSteps: [1, 1]}}}), ["e0 embedded", "restarted", "restarted", "e1 engine-crash", "e2 embedded"]);
    });

    it("stops when asked to", async () => {
        assert.deepEqual(await run({}, AbortSignal.abort()), []);
    });
});
