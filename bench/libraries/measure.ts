import path from "node:path";
import {anchorsOf} from "../../src/core/anchors.js";
import {score, type AnchorMeasurement, type Measurements} from "../../src/core/golden.js";
import {exampleText, promptText} from "../../src/core/prompt.js";
import {protocolFor} from "../../src/core/protocol.js";
import {SupervisedEngine} from "../../src/engine/supervisor.js";
import {readDataset} from "../../src/session/readDataset.js";

export type EvaluatorName = "direct" | "public";

/** One-shot minus zero-shot score, nats a token: a list an example, a number an anchor. */
export type Gains = readonly (readonly number[])[];

export interface Measured {
    readonly evaluator: EvaluatorName;
    readonly gains: Gains;
}

/** Gains of the sample's first examples on its anchors, by the library that this process finds. */
export async function measureSample(root: string, modelPath: string, evaluator: EvaluatorName, examples: number): Promise<Measured> {
    const anchors = anchorsOf((await readDataset(path.join(root, "samples", "anchors.jsonl"))).examples);
    const chosen = (await readDataset(path.join(root, "samples", "instructions.jsonl"))).examples.slice(0, examples);
    const engine = new SupervisedEngine({workerPath: path.join(root, "dist", "worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator}});
    const zero = new Map<string, AnchorMeasurement>();
    const one = new Map<string, Measurements>();
    try {
        const {model} = await engine.load();
        const task = {
            protocol: protocolFor("paper", model.trainedContext),
            anchors: anchors.map(({key, turns}) => ({key, ...promptText(turns), zeroShot: true})),
            examples: chosen.map(({key, turns}) => ({key, text: exampleText(turns), answerFrom: 0, anchors: anchors.map((_, i) => i)}))
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
    return {evaluator, gains: chosen.map(({key}) => anchors.map((anchor) => gain(zero.get(anchor.key), one.get(key)?.get(anchor.key))))};
}

function gain(before: AnchorMeasurement | undefined, after: AnchorMeasurement | undefined): number {
    if (before === undefined || after === undefined)
        throw new Error("a pair of the sample could not be measured");
    return score(after) - score(before);
}
