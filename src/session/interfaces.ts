import type {Embedding} from "../core/embedding.js";
import type {AnchorSetName, EmbedResult, EmbedTask, EngineInfo, EngineResult, KeptAnchors, KeptRun, MeasureTask, ModelInfo, OneShot, OneShotColumns, Scope, ZeroShot} from "../core/measurement.js";
import type {MeasuredBy, Measurer} from "../core/measurers.js";
import type {Decision} from "../core/selection.js";

/** Turns texts into measurements. Started lazily: a run that finds everything in the store never calls it. */
export interface Engine {
    load(): Promise<EngineInfo>;
    /** Yields what has come in since the last time, several results at once when they come faster than they are taken. */
    measure(task: MeasureTask, signal: AbortSignal): AsyncIterable<readonly EngineResult[]>;
    /** As `measure`. @throws UserError where this model or engine cannot embed */
    embed(task: EmbedTask, signal: AbortSignal): AsyncIterable<readonly EmbedResult[]>;
    close(): Promise<void>;
}

/** What is kept on disk. Every `save` has been committed when it returns. */
export interface Store {
    /** @throws UserError when nothing can be saved: before much work is done for nothing */
    requireWritable(): void;
    modelInfo(fingerprint: string): ModelInfo | undefined;
    saveModelInfo(fingerprint: string, info: ModelInfo): void;
    zeroShots(scope: Scope, anchors: readonly string[]): Map<string, ZeroShot>;
    oneShots(scope: Scope, examples: readonly string[]): Map<string, OneShot>;
    /** The same for very many examples, without those that were not measured. */
    oneShotColumns(scope: Scope, anchors: readonly string[], examples: readonly string[]): Iterable<OneShotColumns>;
    /** Adds to what is there: anchors measured before stay. @param circumstances of the examples that crashed */
    saveMeasurements(scope: Scope, zeroShots: ReadonlyMap<string, ZeroShot>, oneShots: ReadonlyMap<string, OneShot>, by?: Measurer | null, circumstances?: string): void;
    /** Under which circumstances examples crashed when they were last measured or embedded, where that was noted. */
    crashes(scope: Scope, examples: readonly string[]): Map<string, string>;
    /** Who measured these, all of which are measured. */
    measuredBy(scope: Scope, anchors: readonly string[], examples: readonly string[]): MeasuredBy[];
    embeddings(scope: Scope, examples: readonly string[]): Map<string, Embedding>;
    saveEmbeddings(scope: Scope, embeddings: ReadonlyMap<string, Embedding>, circumstances?: string): void;
    anchorSet(name: AnchorSetName): KeptAnchors | undefined;
    saveAnchorSet(name: AnchorSetName, kept: KeptAnchors): void;
    /** Runs of a file, or of all files; the newest first, some twenty of them. */
    runs(file?: string): KeptRun[];
    saveRun(run: KeptRun): void;
    decisions(examples: readonly string[]): Map<string, Decision>;
    /** All of them or none; undefined takes a decision back. */
    saveDecisions(decisions: ReadonlyMap<string, Decision | undefined>): void;
}
