import assert from "node:assert/strict";
import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {UserError} from "../../src/core/errors.js";
import type {EngineInfo, MeasureTask} from "../../src/core/measurement.js";
import {protocolFor, protocolNames} from "../../src/core/protocol.js";
import type {EvaluatorChoice} from "../../src/engine/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {writeRandomModel, type RandomModelOptions} from "../../tools/random-model/randomModel.js";
import {byKey, largestDifference, passagesOf, sampleTasks, withSequence, type ByKey} from "./oracle.js";
import {collect, distFile} from "./support.js";

const never = new AbortController().signal;

/**
 * Nats a token. The public interface computes in 32 bits as the oracle does, in another order; the direct one keeps keys and
 * values in 16 bits. An example moves these models' log-probabilities by 0.2 to 0.5 nats a token.
 */
const tolerance = {public: 1e-5, direct: 3e-3} as const;

const runningState = /^llama\.cpp cannot be called directly: this model keeps a running state, which cannot be cut back to an example\. node-llama-cpp's own interface is used/;

const kinds = [
    {architecture: "gemma2", memory: "sliding windows", evaluator: "direct", notice: undefined},
    {architecture: "mamba", memory: "a running state", evaluator: "public", notice: runningState},
    {architecture: "jamba", memory: "a running state and attention", evaluator: "public", notice: runningState}
] as const;

describe("models with other memories", () => {
    let folder: string;

    before(() => {
        folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
    });

    after(() => {
        rmSync(folder, {recursive: true, force: true});
    });

    async function write(options: RandomModelOptions): Promise<string> {
        const modelPath = path.join(folder, `${Object.values(options).join("-")}.gguf`);
        await writeRandomModel(modelPath, {seed: 7, ...options});
        return modelPath;
    }

    interface Run {
        readonly info: EngineInfo;
        readonly notices: readonly string[];
        /** Of each task. */
        readonly measurements: readonly ByKey[];
    }

    async function run(modelPath: string, evaluator: EvaluatorChoice, tasks: readonly MeasureTask[]): Promise<Run> {
        const notices: string[] = [];
        const engine = new SupervisedEngine({
            workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator}, onNotice: (message) => notices.push(message)
        });
        try {
            const info = await engine.load();
            const measurements: ByKey[] = [];
            for (const task of tasks)
                measurements.push(byKey(await collect(engine.measure(task, never))));
            return {info, notices, measurements};
        } finally {
            await engine.close();
        }
    }

    for (const {architecture, memory, evaluator, notice} of kinds)
        it(`gives the numbers of the full texts with ${memory} (${architecture}, ${evaluator})`, async () => {
            const contextLength = 512, slidingWindow = 24;
            const modelPath = await write({architecture, contextLength, slidingWindow, vocabularySize: 1000});
            const task = await sampleTasks(contextLength, {examples: 2, anchors: 2});
            const tasks = protocolNames.map(task);
            const {info, notices, measurements} = await run(modelPath, "auto", tasks);
            assert.equal(info.model.architecture, architecture);
            assert.equal(info.evaluator, evaluator);
            assert.equal(notices.length, notice === undefined ? 0 : 1);
            if (notice !== undefined)
                assert.match(notices[0] ?? "", notice);
            await withSequence(modelPath, contextLength, async (sequence, model) => {
                for (const [i, own] of measurements.entries()) {
                    const wanted = tasks[i];
                    assert.ok(wanted !== undefined);
                    assert.ok(passagesOf(wanted, model).some(({prefix}) => prefix.length > 2 * slidingWindow));
                    const difference = await largestDifference(wanted, own, sequence, model);
                    assert.ok(difference < tolerance[evaluator], `${difference} nats a token`);
                }
            });
        });

    for (const evaluator of ["direct", "public"] as const)
        it(`sees the whole window in front of an anchor, however long the anchor before was (${evaluator})`, async () => {
            const contextLength = 2048, slidingWindow = 256;
            const modelPath = await write({architecture: "gemma2", contextLength, slidingWindow});
            const anchors = [["long", longText("a", 330)], ["short", "is it?"], ["longer", longText("o", 350)]] as const;
            const task: MeasureTask = {
                protocol: protocolFor("paper", contextLength),
                anchors: anchors.map(([key, answer]) => ({key, query: "Instruction:\nTell.\nResponse:\n", answer, zeroShot: true})),
                examples: [{key: "example", text: longText("i", 340), answerFrom: 0, anchors: [0, 1, 2]}]
            };
            const {measurements: [measured]} = await run(modelPath, evaluator, [task]);
            assert.ok(measured !== undefined);
            await withSequence(modelPath, contextLength, async (sequence, model) => {
                // A cache that keeps windows only has 1,024 cells here; such an anchor leaves less than the prefix's last window in it.
                assert.ok(passagesOf(task, model).filter(({tokens}) => tokens.length > 768 && tokens.length <= 1024).length === 4);
                const difference = await largestDifference(task, measured, sequence, model);
                assert.ok(difference < tolerance[evaluator], `${difference} nats a token`);
            });
        });

    it("refuses a model that does not continue text, in one sentence", async () => {
        const modelPath = await write({architecture: "llada"});
        for (const evaluator of ["auto", "public"] as const)
            await assert.rejects(run(modelPath, evaluator, []), (error) => error instanceof UserError && error.message.includes("llada, fill in or encode a text as a whole"));
    });
});

/** Two or three tokens a word. */
function longText(vowel: string, words: number): string {
    return Array.from({length: words}, (_, i) => `${"bdfgklmnprstvz"[i % 14] ?? ""}${vowel}${"mnrstl"[i * i % 6] ?? ""}`).join(" ");
}
