import assert from "node:assert/strict";
import {getLlama, LlamaLogLevel, type LlamaContextSequence, type LlamaModel, type Token} from "node-llama-cpp";
import {anchorsOf} from "../../src/core/anchors.js";
import type {AnchorMeasurement} from "../../src/core/golden.js";
import {layOutAnchor, layOutExample} from "../../src/core/layout.js";
import type {EngineResult, MeasureTask} from "../../src/core/measurement.js";
import {exampleText, promptText} from "../../src/core/prompt.js";
import {protocolFor, type ProtocolName} from "../../src/core/protocol.js";
import {readDataset} from "../../src/session/readDataset.js";

/** Examples and anchors from samples/, everything with everything. */
export async function sampleTasks(contextLength: number, count: {examples: number; anchors: number}): Promise<(name: ProtocolName) => MeasureTask> {
    const examples = (await readDataset("samples/instructions.jsonl")).examples.slice(0, count.examples);
    const anchors = anchorsOf((await readDataset("samples/anchors.jsonl")).examples.slice(0, count.anchors));
    return (name) => ({
        protocol: protocolFor(name, contextLength),
        anchors: anchors.map(({key, turns}) => ({key, ...promptText(turns), zeroShot: true})),
        examples: examples.map(({key, turns}) => ({key, text: exampleText(turns), answerFrom: 0, anchors: anchors.map((_, i) => i)}))
    });
}

export interface ByKey {
    readonly zeroShots: Map<string, AnchorMeasurement>;
    readonly oneShots: Map<string, ReadonlyMap<string, AnchorMeasurement>>;
}

export function byKey(results: readonly EngineResult[]): ByKey {
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

export function bosOf(model: LlamaModel): number {
    assert.ok(model.tokens.bos !== null);
    return model.tokens.bos;
}

/** What is to be scored, behind the prefix of an example, or of none. */
export interface Passage {
    readonly anchor: string;
    /** Null for the zero-shot pass. */
    readonly example: string | null;
    readonly prefix: readonly number[];
    readonly tokens: readonly number[];
    readonly scoredFrom: number;
}

/** Every passage of a task: zero-shot passes first. */
export function passagesOf({protocol, anchors, examples}: MeasureTask, model: LlamaModel): Passage[] {
    const tokenize = (text: string): number[] => model.tokenize(text, false);
    const prefixes = [
        {example: null, prefix: protocol.name === "paper" ? [bosOf(model)] : []},
        ...examples.map(({key, text}) => ({example: key, prefix: layOutExample(text, protocol, bosOf(model), tokenize).tokens}))
    ];
    return prefixes.flatMap(({example, prefix}) => anchors.map((anchor): Passage => {
        const layout = layOutAnchor(anchor, protocol, tokenize);
        assert.ok(layout.kind === "anchor");
        return {anchor: anchor.key, example, prefix, tokens: layout.tokens, scoredFrom: layout.scoredFrom};
    }));
}

function measurementOf({anchor, example}: Passage, {zeroShots, oneShots}: ByKey): AnchorMeasurement | undefined {
    return example === null ? zeroShots.get(anchor) : oneShots.get(example)?.get(anchor);
}

/** A context of 32 bits throughout, whatever is evaluated with: the reference for both. */
export async function withSequence(modelPath: string, contextSize: number, use: (sequence: LlamaContextSequence, model: LlamaModel) => Promise<void>): Promise<void> {
    const llama = await getLlama({gpu: false, build: "never", skipDownload: true, logLevel: LlamaLogLevel.error});
    const model = await llama.loadModel({modelPath});
    const context = await model.createContext({contextSize, threads: 1, flashAttention: false, experimentalKvCacheKeyType: "F32", experimentalKvCacheValueType: "F32"});
    try {
        await use(context.getSequence(), model);
    } finally {
        await context.dispose();
        await model.dispose();
        await llama.dispose();
    }
}

/** The slow way: the whole text in one go, the sorted probabilities of the whole vocabulary at every position. */
async function fullProbabilities(sequence: LlamaContextSequence, {prefix, tokens, scoredFrom}: Passage): Promise<number> {
    await sequence.clearHistory();
    const all = [...prefix, ...tokens] as Token[];
    const outputs = await sequence.controlledEvaluate(all.map((token) => [token, {generateNext: {probabilities: true}}]));
    return all.reduce((sum, token, at) => at < prefix.length + scoredFrom ? sum : sum + Math.log(outputs[at - 1]?.next.probabilities?.get(token) ?? NaN), 0);
}

/** Nats a token by which a task's measurements differ at most from the slow way; not a number where one of them is none. */
export async function largestDifference(task: MeasureTask, measurements: ByKey, sequence: LlamaContextSequence, model: LlamaModel): Promise<number> {
    const differences: number[] = [];
    for (const passage of passagesOf(task, model)) {
        const measurement = measurementOf(passage, measurements);
        assert.ok(measurement !== undefined);
        differences.push(Math.abs(measurement.logProbability - await fullProbabilities(sequence, passage)) / measurement.tokens);
    }
    return Math.max(...differences);
}
