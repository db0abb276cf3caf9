import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import type {Token} from "node-llama-cpp";
import type {EngineResult, MeasureTask} from "../../src/core/measurement.js";
import type {ProtocolName} from "../../src/core/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {bosOf, byKey, largestDifference, sampleTasks, withSequence} from "./oracle.js";
import {collect, distFile} from "./support.js";

const contextLength = 512;
const never = new AbortController().signal;

/** Nats a token. The public interface evaluates anchor by anchor; in a batch, others stand before an anchor and shift its sums' order. */
const otherBatchDifference = {public: 0, direct: 1e-5} as const;

for (const evaluator of ["public", "direct"] as const)
    describe(`the engine with a real (random) model, ${evaluator}`, () => {
        let folder: string;
        let modelPath: string;
        let task: (name: ProtocolName) => MeasureTask;

        before(async () => {
            folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
            modelPath = path.join(folder, "random.gguf");
            await writeRandomModel(modelPath, {seed: 7, contextLength, vocabularySize: 1000});
            task = await sampleTasks(contextLength, {examples: 6, anchors: 5});
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
                const measurements = byKey(await measured(task(name)));
                await withSequence(modelPath, contextLength, async (sequence, model) => {
                    const difference = await largestDifference({...task(name), examples: task(name).examples.slice(0, 1)}, measurements, sequence, model);
                    assert.ok(difference < 1e-3, `${difference} nats a token`);
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
            const example = {key: "short", text, answerFrom: 0, anchors: [0, 1]};
            const results = await measured({...task("paper"), examples: [example, {...example, key: "long", text: `${text} `.repeat(40)}]});
            assert.deepEqual(results.flatMap((result) => result.kind === "one-shot" ? [result.truncated] : []), [false, true]);
        });

        it("reads special tokens in the data as plain text", async () => {
            await withSequence(modelPath, contextLength, (_, model) => {
                const tokens = model.tokenize("</s> and <s>", false);
                assert.ok(!tokens.includes(bosOf(model) as Token) && tokens.length > 3);
                return Promise.resolve();
            });
        });
    });
