import {createHash} from "node:crypto";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import type {Example} from "../../../src/core/example.js";
import type {EvaluatorChoice} from "../../../src/engine/protocol.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {contest} from "../evaluation/corruptionTest.js";
import {corrupt} from "../evaluation/corruptions.js";
import {isClean, readCleanSample, toExample, type Texts} from "../evaluation/examples.js";
import {Random} from "../evaluation/random.js";
import {writeFloat32} from "./float32.js";
import {measureSample, type MeasuredSample} from "./measureSample.js";

/** What a build of Goldpan must find again with the embedded model: `models/recorded.json`. */
export interface Recorded {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly examples: readonly RecordedExample[];
    /** The same with the same weights in float32, computed in 32 bits: alike on every processor. */
    readonly float32: readonly RecordedExample[];
    readonly cleanBeats: readonly {readonly corruption: RecordedCorruption; readonly pairs: number; readonly share: number}[];
}

export interface RecordedExample {
    /** In `samples/instructions.jsonl`. */
    readonly index: number;
    readonly goldenScore: number;
    /** One-shot minus zero-shot score, nats a token, of each of `samples/anchors.jsonl`. */
    readonly gains: readonly number[];
}

const corruptionsRecorded = ["empty", "words shuffled"] as const;
export type RecordedCorruption = typeof corruptionsRecorded[number];

const fixedExamples = [0, 57, 123];
const cleanExamples = 16;
const seed = 4;

/** Measures on the sample what is recorded of a model, but for `float32`. */
export async function measureRecorded(modelPath: string, workerPath: string, samples: string): Promise<Omit<Recorded, "float32">> {
    const content = await readFile(modelPath);
    const fixed = await readFixed(samples);
    const clean = new Random(seed, "clean").shuffled((await readCleanSample(samples)).filter(isClean)).slice(0, cleanExamples);
    const pairs = corruptionsRecorded.map((corruption) => ({corruption, pairs: spoil(clean, corruption)}));
    const all = new Map([...fixed, ...[...clean, ...pairs.flatMap((of) => of.pairs.map(({spoilt}) => spoilt))].map(toExample)].map((example) => [example.key, example]));
    const measured = await measureSample({modelPath, workerPath, samples, evaluator: "auto"}, [...all.values()]);
    return {
        file: path.basename(modelPath), bytes: content.length, sha256: createHash("sha256").update(content).digest("hex"),
        examples: fixed.map((example) => recorded(example, measured)),
        cleanBeats: pairs.map(({corruption, pairs: of}) => ({
            corruption, pairs: of.length,
            share: contest(of.map(({good, spoilt}) => [measured.scoreOf(toExample(good).key).goldenScore, measured.scoreOf(toExample(spoilt).key).goldenScore]), seed).winShare.value
        }))
    };
}

/** The fixed examples by the model's weights in float32. */
export async function measureFloat32(modelPath: string, workerPath: string, samples: string, evaluator: EvaluatorChoice): Promise<RecordedExample[]> {
    const folder = await mkdtemp(path.join(tmpdir(), "goldpan-float32-"));
    try {
        const float32 = path.join(folder, "float32.gguf");
        await writeFloat32(modelPath, float32);
        const fixed = await readFixed(samples);
        const measured = await measureSample({modelPath: float32, workerPath, samples, evaluator}, fixed);
        return fixed.map((example) => recorded(example, measured));
    } finally {
        await rm(folder, {recursive: true, force: true});
    }
}

async function readFixed(samples: string): Promise<Example[]> {
    return (await readDataset(path.join(samples, "instructions.jsonl"))).examples.filter(({index}) => fixedExamples.includes(index));
}

function recorded({key, index}: Example, {gainsOf, scoreOf}: MeasuredSample): RecordedExample {
    return {index, goldenScore: scoreOf(key).goldenScore, gains: gainsOf(key)};
}

function spoil(clean: readonly Texts[], corruption: RecordedCorruption): {good: Texts; spoilt: Texts}[] {
    const random = new Random(seed, corruption);
    return clean.flatMap((good) => {
        const spoilt = corrupt(good, corruption, {random, otherAnswer: ""});
        return spoilt === null ? [] : [{good, spoilt}];
    });
}
