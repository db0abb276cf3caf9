import {UserError} from "../core/errors.js";
import {EngineClient, EngineCrash, type ClientOptions} from "./client.js";
import type {EngineInfo, EngineResult, MeasureTask} from "../core/measurement.js";
import type {EngineEvent} from "./protocol.js";

/** How often the process may die before somebody is blamed. */
interface Patience {
    /** In a row without any result between them, until the engine itself is given up. */
    readonly engine: number;
    /** On one example, at whatever steps, until it is skipped. */
    readonly example: number;
    /** On one example at the same step in a row, until it is skipped. */
    readonly step: number;
}

const ownDeath: Patience = {engine: 3, example: 4, step: 2};
/** Kills from outside say little of engine and example; but a system that is short of memory kills at the same step again and again. */
const killed: Patience = {engine: 12, example: 12, step: 3};

/**
 * An engine that survives its process. When the process dies, a new one takes up what has not been measured yet. An example
 * that ends it twice at the same step is skipped: dying at different steps is more likely somebody else's doing (memory taken
 * by others, a kill by hand), so that costs a repetition, not the example.
 */
export class SupervisedEngine {
    private client: EngineClient;

    public constructor(private readonly options: ClientOptions) {
        this.client = new EngineClient(options);
    }

    /** @throws UserError when the process dies by itself, or is killed too often, before the model is loaded */
    public async load(): Promise<EngineInfo> {
        for (let kills = 1; ; kills++) {
            try {
                return await this.client.load();
            } catch (error) {
                if (!(error instanceof EngineCrash))
                    throw error;
                if (!error.fromOutside || kills >= killed.engine)
                    throw new UserError(`${error.message} ${whatToDo}`);
                await this.replaceClient();
            }
        }
    }

    public async *measure(options: MeasureTask, signal: AbortSignal): AsyncGenerator<readonly EngineResult[]> {
        const progress = new Progress(options);
        while (true) {
            try {
                for await (const events of this.client.measure(progress.remaining(), signal))
                    yield progress.take(events);
                return;
            } catch (error) {
                if (!(error instanceof EngineCrash))
                    throw error;
                if (signal.aborted)
                    return;
                const {skipped, hopeless} = progress.crashed(error.fromOutside ? killed : ownDeath);
                if (hopeless)
                    throw new UserError(`${error.message} It did so again and again without getting anywhere. ${whatToDo}`);
                yield [{kind: "restarted", reason: error.message}, ...(skipped === undefined ? [] : [{kind: "crashed", key: skipped} as const])];
                await this.replaceClient();
            }
        }
    }

    public close(): Promise<void> {
        return this.client.close();
    }

    private async replaceClient(): Promise<void> {
        await this.client.close();
        this.client = new EngineClient(this.options);
    }
}

const whatToDo = "Is there enough free memory for the model? Try --gpu off, or a smaller model.";

/** What of a run is done, what is in flight, and who was in flight when the process died. */
class Progress {
    private readonly doneAnchors = new Set<string>();
    private readonly doneExamples = new Set<string>();
    /** The example whose one-shot passes are under way. */
    private inFlight: string | undefined;
    private stepsInFlight = 0;
    private readonly crashSteps = new Map<string, number[]>();
    private crashesInARow = 0;

    public constructor(private readonly options: MeasureTask) {}

    public remaining(): MeasureTask {
        return {
            protocol: this.options.protocol,
            anchors: this.options.anchors.map((anchor) => this.doneAnchors.has(anchor.key) ? {...anchor, zeroShot: false} : anchor),
            examples: this.options.examples.filter(({key}) => !this.doneExamples.has(key))
        };
    }

    public take(events: readonly EngineEvent[]): EngineResult[] {
        const results: EngineResult[] = [];
        let tokens = 0;
        for (const event of events) {
            if (event.type === "step") {
                tokens += event.tokens;
                this.stepsInFlight++;
            } else if (event.type === "started") {
                this.inFlight = event.pass === "one-shot" ? event.key : undefined;
                this.stepsInFlight = 0;
            } else if (event.type === "estimate") {
                results.push({kind: "estimate", tokens: event.tokens, seconds: event.seconds});
            } else if (event.type === "anchorRefused") {
                this.doneAnchors.add(event.key);
                results.push({kind: "anchor-refused", key: event.key, reason: event.reason});
            } else if (event.type === "zeroShot") {
                this.finish(this.doneAnchors, event.key);
                results.push({kind: "zero-shot", key: event.key, measurement: event.measurement});
            } else if (event.type === "oneShot") {
                this.finish(this.doneExamples, event.key);
                results.push({kind: "one-shot", key: event.key, measurements: event.measurements, truncated: event.truncated});
            }
        }
        return tokens > 0 ? [...results, {kind: "progress", tokens}] : results;
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
        this.doneExamples.add(key);
        this.crashesInARow = 0; // skipping is getting somewhere
        return {skipped: key, hopeless: false};
    }

    private finish(done: Set<string>, key: string): void {
        done.add(key);
        this.inFlight = undefined;
        this.crashesInARow = 0;
    }
}
