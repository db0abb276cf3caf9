import type {Embedding} from "../core/embedding.js";
import type {Remedy} from "../core/errors.js";
import type {AnchorMeasurement} from "../core/golden.js";
import type {EmbedTask, EngineInfo, MeasureTask} from "../core/measurement.js";

/** Raised whenever host and worker of different builds would misunderstand each other. */
export const wireVersion = 6;

export const gpuChoices = ["auto", "off", "cuda", "vulkan", "metal"] as const;
export type GpuChoice = typeof gpuChoices[number];

/** `direct`: llama.cpp's C interface; `public`: node-llama-cpp's own; `auto`: the first where it gives the numbers of the second. */
export const evaluatorChoices = ["auto", "direct", "public"] as const;
export type EvaluatorChoice = typeof evaluatorChoices[number];

/** What to load and how. */
export interface LoadOptions {
    readonly modelPath: string;
    readonly gpu: GpuChoice;
    /** `auto`: chosen by a short trial at start. */
    readonly threads: number | "auto";
    readonly evaluator: EvaluatorChoice;
}

/** Host to worker. `cancel` is the only message while a run is on; the worker never asks the host anything. */
interface Requests {
    load: LoadOptions;
    measure: MeasureTask;
    embed: EmbedTask;
    cancel: object;
}

/** Worker to host. */
interface Events {
    /** First message of all. */
    ready: {readonly wireVersion: number};
    loaded: {readonly info: EngineInfo};
    /** What is to come, before the first pass. */
    estimate: {readonly tokens: number; readonly seconds: number};
    anchorRefused: {readonly key: string; readonly reason: string};
    zeroShot: {readonly key: string; readonly measurement: AnchorMeasurement};
    /** An anchor's zero-shot pass, an example's one-shot passes or its embedding begin: whoever is in flight when the process dies. */
    started: {readonly key: string; readonly pass: "zero-shot" | "one-shot" | "embedding"};
    /** One evaluation is done. */
    step: {readonly tokens: number};
    oneShot: {readonly key: string; readonly truncated: boolean; readonly answerTokens: number | null; readonly measurements: ReadonlyMap<string, AnchorMeasurement>};
    embedded: {readonly key: string; readonly embedding: Embedding};
    finished: {readonly cancelled: boolean};
    /** The request failed. `mendable`: the message is a sentence for the person; otherwise it is a bug's stack. */
    failed: {readonly message: string; readonly mendable: boolean; readonly remedy?: Remedy | undefined};
    /** Something that the person should know and that stops nothing; one sentence. */
    notice: {readonly message: string};
    /** What the engine's libraries print. */
    log: {readonly level: "warning" | "error"; readonly message: string};
}

type Messages<Kinds> = {[Kind in keyof Kinds]: {readonly type: Kind} & Kinds[Kind]}[keyof Kinds];
export type EngineRequest = Messages<Requests>;
export type EngineEvent = Messages<Events>;
