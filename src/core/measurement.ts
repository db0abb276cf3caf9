import {anchorSetHash, type Anchor, type AnchorDraw} from "./anchors.js";
import type {Embedding} from "./embedding.js";
import type {AnchorMeasurement, MeasurementColumns} from "./golden.js";
import type {Protocol} from "./protocol.js";
import type {PromptText} from "./prompt.js";

/** What is known of a scorer model once it has been loaded; kept in the store, so that a finished run starts no model. */
export interface ModelInfo {
    readonly name: string;
    readonly architecture: string;
    /** In tokens. */
    readonly trainedContext: number;
    readonly vocabularySize: number;
    readonly hasBos: boolean;
}

/** How a loaded engine runs; shown to the person, because a GPU binary may silently fall back to the processor. */
export interface EngineInfo {
    readonly model: ModelInfo;
    /** `cpu`, `cuda`, `vulkan` or `metal`. */
    readonly backend: string;
    readonly devices: readonly string[];
    /** Kinds of GPU whose drivers are on this machine although the processor computes, and nobody asked for it. */
    readonly unusedGpus: readonly string[];
    /** Of the model: those that do not fit into the GPU's memory are computed on the processor. */
    readonly layers: {readonly onGpu: number; readonly all: number};
    readonly threads: number;
    /** `direct`: through llama.cpp's C interface; `public`: through node-llama-cpp's, which is slower. */
    readonly evaluator: "direct" | "public";
    /** Precision of the cached keys and values. */
    readonly kvCache: "F32" | "F16";
    /** Tokens evaluated at once. */
    readonly batchTokens: number;
    /** Positions the context can hold; a few more than the protocol's C. */
    readonly contextPositions: number;
    /** Bytes taken by model and context, as the engine estimates them. */
    readonly memory: {readonly ram: number; readonly vram: number};
    /** Name of llama.cpp's library for this kind of processor, such as `haswell`: each rounds in its own way. Null where there is but one, or where it cannot be known. */
    readonly library: string | null;
    /**
     * Nats a token: by how much the same comparison may come out differently on another evaluator or library. Measured at start, see
     * `noiseOf`; null where there was nothing to compare with.
     */
    readonly noise: number | null;
    /** Versions of what computes, for the meta file. */
    readonly versions: Readonly<Record<string, string>>;
}

export interface AnchorTask extends PromptText {
    readonly key: string;
    /** Whether its zero-shot score is still missing. */
    readonly zeroShot: boolean;
}

export interface ExampleTask {
    readonly key: string;
    readonly text: string;
    /** Where in the text the answer begins. */
    readonly answerFrom: number;
    /** Positions in the task's `anchors` that are still missing for this example. */
    readonly anchors: readonly number[];
}

export interface MeasureTask {
    readonly protocol: Protocol;
    readonly anchors: readonly AnchorTask[];
    readonly examples: readonly ExampleTask[];
}

/** What the engine reports while it measures. */
export type EngineResult =
    | {readonly kind: "anchor-refused"; readonly key: string; readonly reason: string}
    | {readonly kind: "zero-shot"; readonly key: string; readonly measurement: AnchorMeasurement}
    | {readonly kind: "one-shot"; readonly key: string; readonly measurements: ReadonlyMap<string, AnchorMeasurement>; readonly truncated: boolean; readonly answerTokens: number | null}
    /** The example ended the engine's process twice at the same step and was skipped. */
    | {readonly kind: "crashed"; readonly key: string}
    /** Tokens evaluated since the last report. */
    | {readonly kind: "progress"; readonly tokens: number}
    | {readonly kind: "restarted"; readonly reason: string}
    /** The process that took up the work after a restart; it may evaluate otherwise than the one before, as where memory has become short. */
    | {readonly kind: "loaded"; readonly info: EngineInfo}
    /** How much is to come, before the first pass. */
    | {readonly kind: "estimate"; readonly tokens: number; readonly seconds: number};

export interface EmbedTask {
    readonly examples: readonly {readonly key: string; readonly text: string}[];
    /** Tokens of the longest text that is embedded, without BOS. */
    readonly longest: number;
}

/** What the engine reports while it embeds. */
export type EmbedResult =
    | {readonly kind: "embedding"; readonly key: string; readonly embedding: Embedding}
    | Extract<EngineResult, {kind: "progress" | "restarted" | "loaded" | "estimate"}>;

/** Measurements belong to a model file and a protocol, embeddings to a model file and an `embeddingKey`. */
export interface Scope {
    readonly modelFingerprint: string;
    readonly protocol: string;
}

export type ZeroShot = {readonly kind: "measured"; readonly measurement: AnchorMeasurement} | {readonly kind: "refused"; readonly reason: string};

export interface OneShot {
    readonly measurements: ReadonlyMap<string, AnchorMeasurement>;
    readonly truncated: boolean;
    readonly crashed: boolean;
    /** See `countAnswerTokens`; null also where nobody has counted them. */
    readonly answerTokens: number | null;
}

/** As `OneShot`, for reading very many: the columns are in the order of a task set and are used again for the next example. */
export interface OneShotColumns {
    readonly key: string;
    readonly measurements: MeasurementColumns;
    readonly truncated: boolean;
    readonly crashed: boolean;
    readonly answerTokens: number | null;
}

/** A drawn task set as the store keeps it. `draw` is null for one of a version that did not note it. */
export interface KeptAnchors {
    readonly anchors: readonly Anchor[];
    readonly draw: AnchorDraw | null;
}

/** What the scores of a file were measured with: enough to show them again without a model. */
export interface KeptRun {
    /** Absolute path when it was scored. */
    readonly file: string;
    /** For people: the model file's name. */
    readonly modelFile: string;
    readonly modelFingerprint: string;
    readonly protocol: Protocol;
    /** As it was asked for: `kmeans:100`, or a file. */
    readonly anchorSource: string;
    readonly seed: number;
    readonly anchors: readonly Anchor[];
}

export interface AnchorSetName {
    readonly file: string;
    readonly method: string;
    readonly size: number;
    readonly seed: number;
}

/** Equal for runs that measure the same: model, protocol and anchors. */
export function runIdentity({modelFingerprint, protocol, anchors}: Pick<KeptRun, "modelFingerprint" | "protocol" | "anchors">): string {
    return JSON.stringify([modelFingerprint, protocol, anchorSetHash(anchors)]);
}
