import path from "node:path";
import type {AnchorDraw} from "../core/anchors.js";
import type {Problem} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {EngineInfo, ModelInfo} from "../core/measurement.js";
import {describeMeasurer, joinMeasuredBy, measurerOf, type MeasuredBy} from "../core/measurers.js";
import type {Protocol} from "../core/protocol.js";
import type {ScoreRow} from "../core/scoresFile.js";
import {isShallow} from "../core/shape.js";
import {metaShape} from "./metaShape.js";
import type {Dataset} from "./readDataset.js";
import type {Comparisons} from "./scoreDataset.js";

/** A part of a dataset: every `of`-th example, beginning with the `part`-th (from 1). */
export interface Shard {
    readonly part: number;
    readonly of: number;
}

/** What `<scores>.meta.json` holds: everything needed to know what the numbers mean and to get them again. */
export interface RunMeta {
    readonly format: "goldpan-scores";
    readonly version: 1;
    readonly dataset: {readonly file: string; readonly sha256: string; readonly examples: number; readonly columns: ColumnMapping | null};
    /** `fingerprintSampled` is missing where version 0.1.0 wrote the file, whose `fingerprint` is that one. */
    readonly model: ModelInfo & {readonly file: string; readonly fingerprint: string; readonly fingerprintSampled?: string};
    /** Null when every number came from the store and no model was started. */
    readonly backend: Pick<EngineInfo, "backend" | "devices" | "evaluator" | "threads" | "kvCache" | "batchTokens" | "memory" | "contextPositions" | "library" | "noise"> | null;
    /** Whoever measured what the rows follow from, in this run or before; missing in files of version 0.1.0. */
    readonly measuredBy?: readonly MeasuredBy[];
    readonly protocol: Protocol;
    readonly anchors: {
        readonly source: string;
        /** In the task set. */
        readonly count: number;
        readonly hash: string;
        /** How they were drawn; null for a file, and for a set that an earlier version drew. */
        readonly draw: AnchorDraw | null;
        /** Members that this model could not be asked about, with the reason. */
        readonly leftOut: readonly {readonly key: string; readonly reason: string}[];
    };
    readonly seed: number;
    readonly limit: number | null;
    readonly shard: Shard | null;
    readonly counts: {
        readonly rows: number;
        readonly scored: number;
        readonly unscored: number;
        readonly fromStore: number;
        readonly flags: Readonly<Record<string, number>>;
        readonly problems: number;
        /** Of examples and anchors; missing in files of version 0.1.0, as is the next. */
        readonly comparisons?: number;
        /** Comparisons closer than the noise; null where that is not known. */
        readonly nearTies?: number | null;
    };
    /** The first thousand; `counts.problems` is their number. */
    readonly problems: readonly Pick<Problem, "line" | "column" | "message">[];
    readonly tokensEvaluated: number;
    readonly seconds: number;
    readonly versions: Readonly<Record<string, string>>;
    /** Of a file that was put together: what each part used. */
    readonly parts?: readonly (Pick<RunMeta, "backend" | "measuredBy" | "versions"> & {readonly part: number})[];
    /** The very file that this belongs to; earlier versions did not write it down. */
    readonly scores?: {readonly sha256: string; readonly bytes: number; readonly rows: number};
}

/** A meta file holds a few levels; nobody else's need be walked through. */
const deepest = 32;

/** The first field of a meta file that is not as it must be (`model.file`), empty for the whole; undefined where all are. */
export function wrongField(value: unknown): string | undefined {
    return isShallow(value, deepest) ? metaShape(value) : "";
}

export function isRunMeta(value: unknown): value is RunMeta {
    return wrongField(value) === undefined;
}

/**
 * In what two parts are of different runs: dataset, model, protocol, anchors or choice of examples; empty for two of one run. Models
 * are compared by all of their bytes where both parts know that, else by what version 0.1.0 knew.
 */
export function runDifferences(one: RunMeta, other: RunMeta): string[] {
    const bySample = !isWhollyKnown(one) || !isWhollyKnown(other), mine = runIdentity(one, bySample);
    return Object.entries(runIdentity(other, bySample)).filter(([name, value]) => mine[name] !== value).map(([name]) => name);
}

/** Whether the model's fingerprint is of all of its bytes. */
export function isWhollyKnown({model}: RunMeta): boolean {
    return typeof model.fingerprintSampled === "string";
}

function runIdentity({dataset, model, protocol, anchors, seed, limit, shard}: RunMeta, bySample: boolean): Readonly<Record<string, string>> {
    return {
        "dataset": dataset.sha256 + JSON.stringify(dataset.columns),
        "model": bySample ? model.fingerprintSampled ?? model.fingerprint : model.fingerprint,
        "protocol": JSON.stringify(protocol),
        "anchors": anchors.hash,
        "seed": String(seed),
        "limit": String(limit),
        "number of examples": String(dataset.examples),
        "number of shards": String(shard?.of ?? null)
    };
}

/** What a finished run knows of itself. */
export interface RunFacts extends Pick<RunMeta, "model" | "protocol" | "anchors" | "seed" | "limit" | "shard" | "tokensEvaluated" | "seconds" | "versions"> {
    readonly dataset: Dataset;
    readonly columns: ColumnMapping | undefined;
    readonly rows: readonly ScoreRow[];
    /** Undefined when no model was started. */
    readonly engine: EngineInfo | undefined;
    readonly fromStore: number;
    readonly compared: Comparisons;
}

/** Who measured the rows of a file, also of one that does not say so itself but which engine was at work. */
export function measuredByOf({measuredBy, backend, counts, anchors, versions}: RunMeta): readonly MeasuredBy[] {
    if (measuredBy !== undefined)
        return measuredBy;
    const by = backend === null ? null : measurerOf({...backend, library: null, noise: null, versions});
    return [{by, examples: counts.scored, anchors: anchors.count}];
}

/** What the meta file of the whole says of its parts beside sums. */
export function joinParts(parts: readonly RunMeta[]): Pick<RunMeta, "measuredBy" | "parts"> {
    return {
        measuredBy: joinMeasuredBy(parts.flatMap(measuredByOf)),
        parts: parts.map((meta) => ({part: meta.shard?.part ?? 0, backend: meta.backend, measuredBy: measuredByOf(meta), versions: meta.versions}))
    };
}

/** A sentence where parts were measured otherwise than others; undefined where all were measured alike. */
export function describeParts(parts: readonly RunMeta[]): string | undefined {
    if (joinMeasuredBy(parts.flatMap(measuredByOf)).length < 2)
        return undefined;
    const each = parts.map((meta) => `${meta.shard?.part ?? 0}/${meta.shard?.of ?? 0} by ${measuredByOf(meta).map(({by}) => describeMeasurer(by)).join(" and ")}`);
    return `The parts were not measured alike (${each.join("; ")}), so scores may differ between them by near-ties beside what the examples are worth.`;
}

const mostProblems = 1000;

export function buildMeta({dataset, columns, rows, engine, fromStore, compared, model, protocol, anchors, seed, limit, shard, tokensEvaluated, seconds, versions}: RunFacts): RunMeta {
    return {
        format: "goldpan-scores", version: 1,
        dataset: {file: path.basename(dataset.path), sha256: dataset.sha256, examples: dataset.examples.length, columns: columns ?? null},
        model,
        backend: engine === undefined ? null : {
            backend: engine.backend, devices: engine.devices, evaluator: engine.evaluator, threads: engine.threads, kvCache: engine.kvCache,
            batchTokens: engine.batchTokens, memory: engine.memory, contextPositions: engine.contextPositions,
            library: engine.library, noise: engine.noise
        },
        measuredBy: compared.measuredBy,
        protocol, anchors, seed, limit, shard,
        counts: {...countRows(rows), fromStore, problems: dataset.problems.length, comparisons: compared.comparisons, nearTies: compared.nearTies},
        problems: dataset.problems.slice(0, mostProblems).map(({line, column, message}) => ({line, column, message})),
        tokensEvaluated, seconds, versions
    };
}

/** Counts of a scores file's rows. */
export function countRows(rows: readonly ScoreRow[]): Pick<RunMeta["counts"], "rows" | "scored" | "unscored" | "flags"> {
    const flags = new Map<string, number>();
    for (const flag of rows.flatMap((row) => row.flags))
        flags.set(flag, (flags.get(flag) ?? 0) + 1);
    const scored = rows.filter(({goldenScore}) => goldenScore !== null).length;
    return {rows: rows.length, scored, unscored: rows.length - scored, flags: Object.fromEntries([...flags].sort(([a], [b]) => a < b ? -1 : 1))};
}
