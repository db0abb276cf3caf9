import path from "node:path";
import {anchorsOf} from "../../../src/core/anchors.js";
import type {Example} from "../../../src/core/example.js";
import {goldenScore, score, type AnchorMeasurement, type GoldenScore, type Measurements} from "../../../src/core/golden.js";
import type {EngineInfo} from "../../../src/core/measurement.js";
import {exampleText, promptText} from "../../../src/core/prompt.js";
import {protocolFor} from "../../../src/core/protocol.js";
import type {EvaluatorChoice} from "../../../src/engine/protocol.js";
import {SupervisedEngine} from "../../../src/engine/supervisor.js";
import {readDataset} from "../../../src/session/readDataset.js";

export interface MeasuredSample {
    readonly info: EngineInfo;
    /** One-shot minus zero-shot score of each of `samples/anchors.jsonl`, in nats a token. */
    readonly gainsOf: (key: string) => readonly number[];
    readonly scoreOf: (key: string) => GoldenScore;
}

/** Examples on the sample's anchors, through the engine that `goldpan score` uses; on one thread, which on a busy machine is the fastest. */
export async function measureSample(
    {modelPath, workerPath, samples, evaluator}: {modelPath: string; workerPath: string; samples: string; evaluator: EvaluatorChoice}, examples: readonly Pick<Example, "key" | "turns">[]
): Promise<MeasuredSample> {
    const anchors = anchorsOf((await readDataset(path.join(samples, "anchors.jsonl"))).examples);
    const engine = new SupervisedEngine({workerPath, load: {modelPath, gpu: "off", threads: 1, evaluator}});
    const zero = new Map<string, AnchorMeasurement>();
    const one = new Map<string, Measurements>();
    let info: EngineInfo;
    try {
        info = await engine.load();
        const task = {
            protocol: protocolFor("paper", info.model.trainedContext),
            anchors: anchors.map(({key, turns}) => ({key, ...promptText(turns), zeroShot: true})),
            examples: examples.map(({key, turns}) => ({key, text: exampleText(turns), answerFrom: 0, anchors: anchors.map((_, i) => i)}))
        };
        for await (const results of engine.measure(task, new AbortController().signal))
            for (const result of results) {
                if (result.kind === "zero-shot")
                    zero.set(result.key, result.measurement);
                else if (result.kind === "one-shot")
                    one.set(result.key, result.measurements);
            }
    } finally {
        await engine.close();
    }
    return {
        info,
        gainsOf: (key) => anchors.map((anchor) => gain(zero.get(anchor.key), one.get(key)?.get(anchor.key))),
        scoreOf: (key) => {
            const result = goldenScore(anchors.map((anchor) => anchor.key), zero, one.get(key) ?? new Map(), key);
            if (result === null)
                throw new Error("an example of the sample could not be measured");
            return result;
        }
    };
}

function gain(before: AnchorMeasurement | undefined, after: AnchorMeasurement | undefined): number {
    if (before === undefined || after === undefined)
        throw new Error("a pair of the sample could not be measured");
    return score(after) - score(before);
}
