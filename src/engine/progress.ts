import type {EmbedResult, EmbedTask, EngineResult, MeasureTask} from "../core/measurement.js";
import type {EngineEvent} from "./protocol.js";

/** How often the process may die before somebody is blamed. */
export interface Patience {
    /** In a row without any result between them, until the engine itself is given up. */
    readonly engine: number;
    /** On one example, at whatever steps, until it is skipped. */
    readonly example: number;
    /** On one example at the same step in a row, until it is skipped. */
    readonly step: number;
}

export const ownDeath: Patience = {engine: 3, example: 4, step: 2};
/** Kills from outside say little of engine and example; but a system that is short of memory kills at the same step again and again. */
export const killed: Patience = {engine: 12, example: 12, step: 3};

/** What of a run is done, and what to do when the process died. */
export interface Progress<Result> {
    take(events: readonly EngineEvent[]): Result[];
    /** `skipped`: the example that is given up, as a result. `hopeless`: nothing gets done at all. */
    crashed(patience: Patience): {readonly skipped: Result[]; readonly hopeless: boolean};
}

/** Who was in flight when the process died, and how often. */
class CrashLog {
    /** The example under way. */
    private inFlight: string | undefined;
    private stepsInFlight = 0;
    private readonly crashSteps = new Map<string, number[]>();
    private crashesInARow = 0;

    public started(key: string | undefined): void {
        this.inFlight = key;
        this.stepsInFlight = 0;
    }

    public stepped(): void {
        this.stepsInFlight++;
    }

    public finished(): void {
        this.inFlight = undefined;
        this.crashesInARow = 0;
    }

    public crashed(patience: Patience): {skipped: string | undefined; hopeless: boolean} {
        this.crashesInARow++;
        const key = this.inFlight;
        this.inFlight = undefined;
        if (key === undefined) // no example's fault: it died while loading or in a zero-shot pass
            return {skipped: undefined, hopeless: this.crashesInARow >= patience.engine};
        const steps = [...this.crashSteps.get(key) ?? [], this.stepsInFlight];
        this.crashSteps.set(key, steps);
        const last = steps.slice(-patience.step);
        const sameStep = last.length === patience.step && last.every((step) => step === this.stepsInFlight);
        if (!sameStep && steps.length < patience.example)
            return {skipped: undefined, hopeless: false};
        this.crashesInARow = 0; // skipping is getting somewhere
        return {skipped: key, hopeless: false};
    }
}

type Common = Extract<EngineResult, {kind: "progress" | "estimate"}>;

/** What both kinds of run report alike; `take` gets the other events. No example is to blame for what a zero-shot pass does. */
function follow<Result>(events: readonly EngineEvent[], crashes: CrashLog, take: (event: EngineEvent) => Result | undefined): (Result | Common)[] {
    const results: (Result | Common)[] = [];
    let tokens = 0;
    for (const event of events) {
        if (event.type === "step") {
            tokens += event.tokens;
            crashes.stepped();
        } else if (event.type === "started") {
            crashes.started(event.pass === "zero-shot" ? undefined : event.key);
        } else if (event.type === "estimate") {
            results.push({kind: "estimate", tokens: event.tokens, seconds: event.seconds});
        } else {
            const result = take(event);
            if (result !== undefined)
                results.push(result);
        }
    }
    return tokens > 0 ? [...results, {kind: "progress", tokens}] : results;
}

export class MeasureProgress implements Progress<EngineResult> {
    private readonly doneAnchors = new Set<string>();
    private readonly doneExamples = new Set<string>();
    private readonly crashes = new CrashLog();

    public constructor(private readonly options: MeasureTask) {}

    public remaining(): MeasureTask {
        return {
            protocol: this.options.protocol,
            anchors: this.options.anchors.map((anchor) => this.doneAnchors.has(anchor.key) ? {...anchor, zeroShot: false} : anchor),
            examples: this.options.examples.filter(({key}) => !this.doneExamples.has(key))
        };
    }

    public take(events: readonly EngineEvent[]): EngineResult[] {
        return follow<EngineResult>(events, this.crashes, (event) => {
            switch (event.type) {
                case "anchorRefused":
                    this.doneAnchors.add(event.key);
                    return {kind: "anchor-refused", key: event.key, reason: event.reason};
                case "zeroShot":
                    this.finish(this.doneAnchors, event.key);
                    return {kind: "zero-shot", key: event.key, measurement: event.measurement};
                case "oneShot":
                    this.finish(this.doneExamples, event.key);
                    return {kind: "one-shot", key: event.key, measurements: event.measurements, truncated: event.truncated, answerTokens: event.answerTokens};
                default:
                    return undefined;
            }
        });
    }

    public crashed(patience: Patience): {skipped: EngineResult[]; hopeless: boolean} {
        const {skipped, hopeless} = this.crashes.crashed(patience);
        if (skipped === undefined)
            return {skipped: [], hopeless};
        this.doneExamples.add(skipped);
        return {skipped: [{kind: "crashed", key: skipped}], hopeless};
    }

    private finish(done: Set<string>, key: string): void {
        done.add(key);
        this.crashes.finished();
    }
}

export class EmbedProgress implements Progress<EmbedResult> {
    private readonly done = new Set<string>();
    private readonly crashes = new CrashLog();

    public constructor(private readonly task: EmbedTask) {}

    public remaining(): EmbedTask {
        return {...this.task, examples: this.task.examples.filter(({key}) => !this.done.has(key))};
    }

    public take(events: readonly EngineEvent[]): EmbedResult[] {
        return follow<EmbedResult>(events, this.crashes, (event) => {
            if (event.type !== "embedded")
                return undefined;
            this.done.add(event.key);
            this.crashes.finished();
            return {kind: "embedding", key: event.key, embedding: event.embedding};
        });
    }

    public crashed(patience: Patience): {skipped: EmbedResult[]; hopeless: boolean} {
        const {skipped, hopeless} = this.crashes.crashed(patience);
        if (skipped === undefined)
            return {skipped: [], hopeless};
        this.done.add(skipped);
        return {skipped: [{kind: "embedding", key: skipped, embedding: {kind: "refused", reason: "engine-crash"}}], hopeless};
    }
}
