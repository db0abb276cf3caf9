import {anchorsOf, type Anchor} from "../../../src/core/anchors.js";
import {count} from "../../../src/core/displayText.js";
import type {Example} from "../../../src/core/example.js";
import type {AnchorMeasurement, GoldenScore} from "../../../src/core/golden.js";
import type {EngineInfo, ModelInfo, Scope, ZeroShot} from "../../../src/core/measurement.js";
import {promptText} from "../../../src/core/prompt.js";
import {protocolFor, protocolKey, type Protocol, type ProtocolName} from "../../../src/core/protocol.js";
import type {Engine, Store} from "../../../src/session/interfaces.js";
import {scoreDataset} from "../../../src/session/scoreDataset.js";
import {toExample, type Texts} from "./examples.js";

/** Thrown when the person stops the run; what was measured is kept. */
export class Stopped extends Error {}

export interface MeasuringOptions {
    readonly engine: Engine;
    readonly store: Store;
    readonly modelFingerprint: string;
    readonly protocol: ProtocolName;
    readonly signal: AbortSignal;
    /** Told from time to time how far it has got. */
    readonly say: (line: string) => void;
}

const reportEveryMs = 15_000;

/** Measures through Goldpan's own session and engine, and keeps everything in its store: a run that was killed goes on. */
export class Measuring {
    /** Evaluated by the model in this run; the rest came from the store. */
    public tokens = 0;
    public engineInfo: EngineInfo | undefined;
    private lastReport = performance.now();
    private tokensThen = 0;

    private constructor(private readonly options: MeasuringOptions, public readonly model: ModelInfo, public readonly protocol: Protocol, private readonly scope: Scope) {}

    public static async start(options: MeasuringOptions): Promise<Measuring> {
        const {store, modelFingerprint, engine} = options;
        let model = store.modelInfo(modelFingerprint);
        if (model === undefined) {
            ({model} = await engine.load());
            store.saveModelInfo(modelFingerprint, model);
        }
        const protocol = protocolFor(options.protocol, model.trainedContext);
        return new Measuring(options, model, protocol, {modelFingerprint, protocol: protocolKey(protocol)});
    }

    /** Golden score and mean gain by content key, as `goldpan score` gives them; examples without a score are not in it. */
    public async scores(what: string, examples: readonly Texts[], anchors: readonly Anchor[]): Promise<Map<string, GoldenScore>> {
        const wanted = distinct(examples);
        const scores = new Map<string, GoldenScore>();
        for await (const event of scoreDataset({...this.options, examples: wanted, anchors, fresh: false})) {
            if (event.kind === "engine")
                this.engineInfo = event.info;
            if (event.kind === "scored")
                for (const {example, score} of event.results)
                    if (score !== null)
                        scores.set(example.key, score);
            if (event.kind === "progress")
                this.count(event.tokens, `${what}: ${scores.size} of ${count(wanted.length, "example")}`);
        }
        this.throwIfStopped();
        return scores;
    }

    /** Zero-shot measurements by content key. Those longer than half the context and those without an answer are not in it. */
    public async zeroShots(what: string, tasks: readonly Texts[]): Promise<Map<string, AnchorMeasurement>> {
        const anchors = anchorsOf(distinct(tasks));
        const known = this.options.store.zeroShots(this.scope, anchors.map(({key}) => key));
        const missing = anchors.filter(({key}) => !known.has(key)).map(({key, turns}) => ({key, ...promptText(turns), zeroShot: true}));
        if (missing.length > 0) {
            this.engineInfo ??= await this.options.engine.load();
            for await (const results of this.options.engine.measure({protocol: this.protocol, anchors: missing, examples: []}, this.options.signal)) {
                const found = new Map<string, ZeroShot>();
                for (const result of results) {
                    if (result.kind === "zero-shot")
                        found.set(result.key, {kind: "measured", measurement: result.measurement});
                    else if (result.kind === "anchor-refused")
                        found.set(result.key, {kind: "refused", reason: result.reason});
                }
                this.options.store.saveMeasurements(this.scope, found, new Map());
                for (const [key, zeroShot] of found)
                    known.set(key, zeroShot);
                this.count(results.reduce((sum, result) => sum + (result.kind === "progress" ? result.tokens : 0), 0), `${what}: ${known.size} of ${count(anchors.length, "zero-shot pass", "zero-shot passes")}`);
            }
            this.throwIfStopped();
        }
        return new Map([...known].flatMap(([key, zeroShot]) => zeroShot.kind === "measured" ? [[key, zeroShot.measurement]] : []));
    }

    private count(tokens: number, what: string): void {
        this.tokens += tokens;
        const now = performance.now();
        if (now - this.lastReport < reportEveryMs)
            return;
        this.options.say(`${what} (${Math.round((this.tokens - this.tokensThen) / (now - this.lastReport) * 1000).toLocaleString("en-US")} tokens a second)`);
        this.lastReport = now;
        this.tokensThen = this.tokens;
    }

    private throwIfStopped(): void {
        if (this.options.signal.aborted)
            throw new Stopped();
    }
}

/** How many anchors took part: some may be too long for the model. */
export function anchorsUsed(scores: ReadonlyMap<string, GoldenScore>): number {
    return Math.max(0, ...Array.from(scores.values(), ({anchors}) => anchors));
}

function distinct(examples: readonly Texts[]): Example[] {
    return [...new Map(examples.map(toExample).map((example) => [example.key, example])).values()];
}
