import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {getLlama, LlamaLogLevel, type LlamaContextSequence, type LlamaModel, type Token} from "node-llama-cpp";
import {anchorsOf} from "../../src/core/anchors.js";
import type {AnchorMeasurement} from "../../src/core/golden.js";
import {layOutAnchor, layOutExample} from "../../src/core/layout.js";
import type {EngineResult, MeasureTask} from "../../src/core/measurement.js";
import {exampleText, promptText} from "../../src/core/prompt.js";
import {protocolFor, type ProtocolName} from "../../src/core/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {readDataset} from "../../src/session/readDataset.js";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {collect, distFile} from "./support.js";

const contextLength = 512;
const never = new AbortController().signal;

/** Nats a token. The public interface evaluates anchor by anchor; in a batch, others stand before an anchor and shift its sums' order. */
const otherBatchDifference = {public: 0, direct: 1e-5} as const;

for (const evaluator of ["public", "direct"] as const)
    describe(`the engine with a real (random) model, ${evaluator}`, function () {
        this.timeout(120_000);
        let folder: string;
        let modelPath: string;
        let task: (name: ProtocolName) => MeasureTask;

        before(async () => {
            folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
            modelPath = path.join(folder, "random.gguf");
            await writeRandomModel(modelPath, {seed: 7, contextLength, vocabularySize: 1000});
            const examples = (await readDataset("samples/instructions.jsonl")).examples.slice(0, 6);
            const anchors = anchorsOf((await readDataset("samples/anchors.jsonl")).examples.slice(0, 5));
            task = (name) => ({
                protocol: protocolFor(name, contextLength),
                anchors: anchors.map(({key, turns}) => ({key, ...promptText(turns), zeroShot: true})),
                examples: examples.map(({key, turns}) => ({key, text: exampleText(turns), anchors: anchors.map((_, i) => i)}))
            });
        });

        after(() => {
            rmSync(folder, {recursive: true, force: true});
        });

        async function measured(wanted: MeasureTask, threads = 1): Promise<EngineResult[]> {
            const engine = new SupervisedEngine({workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads, evaluator}});
            try {
                return await collect(engine.measure(wanted, never));
            } finally {
                await engine.close();
            }
        }

        it("tells what it runs on", async () => {
            const engine = new SupervisedEngine({workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: "auto", evaluator}});
            const info = await engine.load();
            await engine.close();
            assert.equal(info.backend, "cpu");
            assert.equal(info.evaluator, evaluator);
            assert.deepEqual(info.model, {name: info.model.name, architecture: "llama", trainedContext: contextLength, vocabularySize: 1000, hasBos: true});
            assert.ok(info.threads >= 1 && info.contextPositions > contextLength && info.memory.ram > 0);
        });

        for (const name of ["paper", "reference"] as const)
            it(`agrees with the full probabilities of node-llama-cpp within 1e-3 nats a token (${name})`, async () => {
                const {zeroShots, oneShots} = byKey(await measured(task(name)));
                await withSequence(modelPath, async (sequence, model) => {
                    const {anchors, examples, protocol} = task(name);
                    for (const anchor of anchors) {
                        const layout = layOutAnchor(anchor, protocol, (text) => model.tokenize(text, false));
                        assert.ok(layout.kind === "anchor");
                        const oracle = (prefix: readonly number[]): Promise<number> => fullProbabilities(sequence, prefix, layout.tokens, layout.scoredFrom);
                        close(zeroShots.get(anchor.key), await oracle(name === "paper" ? [bosOf(model)] : []));
                        const example = examples[0];
                        assert.ok(example !== undefined);
                        const prefix = layOutExample(example.text, protocol, bosOf(model), (text) => model.tokenize(text, false));
                        close(oneShots.get(example.key)?.get(anchor.key), await oracle(prefix.tokens));
                    }
                });
            });

        it("gives the same bits again, whatever ran before and in whatever order", async () => {
            const whole = byKey(await measured(task("paper"))).oneShots;
            const reversed = byKey(await measured({...task("paper"), examples: [...task("paper").examples].reverse()})).oneShots;
            const alone = byKey(await measured({...task("paper"), examples: task("paper").examples.slice(3, 4)})).oneShots;
            for (const [key, measurements] of [...reversed, ...alone])
                assert.deepEqual(measurements, whole.get(key));
        });

        it("gives the same number for an anchor whatever other anchors it is measured with", async () => {
            const whole = byKey(await measured(task("paper"))).oneShots;
            const some = task("paper").examples.map((example) => ({...example, anchors: [4, 1]}));
            for (const [key, measurements] of byKey(await measured({...task("paper"), examples: some})).oneShots) {
                assert.equal(measurements.size, 2);
                for (const [anchor, {logProbability, tokens}] of measurements) {
                    const difference = Math.abs(logProbability - (whole.get(key)?.get(anchor)?.logProbability ?? NaN)) / tokens;
                    assert.ok(difference <= otherBatchDifference[evaluator], `${difference} nats a token`);
                }
            }
        });

        it("does not depend on the number of threads beyond near-ties", async () => {
            const one = byKey(await measured(task("paper"), 1)).oneShots;
            for (const [key, measurements] of byKey(await measured(task("paper"), 2)).oneShots) {
                for (const [anchor, {logProbability, tokens}] of measurements)
                    assert.ok(Math.abs(logProbability - (one.get(key)?.get(anchor)?.logProbability ?? NaN)) / tokens < 1e-4);
            }
        });

        it("cuts an example longer than half the context and says so", async () => {
            const text = "Instruction:\nName a metal.\nResponse:\nIron";
            const example = {key: "short", text, anchors: [0, 1]};
            const results = await measured({...task("paper"), examples: [example, {...example, key: "long", text: `${text} `.repeat(40)}]});
            assert.deepEqual(results.flatMap((result) => result.kind === "one-shot" ? [result.truncated] : []), [false, true]);
        });

        it("reads special tokens in the data as plain text", async () => {
            await withSequence(modelPath, (_, model) => {
                const tokens = model.tokenize("</s> and <s>", false);
                assert.ok(!tokens.includes(bosOf(model) as Token) && tokens.length > 3);
                return Promise.resolve();
            });
        });
    });

function byKey(results: readonly EngineResult[]): {zeroShots: Map<string, AnchorMeasurement>; oneShots: Map<string, ReadonlyMap<string, AnchorMeasurement>>} {
    const zeroShots = new Map<string, AnchorMeasurement>();
    const oneShots = new Map<string, ReadonlyMap<string, AnchorMeasurement>>();
    for (const result of results) {
        if (result.kind === "zero-shot")
            zeroShots.set(result.key, result.measurement);
        else if (result.kind === "one-shot")
            oneShots.set(result.key, result.measurements);
    }
    assert.ok(zeroShots.size > 0 && oneShots.size > 0);
    return {zeroShots, oneShots};
}

function close(measurement: AnchorMeasurement | undefined, oracle: number): void {
    assert.ok(measurement !== undefined);
    const difference = Math.abs(measurement.logProbability - oracle) / measurement.tokens;
    assert.ok(difference < 1e-3, `${difference} nats a token`);
}

function bosOf(model: LlamaModel): number {
    assert.ok(model.tokens.bos !== null);
    return model.tokens.bos;
}

async function withSequence(modelPath: string, use: (sequence: LlamaContextSequence, model: LlamaModel) => Promise<void>): Promise<void> {
    const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
    const model = await llama.loadModel({modelPath});
    const context = await model.createContext({contextSize: contextLength, threads: 1});
    try {
        await use(context.getSequence(), model);
    } finally {
        await context.dispose();
        await model.dispose();
    }
}

/** The slow way: the whole text in one go, the sorted probabilities of the whole vocabulary at every position. */
async function fullProbabilities(sequence: LlamaContextSequence, prefix: readonly number[], tokens: readonly number[], scoredFrom: number): Promise<number> {
    await sequence.clearHistory();
    const all = [...prefix, ...tokens] as Token[];
    const outputs = await sequence.controlledEvaluate(all.map((token) => [token, {generateNext: {probabilities: true}}]));
    return all.reduce((sum, token, at) => at < prefix.length + scoredFrom ? sum : sum + Math.log(outputs[at - 1]?.next.probabilities?.get(token) ?? NaN), 0);
}
