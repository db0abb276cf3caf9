import {UserError} from "../core/errors.js";
import type {ExampleInText} from "../core/example.js";
import {goldenScore, type AnchorMeasurement} from "../core/golden.js";
import type {EngineInfo, EngineResult, ExampleTask, MeasureTask, OneShot, Scope, ZeroShot} from "../core/measurement.js";
import {noiseOfAll, type Measurer} from "../core/measurers.js";
import {GainCounts} from "../core/nearTies.js";
import {promptText} from "../core/prompt.js";
import type {Protocol} from "../core/protocol.js";
import {deservesAnotherTry} from "./crashNotes.js";
import type {Comparisons, ScoreEvent, ScoreRun, ScoredExample} from "./scoreDataset.js";

/** An example that an earlier run has given up. */
export interface Crashed {
    readonly example: ExampleInText;
    readonly oneShot: OneShot;
}

/** What one run knows of its anchors and examples so far. */
export class RunState {
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
