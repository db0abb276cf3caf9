import path from "node:path";
import {readDataset} from "../../src/session/readDataset.js";
import {measureSample} from "../../tools/embedded-model/record/measureSample.js";

/** One-shot minus zero-shot score, nats a token: a list an example, a number an anchor. */
export type Gains = readonly (readonly number[])[];

export interface Measured {
    /** As the engine says, see `EngineInfo`. */
    readonly noise: number | null;
    readonly gains: Gains;
}

/** Gains of the sample's first examples on its anchors, by the library that this process finds. */
export async function measureGains(root: string, modelPath: string, evaluator: "direct" | "public", examples: number): Promise<Measured> {
    const samples = path.join(root, "samples");
    const chosen = (await readDataset(path.join(samples, "instructions.jsonl"))).examples.slice(0, examples);
    const {info, gainsOf} = await measureSample({modelPath, workerPath: path.join(root, "dist", "worker.js"), samples, evaluator}, chosen);
    return {noise: info.noise, gains: chosen.map(({key}) => gainsOf(key))};
}
