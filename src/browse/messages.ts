import type {TextTerm} from "../core/filter/terms.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {TextColumn} from "../core/table/textColumns.js";
import type {Failure} from "./failure.js";
import type {KeyedScores} from "./keyedScores.js";
import type {Answers, BrowseEvent, BrowseOptions, ScoresOrigin} from "./protocol.js";
import type {Source} from "./source.js";

/** What a thread of `dist/browser.js` is: the one that holds a file, or one that it starts for searches or for one order. */
export type ThreadRole =
    /** `revision`: of the last reading of the thread before it. */
    | {readonly role: "file"; readonly settings: ReadingSettings; readonly revision: number}
    /** What the thread does is seen in `progress`, at `progressAt`. */
    | {readonly role: "search"; readonly progress: Int32Array<SharedArrayBuffer>}
    | {readonly role: "sort"; readonly job: SortJob};

/** Tests make these small. */
export interface ReadingSettings {
    /** Bytes read at once; between two pieces questions are answered. */
    readonly pieceBytes: number;
    /** How long after the beginning the first rows are told. */
    readonly firstTableMs: number;
    /** Between two words on how far a file has been read again, and before the first. */
    readonly progressMs: number;
    /** How long a search may take for one example. */
    readonly searchLimitMs: number;
    /** Readings with fewer rows are not kept, nor so few scores: they take no time. */
    readonly fewestKept: number;
    /** Of a kept reading with more rows, the first are told before all others. */
    readonly mostAtOnce: number;
    /** So long the rows of other kept readings wait for their scores: told together they are shown sooner than one after the other. */
    readonly scoresAwaitedMs: number;
    /** File systems note times in steps: a file written so little ago may be written again without its times telling, so its reading is not kept. */
    readonly settledMs: number;
}

export const usualSettings: ReadingSettings = {pieceBytes: 1 << 18, firstTableMs: 100, progressMs: 500, searchLimitMs: 2000, fewestKept: 5000, mostAtOnce: 100_000, scoresAwaitedMs: 200, settledMs: 3000};

/** What the thread of a file says: events, and answers to questions by their number. */
export type FileMessage =
    | BrowseEvent
    | {readonly kind: "answer"; readonly ask: number; readonly answer: Answers[keyof Answers] | undefined}
    /** A question that cannot be answered, in one sentence. */
    | ({readonly kind: "refused"; readonly ask: number} & Failure);

/** One looking up of a file's scores and decisions. */
export interface LookUpJob {
    readonly job: number;
    /** Holds the number of the newest job: what is of an older one is left undone. */
    readonly jobs: Int32Array<SharedArrayBuffer>;
    readonly path: string;
    /** Shown whatever the store knows. */
    readonly scoresFile: string | undefined;
    readonly options: BrowseOptions;
}

/** Said to the thread that looks scores up. */
export type LookUpRequest =
    | ({readonly kind: "begin"} & LookUpJob)
    /** Some keys of the whole file, asked for by `want-sample`. */
    | {readonly kind: "sample"; readonly job: number; readonly keys: readonly string[]}
    /** Packed keys whose scores of the run are wanted. */
    | {readonly kind: "keys"; readonly job: number; readonly keys: Uint32Array; readonly last: boolean}
    /** The last request: the thread ends. */
    | {readonly kind: "close"};

export type LookUpResult =
    /** All decisions of the store, as codes of a table's column. */
    | {readonly kind: "decisions"; readonly job: number; readonly decisions: KeyedDecisions}
    | {readonly kind: "want-sample"; readonly job: number}
    /** Of a run: the keys are wanted now. Of a file: its scores come unasked. */
    | {readonly kind: "origin"; readonly job: number; readonly origin: ScoresOrigin}
    | {readonly kind: "scores"; readonly job: number; readonly scores: KeyedScores}
    | ({readonly kind: "notice"} & Failure)
    /** `complete`: everything that is known was said. */
    | {readonly kind: "done"; readonly job: number; readonly complete: boolean};

export interface KeyedDecisions {
    /** Four words a key. */
    readonly keys: Uint32Array;
    readonly codes: Uint8Array;
}

/** Said to the thread that searches. */
export type SearchRequest =
    /** Another revision: no rows, no searches. */
    | {readonly kind: "begin"; readonly revision: number; readonly columns: ColumnMapping | undefined}
    | ({readonly kind: "rows"} & SearchedRows)
    | {readonly kind: "search"; readonly search: number; readonly term: TextTerm; readonly from: number}
    | {readonly kind: "stop"; readonly search: number};

/** The next rows: where their records begin, and their bytes. */
export interface SearchedRows {
    /** Of all rows so far: what is in memory may have grown. */
    readonly source: Source;
    readonly start: Float64Array<ArrayBuffer>;
    readonly size: Uint32Array<ArrayBuffer>;
    readonly complete: boolean;
}

export type SearchResult =
    | Extract<BrowseEvent, {kind: "found"}>
    | {readonly kind: "changed"; readonly revision: number; readonly search: number}
    | {readonly kind: "failed"; readonly search: number; readonly sentence: string};

/** All that the thread needs that puts a file's rows in the order of a text. */
export interface SortJob {
    readonly column: TextColumn;
    readonly columns: ColumnMapping | undefined;
    readonly source: Source;
    readonly start: Float64Array<ArrayBuffer>;
    readonly size: Uint32Array<ArrayBuffer>;
}

/** The only word of that thread. */
export type SortResult =
    | {readonly kind: "ranks"; readonly ranks: Uint32Array<ArrayBuffer>}
    | {readonly kind: "changed"}
    | {readonly kind: "failed"; readonly sentence: string};

/** `testing` is 1 while an expression is at a text, of this search and row; `ticks` counts such texts. */
export const progressAt = {ticks: 0, testing: 1, search: 2, row: 3} as const;
