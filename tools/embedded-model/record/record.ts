import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {anchorsOf} from "../../../src/core/anchors.js";
import {goldenScore, score, type AnchorMeasurement, type GoldenScore, type Measurements} from "../../../src/core/golden.js";
import {exampleText, promptText} from "../../../src/core/prompt.js";
import {protocolFor} from "../../../src/core/protocol.js";
import {SupervisedEngine} from "../../../src/engine/supervisor.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {contest} from "../evaluation/corruptionTest.js";
import {corrupt} from "../evaluation/corruptions.js";
import {isClean, readCleanSample, toExample, type Texts} from "../evaluation/examples.js";
import {Random} from "../evaluation/random.js";

/** What a build of Goldpan must find again with the embedded model: `models/recorded.json`. */
export interface Recorded {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly examples: readonly RecordedExample[];
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

/** Gains smaller than this, in nats a token, may have the other sign on another processor. */
export const nearTie = 0.02;

const fixedExamples = [0, 57, 123];
const cleanExamples = 40;
const seed = 4;

/** Measures on the sample what is recorded of a model, through the engine that `goldpan score` uses. */
export async function measureRecorded(modelPath: string, workerPath: string, samples: string): Promise<Recorded> {
    const content = await readFile(modelPath);
    const anchors = anchorsOf((await readDataset(path.join(samples, "anchors.jsonl"))).examples);
    const {examples} = await readDataset(path.join(samples, "instructions.jsonl"));
    const fixed = examples.filter(({index}) => fixedExamples.includes(index));
    const clean = new Random(seed, "clean").shuffled((await readCleanSample(samples)).filter(isClean)).slice(0, cleanExamples);
    const pairs = corruptionsRecorded.map((corruption) => ({corruption, pairs: spoil(clean, corruption)}));
    const all = new Map([...fixed, ...[...clean, ...pairs.flatMap((of) => of.pairs.map(({spoilt}) => spoilt))].map(toExample)].map((example) => [example.key, example]));

    const engine = new SupervisedEngine({workerPath, load: {modelPath, gpu: "off", threads: "auto", evaluator: "auto"}});
    const zero = new Map<string, AnchorMeasurement>();
    const one = new Map<string, Measurements>();
    try {
        const {model} = await engine.load();
        const task = {
            protocol: protocolFor("paper", model.trainedContext),
            anchors: anchors.map(({key, turns}) => ({key, ...promptText(turns), zeroShot: true})),
            examples: Array.from(all.values(), ({key, turns}) => ({key, text: exampleText(turns), answerFrom: 0, anchors: anchors.map((_, i) => i)}))
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
    const keys = anchors.map(({key}) => key);
    const scored = (key: string): GoldenScore => {
        const result = goldenScore(keys, zero, one.get(key) ?? new Map(), key);
        if (result === null)
            throw new Error("an example of the sample could not be measured");
        return result;
    };
    return {
        file: path.basename(modelPath), bytes: content.length, sha256: createHash("sha256").update(content).digest("hex"),
        examples: fixed.map(({key, index}) => ({
            index, goldenScore: scored(key).goldenScore,
            gains: keys.map((anchor) => gain(zero.get(anchor), one.get(key)?.get(anchor)))
        })),
        cleanBeats: pairs.map(({corruption, pairs: of}) => ({
            corruption, pairs: of.length,
            share: contest(of.map(({good, spoilt}) => [scored(toExample(good).key).goldenScore, scored(toExample(spoilt).key).goldenScore]), seed).winShare.value
        }))
    };
}

function spoil(clean: readonly Texts[], corruption: RecordedCorruption): {good: Texts; spoilt: Texts}[] {
    const random = new Random(seed, corruption);
    return clean.flatMap((good) => {
        const spoilt = corrupt(good, corruption, {random, otherAnswer: ""});
        return spoilt === null ? [] : [{good, spoilt}];
    });
}

function gain(before: AnchorMeasurement | undefined, after: AnchorMeasurement | undefined): number {
    return before === undefined || after === undefined ? Number.NaN : score(after) - score(before);
}
