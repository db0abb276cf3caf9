import type {Anchor} from "../core/anchors.js";
import {UserError} from "../core/errors.js";
import type {ExampleInText} from "../core/example.js";
import {goldenScore, type AnchorMeasurement, type GoldenScore} from "../core/golden.js";
import type {EngineInfo, EngineResult, ExampleTask, KeptRun, MeasureTask, ModelInfo, OneShot, Scope, ZeroShot} from "../core/measurement.js";
import {measurerOf, noiseOfAll, type MeasuredBy, type Measurer} from "../core/measurers.js";
import {GainCounts} from "../core/nearTies.js";
import {promptText} from "../core/prompt.js";
import {protocolFor, protocolKey, type Protocol, type ProtocolName} from "../core/protocol.js";
import {crashNote, deservesAnotherTry} from "./crashNotes.js";
import type {Engine, Store} from "./interfaces.js";

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
    if (!run.signal.aborted)
        yield {kind: "compared", ...state.comparisons()};
}

/** An example that an earlier run has given up. */
interface Crashed {
    readonly example: ExampleInText;
    readonly oneShot: OneShot;
}

/** What one run knows of its anchors and examples so far. */
class RunState {
    private readonly anchorKeys: readonly string[];
    private readonly zeroShots: Map<string, ZeroShot>;
    private readonly zeroShotMeasurements = new Map<string, AnchorMeasurement>();
    /** Examples of which some anchors were measured before: only these are kept, the finished ones would fill the memory. */
    private readonly partly = new Map<string, OneShot>();
    private readonly gains = new GainCounts();
    private readonly scored = new Set<string>();
    /** Who measures what is committed. */
    public measurer: Measurer | null = null;

    public constructor(private readonly run: ScoreRun, private readonly scope: Scope) {
        this.anchorKeys = run.anchors.map(({key}) => key);
        this.zeroShots = run.fresh ? new Map<string, ZeroShot>() : run.store.zeroShots(scope, this.anchorKeys);
        for (const [key, zeroShot] of this.zeroShots)
            this.noteZeroShot(key, zeroShot);
        this.requireUsableAnchor();
    }

    public *leftOut(): Generator<ScoreEvent> {
        for (const anchor of this.run.anchors) {
            const zeroShot = this.zeroShots.get(anchor.key);
            if (zeroShot?.kind === "refused")
                yield {kind: "anchor-left-out", anchor, reason: zeroShot.reason};
        }
    }

    /** Splits examples into those that the store can answer for, those that still need the engine, and those that it has crashed on. */
    public lookUp(examples: readonly ExampleInText[]): {done: ScoredExample[]; open: ExampleInText[]; givenUp: Crashed[]} {
        const stored = this.run.fresh ? new Map<string, OneShot>() : this.run.store.oneShots(this.scope, examples.map(({key}) => key));
        const done: ScoredExample[] = [];
        const open: ExampleInText[] = [], givenUp: Crashed[] = [];
        for (const example of examples) {
            const oneShot = stored.get(example.key);
            if (oneShot !== undefined && this.missingAnchors(example, oneShot).length === 0) {
                done.push(this.derive(example, {...oneShot, crashed: false})); // if it crashed, it did so on others
                continue;
            }
            if (oneShot?.crashed === true) {
                givenUp.push({example, oneShot});
                continue;
            }
            if (oneShot !== undefined)
                this.partly.set(example.key, oneShot);
            open.push(example);
        }
        return {done, open, givenUp};
    }

    /** Which of those that were given up are tried again: once in a run, under other circumstances than before or when it was asked for. */
    public sortCrashed(crashed: readonly Crashed[], info: EngineInfo | undefined): {done: ScoredExample[]; again: ExampleInText[]} {
        const {store, retry = false, circumstances = "", signal} = this.run;
        const notes = store.crashes(this.scope, crashed.map(({example}) => example.key));
        const done: ScoredExample[] = [], again: ExampleInText[] = [];
        for (const {example, oneShot} of crashed) {
            if (signal.aborted || !(retry || deservesAnotherTry(notes.get(example.key), circumstances, info))) {
                done.push(this.derive(example, oneShot));
                continue;
            }
            this.partly.set(example.key, oneShot);
            again.push(example);
        }
        return {done, again};
    }

    public task(protocol: Protocol, examples: readonly ExampleInText[]): MeasureTask {
        const byKey = new Map(examples.map((example) => [example.key, example]));
        return {
            protocol,
            anchors: this.run.anchors.map((anchor) => ({key: anchor.key, ...promptText(anchor.turns), zeroShot: !this.zeroShots.has(anchor.key)})),
            examples: Array.from(byKey.values(), (example): ExampleTask => {
                const {query, answer} = promptText(example.turns);
                return {key: example.key, text: query + answer, answerFrom: query.length, anchors: this.missingAnchors(example, this.partly.get(example.key))};
            })
        };
    }

    /** Takes results of the engine in and writes them to the store before anyone hears of them. @param note of what crashes */
    public commit(results: readonly EngineResult[], note: string): {leftOut: ScoreEvent[]; measured: {key: string; oneShot: OneShot}[]; tokens: number; restarts: string[]} {
        const zeroShots = new Map<string, ZeroShot>();
        const oneShots = new Map<string, OneShot>();
        const restarts: string[] = [];
        let tokens = 0;
        for (const result of results) {
            switch (result.kind) {
                case "anchor-refused":
                    if (this.zeroShots.get(result.key)?.kind !== "refused") // the engine says it in every run and after every restart
                        zeroShots.set(result.key, {kind: "refused", reason: result.reason});
                    break;
                case "zero-shot":
                    zeroShots.set(result.key, {kind: "measured", measurement: result.measurement});
                    break;
                case "one-shot":
                    oneShots.set(result.key, {measurements: result.measurements, truncated: result.truncated, crashed: false, answerTokens: result.answerTokens});
                    break;
                case "crashed":
                    oneShots.set(result.key, {measurements: new Map(), truncated: false, crashed: true, answerTokens: null});
                    break;
                case "progress":
                    tokens += result.tokens;
                    break;
                case "restarted":
                    restarts.push(result.reason);
                    break;
                case "estimate":
                case "loaded":
                    break; // nothing to keep
            }
        }
        if (zeroShots.size > 0 || oneShots.size > 0)
            this.run.store.saveMeasurements(this.scope, zeroShots, oneShots, this.measurer, note);
        for (const [key, zeroShot] of zeroShots)
            this.noteZeroShot(key, zeroShot);
        const measured = Array.from(oneShots, ([key, oneShot]) => {
            const before = this.partly.get(key)?.measurements ?? [];
            this.partly.delete(key);
            return {key, oneShot: {...oneShot, measurements: new Map([...before, ...oneShot.measurements])}};
        });
        this.requireUsableAnchor();
        const leftOut = this.run.anchors.flatMap((anchor): ScoreEvent[] => {
            const zeroShot = zeroShots.get(anchor.key);
            return zeroShot?.kind === "refused" ? [{kind: "anchor-left-out", anchor, reason: zeroShot.reason}] : [];
        });
        return {leftOut, measured, tokens, restarts};
    }

    public derive(example: ExampleInText, {measurements, truncated, crashed, answerTokens}: OneShot): ScoredExample {
        const score = crashed ? null : goldenScore(this.anchorKeys, this.zeroShotMeasurements, measurements, example.key, (gain) => {
            this.gains.add(gain);
        });
        if (score !== null)
            this.scored.add(example.key);
        const flags = [...example.flags, ...(truncated ? ["truncated"] : []), ...(crashed ? ["engine-crash"] : [])];
        return {example, score, flags, answerTokens};
    }

    /** Of all that was derived. */
    public comparisons(): Comparisons {
        const {comparisons} = this.gains;
        const measuredBy = this.run.store.measuredBy(this.scope, [...this.zeroShotMeasurements.keys()], [...this.scored]);
        const noise = noiseOfAll(measuredBy);
        return {measuredBy, noise, comparisons, nearTies: noise === null ? null : this.gains.nearTies(noise)};
    }

    private noteZeroShot(key: string, zeroShot: ZeroShot): void {
        this.zeroShots.set(key, zeroShot);
        if (zeroShot.kind === "measured")
            this.zeroShotMeasurements.set(key, zeroShot.measurement);
    }

    /** Anchors that this example still has to be measured on; one whose zero-shot score is unknown may yet be refused. */
    private missingAnchors(example: ExampleInText, oneShot: OneShot | undefined): number[] {
        return this.run.anchors.flatMap(({key}, position) => {
            const zeroShot = this.zeroShots.get(key);
            const settled = zeroShot?.kind === "refused" || (zeroShot !== undefined && oneShot?.measurements.has(key) === true);
            return key === example.key || settled ? [] : [position];
        });
    }

    private requireUsableAnchor(): void {
        const refused = this.anchorKeys.filter((key) => this.zeroShots.get(key)?.kind === "refused").length;
        if (refused === this.anchorKeys.length)
            throw new UserError("No anchor can be used with this model: each is longer than half its context or has no answer to score. Use shorter anchors or a model with a larger context.");
    }
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
