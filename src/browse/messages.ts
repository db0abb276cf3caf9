import type {KeyedScores} from "./keyedScores.js";
import type {Answers, BrowseEvent, BrowseOptions, ScoresOrigin} from "./protocol.js";

/** What a thread of `dist/browser.js` is: the one that holds a file, or one that it starts for work beside it. */
export type ThreadRole =
    | {readonly role: "file"; readonly settings: ReadingSettings}
    | {readonly role: "scores"};

/** Tests make these small. */
export interface ReadingSettings {
    /** Bytes read at once; between two pieces questions are answered. */
    readonly pieceBytes: number;
    /** How long after the beginning the first rows are told. */
    readonly firstTableMs: number;
}

/** What the thread of a file says: events, and answers to questions by their number. */
export type FileMessage =
    | BrowseEvent
    | {readonly kind: "answer"; readonly ask: number; readonly answer: Answers[keyof Answers] | undefined}
    /** A question that cannot be answered, in one sentence. */
    | {readonly kind: "refused"; readonly ask: number; readonly sentence: string};

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
    | {readonly kind: "keys"; readonly job: number; readonly keys: Uint32Array; readonly last: boolean};

export type LookUpResult =
    /** All decisions of the store, as codes of a table's column. */
    | {readonly kind: "decisions"; readonly job: number; readonly decisions: KeyedDecisions}
    | {readonly kind: "want-sample"; readonly job: number}
    /** Of a run: the keys are wanted now. Of a file: its scores come unasked. */
    | {readonly kind: "origin"; readonly job: number; readonly origin: ScoresOrigin}
    | {readonly kind: "scores"; readonly job: number; readonly scores: KeyedScores}
    | {readonly kind: "notice"; readonly sentence: string}
    /** `complete`: everything that is known was said. */
    | {readonly kind: "done"; readonly job: number; readonly complete: boolean};

export interface KeyedDecisions {
    /** Four words a key. */
    readonly keys: Uint32Array;
    readonly codes: Uint8Array;
}
