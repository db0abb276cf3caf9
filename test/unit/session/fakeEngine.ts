import type {Embedding} from "../../../src/core/embedding.js";
import type {EmbedResult, EmbedTask, EngineInfo, EngineResult, MeasureTask, ModelInfo} from "../../../src/core/measurement.js";
import type {AnchorMeasurement} from "../../../src/core/golden.js";
import type {Engine} from "../../../src/session/interfaces.js";

export const model: ModelInfo = {name: "fake", architecture: "llama", trainedContext: 2048, vocabularySize: 100, hasBos: true};

const info: EngineInfo = {
    model, backend: "cpu", devices: [], unusedGpus: [], layers: {onGpu: 0, all: 2}, threads: 1, evaluator: "public", kvCache: "F32", batchTokens: 512, contextPositions: 2051, memory: {ram: 1, vram: 0}, library: "haswell", noise: 0.002, versions: {"node-llama-cpp": "0"}
};

export interface Behaviour {
    /** Why an anchor is refused, by key. */
    readonly refused?: ReadonlyMap<string, string>;
    readonly truncated?: ReadonlySet<string>;
    readonly crashing?: ReadonlySet<string>;
    /** Anchors' zero-shot sum is -10; an example's text and anchor's key give the one-shot sum. */
    readonly oneShot?: (text: string, anchor: string) => number;
    /** Of an example by its answer. */
    readonly embedding?: (answer: string) => Embedding;
    /** What it says of itself otherwise than usual. */
    readonly info?: Partial<EngineInfo>;
    /** So many results are reported at once. */
    readonly together?: number;
    /** Called before each report. */
    readonly before?: (reports: number) => void;
}

/** Measures without a model and remembers what it was asked; like the real one it names refused anchors in every run. */
export class FakeEngine implements Engine {
    public loads = 0;
    public readonly tasks: MeasureTask[] = [];
    public readonly embedTasks: EmbedTask[] = [];

    public constructor(private readonly behaviour: Behaviour = {}) {}

    public load(): Promise<EngineInfo> {
        this.loads++;
        return Promise.resolve({...info, ...this.behaviour.info});
    }

    public async *measure(task: MeasureTask, signal: AbortSignal): AsyncGenerator<readonly EngineResult[]> {
        this.tasks.push(task);
        const {together = 1, before} = this.behaviour;
        const results = this.results(task);
        for (let at = 0, reports = 0; at < results.length && !signal.aborted; at += together, reports++) {
            before?.(reports);
            await Promise.resolve();
            yield results.slice(at, at + together);
        }
    }

    public async *embed(task: EmbedTask, signal: AbortSignal): AsyncGenerator<readonly EmbedResult[]> {
        this.embedTasks.push(task);
        const {together = 1, before, embedding = () => ({kind: "refused", reason: "not-finite"})} = this.behaviour;
        for (let at = 0, reports = 0; at < task.examples.length && !signal.aborted; at += together, reports++) {
            before?.(reports);
            await Promise.resolve();
            yield [...task.examples.slice(at, at + together).map(({key, text}): EmbedResult => ({kind: "embedding", key, embedding: embedding(answerOf(text))})), {kind: "progress", tokens: 10}];
        }
    }

    /** Answers of the examples that each run was asked to embed. */
    public askedToEmbed(): string[][] {
        return this.embedTasks.map(({examples}) => examples.map(({text}) => answerOf(text)));
    }

    public close(): Promise<void> {
        return Promise.resolve();
    }

    /** What was asked of each run, shortly: anchors without a zero-shot score, and anchor positions by example text. */
    public asked(): {zeroShots: string[]; examples: [text: string, anchors: readonly number[]][]}[] {
        return this.tasks.map(({anchors, examples}) => ({
            zeroShots: anchors.filter(({zeroShot}) => zeroShot).map(({answer}) => answer),
            examples: examples.map(({text, anchors: positions}) => [answerOf(text), positions])
        }));
    }

    private results({anchors, examples}: MeasureTask): EngineResult[] {
        const {refused, truncated, crashing, oneShot = () => -9} = this.behaviour;
        const zeroShots = anchors.flatMap(({key, zeroShot}): EngineResult[] => {
            const reason = refused?.get(key);
            if (reason !== undefined)
                return [{kind: "anchor-refused", key, reason}];
            return zeroShot ? [{kind: "zero-shot", key, measurement: {logProbability: -10, tokens: 4}}] : [];
        });
        const oneShots = examples.map(({key, text, answerFrom, anchors: positions}): EngineResult => {
            if (crashing?.has(answerOf(text)) === true)
                return {kind: "crashed", key};
            const measurements = new Map(positions.flatMap((position): [string, AnchorMeasurement][] => {
                const anchor = anchors[position];
                return anchor === undefined || refused?.has(anchor.key) === true ? [] : [[anchor.key, {logProbability: oneShot(answerOf(text), anchor.key), tokens: 4}]];
            }));
            return {kind: "one-shot", key, measurements, truncated: truncated?.has(answerOf(text)) === true, answerTokens: text.length - answerFrom};
        });
        return [...zeroShots, ...oneShots];
    }
}

function answerOf(text: string): string {
    return text.split("\n").at(-1) ?? "";
}
