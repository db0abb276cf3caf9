import type {Anchor} from "../core/anchors.js";
import type {ExampleInText} from "../core/example.js";
import type {GoldenScore} from "../core/golden.js";
import type {EngineInfo, KeptRun, ModelInfo, Scope} from "../core/measurement.js";
import {measurerOf, type MeasuredBy} from "../core/measurers.js";
import {protocolFor, protocolKey, type Protocol, type ProtocolName} from "../core/protocol.js";
import {crashNote} from "./crashNotes.js";
import type {Engine, Store} from "./interfaces.js";
import {RunState, type Crashed} from "./runState.js";

export interface ScoreRun {
    readonly examples: readonly ExampleInText[];
    readonly anchors: readonly Anchor[];
    readonly protocol: ProtocolName;
    readonly modelFingerprint: string;
    readonly engine: Engine;
    readonly store: Store;
    /** Measure everything again, whatever the store holds. */
    readonly fresh: boolean;
    /** Versions and options of the engine, which decide whether an example that it crashed on is tried again. */
    readonly circumstances?: string;
    /** Try those again whatever is noted of them. */
    readonly retry?: boolean;
    /** What to note of the run in the store, so that its scores can be shown again; nothing is noted when it is missing. */
    readonly note?: Pick<KeptRun, "file" | "modelFile" | "anchorSource" | "seed">;
    readonly signal: AbortSignal;
}

export interface ScoredExample {
    readonly example: ExampleInText;
    readonly score: GoldenScore | null;
    readonly flags: readonly string[];
    /** Null where nobody has counted them. */
    readonly answerTokens: number | null;
}

export type ScoreEvent =
    | {readonly kind: "protocol"; readonly protocol: Protocol; readonly model: ModelInfo}
    | {readonly kind: "engine"; readonly info: EngineInfo}
    | {readonly kind: "anchor-left-out"; readonly anchor: Anchor; readonly reason: string}
    | {readonly kind: "scored"; readonly results: readonly ScoredExample[]; readonly fromStore: boolean}
    | {readonly kind: "progress"; readonly tokens: number}
    | {readonly kind: "restarted"; readonly reason: string}
    /** How much the engine has to do, before it begins. */
    | {readonly kind: "estimate"; readonly tokens: number; readonly seconds: number}
    /** The last one, unless the signal was aborted before. */
    | ({readonly kind: "compared"} & Comparisons);

/** What the comparisons of a run are worth, of one-shot and zero-shot scores. */
export interface Comparisons {
    readonly measuredBy: readonly MeasuredBy[];
    /** In nats a token; null where nobody has measured it. */
    readonly noise: number | null;
    /** Of examples and anchors. */
    readonly comparisons: number;
    /** Those with a gain closer to zero than the noise; null without it. */
    readonly nearTies: number | null;
}

const lookUpBatch = 1000;

/**
 * Scores examples: what the store has at once, the rest through the engine. Everything the engine measured is in the store
 * before it is yielded, so ending at any moment loses at most the example in flight. Examples of the same content are
 * measured once. Ends early, without an error, when `signal` is aborted.
 * @throws UserError when no anchor can be used
 */
export async function* scoreDataset(run: ScoreRun): AsyncGenerator<ScoreEvent> {
    const {engine, store, modelFingerprint} = run;
    let info = store.modelInfo(modelFingerprint);
    let loaded: EngineInfo | undefined;
    if (info === undefined) {
        if (run.signal.aborted)
            return;
        loaded = await engine.load();
        info = loaded.model;
        store.saveModelInfo(modelFingerprint, info);
        yield {kind: "engine", info: loaded};
    }
    const protocol = protocolFor(run.protocol, info.trainedContext);
    const scope: Scope = {modelFingerprint, protocol: protocolKey(protocol)};
    if (run.note !== undefined)
        store.saveRun({...run.note, modelFingerprint, protocol, anchors: run.anchors});
    yield {kind: "protocol", protocol, model: info};

    const state = new RunState(run, scope);
    yield* state.leftOut();
    const missing: ExampleInText[] = [], crashed: Crashed[] = [];
    for (let start = 0; start < run.examples.length; start += lookUpBatch) {
        const {done, open, givenUp} = state.lookUp(run.examples.slice(start, start + lookUpBatch));
        missing.push(...open);
        crashed.push(...givenUp);
        if (done.length > 0)
            yield {kind: "scored", results: done, fromStore: true};
    }
    if (missing.length > 0 && loaded === undefined && !run.signal.aborted) {
        loaded = await engine.load();
        yield {kind: "engine", info: loaded};
    }
    const {done, again} = state.sortCrashed(crashed, loaded);
    missing.push(...again);
    if (done.length > 0)
        yield {kind: "scored", results: done, fromStore: true};
    if (run.signal.aborted)
        return;
    if (missing.length === 0) {
        yield {kind: "compared", ...state.comparisons()};
        return;
    }

    if (loaded === undefined) {
        loaded = await engine.load();
        yield {kind: "engine", info: loaded};
    }
    let note = crashNote(run.circumstances ?? "", loaded);
    state.measurer = measurerOf(loaded);
    const task = state.task(protocol, missing);
    const waiting = groupByKey(missing);
    for await (const results of engine.measure(task, run.signal)) {
        for (const {info: again} of results.filter((result) => result.kind === "loaded")) {
            state.measurer = measurerOf(again);
            note = crashNote(run.circumstances ?? "", again);
            yield {kind: "engine", info: again};
        }
        const {leftOut, measured, tokens, restarts} = state.commit(results, note);
        yield* results.filter((result) => result.kind === "estimate");
        yield* leftOut;
        for (const reason of restarts)
            yield {kind: "restarted", reason};
        if (tokens > 0)
            yield {kind: "progress", tokens};
        const scored = measured.flatMap(({key, oneShot}) => (waiting.get(key) ?? []).map((example) => state.derive(example, oneShot)));
        if (scored.length > 0)
            yield {kind: "scored", results: scored, fromStore: false};
    }
    if (!isAborted(run))
        yield {kind: "compared", ...state.comparisons()};
}

/** Asked anew: it may have happened meanwhile. */
function isAborted({signal}: ScoreRun): boolean {
    return signal.aborted;
}

function groupByKey(examples: readonly ExampleInText[]): Map<string, ExampleInText[]> {
    const groups = new Map<string, ExampleInText[]>();
    for (const example of examples) {
        const group = groups.get(example.key);
        if (group === undefined)
            groups.set(example.key, [example]);
        else
            group.push(example);
    }
    return groups;
}
