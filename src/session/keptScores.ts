import type {Anchor} from "../core/anchors.js";
import {goldenScoreOfColumns, measurementColumns, score, type AnchorMeasurement, type GoldenScore, type MeasurementColumns} from "../core/golden.js";
import type {KeptRun, Scope} from "../core/measurement.js";
import {protocolKey, type ProtocolName} from "../core/protocol.js";
import type {Store} from "./interfaces.js";

/** What the store knows of an example under one run. */
export interface KeptScore {
    /** Null when the engine crashed on it, or no anchor counts. */
    readonly score: GoldenScore | null;
    /** `truncated`, `engine-crash`. */
    readonly flags: readonly string[];
    /** Null where nobody has counted them. */
    readonly answerTokens: number | null;
}

/** What an example did to one anchor; scores in nats a token. */
export interface AnchorGain {
    readonly anchor: Anchor;
    readonly zeroShot: number;
    readonly oneShot: number;
}

/** Scores of one run, derived from the measurements in the store without a model. */
export class KeptScores {
    private readonly scope: Scope;
    private readonly anchorKeys: readonly string[];
    /** Places in the task set; the last one of anchors that are in it twice. */
    private readonly placeOf: ReadonlyMap<string, number>;
    private readonly zeroShots = new Map<string, AnchorMeasurement>();
    private readonly zeroShotColumns: MeasurementColumns;
    /** Places of anchors that were asked about, measured or refused. */
    private readonly settled: Uint8Array;

    public constructor(public readonly run: KeptRun, private readonly store: Pick<Store, "zeroShots" | "oneShots" | "oneShotColumns">) {
        this.scope = {modelFingerprint: run.modelFingerprint, protocol: protocolKey(run.protocol)};
        this.anchorKeys = run.anchors.map(({key}) => key);
        this.placeOf = new Map(this.anchorKeys.map((key, place) => [key, place]));
        this.zeroShotColumns = measurementColumns(this.anchorKeys.length);
        this.settled = new Uint8Array(this.anchorKeys.length);
        this.refresh();
    }

    /** All that scores follow from beside the one-shot measurements of their examples, as text. */
    public basis(): string {
        const {logProbability, tokens, known} = this.zeroShotColumns;
        return JSON.stringify([this.scope, this.anchorKeys, ...[logProbability, tokens, known, this.settled].map((column) => Array.from<number>(column))]);
    }

    /** Takes note of zero-shot scores that were measured since. */
    public refresh(): void {
        for (const [key, zeroShot] of this.store.zeroShots(this.scope, this.anchorKeys)) {
            const place = this.placeOf.get(key) ?? -1;
            this.settled[place] = 1;
            if (zeroShot.kind === "refused")
                continue;
            this.zeroShots.set(key, zeroShot.measurement);
            this.zeroShotColumns.logProbability[place] = zeroShot.measurement.logProbability;
            this.zeroShotColumns.tokens[place] = zeroShot.measurement.tokens;
            this.zeroShotColumns.known[place] = 1;
        }
    }

    /** Scores by content key, of the examples that were measured on all anchors. */
    public look(keys: readonly string[]): Map<string, KeptScore> {
        const found = new Map<string, KeptScore>();
        for (const {key, measurements, truncated, crashed, answerTokens} of this.store.oneShotColumns(this.scope, this.anchorKeys, keys)) {
            const own = this.placeOf.get(key) ?? -1;
            if (this.isComplete(measurements, own)) // if it crashed, it did so on others
                found.set(key, {score: goldenScoreOfColumns(this.zeroShotColumns, measurements, own), flags: truncated ? truncatedFlag : noFlag, answerTokens});
            else if (crashed)
                found.set(key, crashedScore);
        }
        return found;
    }

    /** What an example did to each anchor, the most helped first. Empty when it was not measured. */
    public gains(key: string): AnchorGain[] {
        this.refresh(); // a run may have begun after this was made
        const measurements = this.store.oneShots(this.scope, [key]).get(key)?.measurements;
        const gains = this.run.anchors.flatMap((anchor): AnchorGain[] => {
            const before = this.zeroShots.get(anchor.key), after = measurements?.get(anchor.key);
            return before === undefined || after === undefined || anchor.key === key ? [] : [{anchor, zeroShot: score(before), oneShot: score(after)}];
        });
        return gains.sort((a, b) => (b.oneShot - b.zeroShot) - (a.oneShot - a.zeroShot));
    }

    private isComplete({known}: MeasurementColumns, own: number): boolean {
        for (let place = 0; place < this.settled.length; place++)
            if (place !== own && (this.settled[place] === 0 || (this.zeroShotColumns.known[place] === 1 && known[place] === 0)))
                return false;
        return true;
    }
}

const crashedScore: KeptScore = {score: null, flags: ["engine-crash"], answerTokens: null};
const noFlag: readonly string[] = [], truncatedFlag: readonly string[] = ["truncated"];

/** What a person's settings ask for. */
export interface WantedRun {
    readonly modelFingerprint: string;
    readonly protocol: ProtocolName;
    readonly anchorSource: string;
    readonly seed: number;
}

/** A setting in which a run may differ from what is wanted. */
export type Difference = "model" | "protocol" | "anchors" | "seed";

/** In which settings a run differs from those that are wanted; empty for the same. */
export function differences(run: KeptRun, wanted: WantedRun): Difference[] {
    return [
        ...(run.modelFingerprint === wanted.modelFingerprint ? [] : ["model"] as const),
        ...(run.protocol.name === wanted.protocol ? [] : ["protocol"] as const),
        ...(run.anchorSource === wanted.anchorSource ? [] : ["anchors"] as const),
        ...(run.seed === wanted.seed ? [] : ["seed"] as const)
    ];
}

const sampleSize = 20;

/**
 * The run whose scores a file can show: of this file with the wanted settings, else the last one of this file, else (the file
 * was renamed or copied) a run that has measured at least half of a sample of its examples. Undefined when there is none.
 * @param file absolute path; @param keys content keys of the file's examples
 */
export function findRun(store: Pick<Store, "runs" | "zeroShots" | "oneShots" | "oneShotColumns">, file: string, keys: readonly string[], wanted: WantedRun | undefined): KeptRun | undefined {
    const matches = (run: KeptRun): boolean => wanted !== undefined && differences(run, wanted).length === 0;
    const own = store.runs(file);
    const first = own.find(matches) ?? own[0];
    if (first !== undefined || keys.length === 0)
        return first;
    const step = Math.max(1, Math.floor(keys.length / sampleSize));
    const sample = keys.filter((_, at) => at % step === 0).slice(0, sampleSize);
    const others = store.runs().filter((run) => new KeptScores(run, store).look(sample).size * 2 >= sample.length);
    return others.find(matches) ?? others[0];
}
