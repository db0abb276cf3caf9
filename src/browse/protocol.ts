import type {TextTerm} from "../core/filter/terms.js";
import type {KeptRun} from "../core/measurement.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision} from "../core/selection.js";
import type {PackedPatch} from "../core/table/patch.js";
import type {PackedTable} from "../core/table/transfer.js";
import type {WantedRun} from "../session/keptScores.js";

/** What is browsed. A text that is being edited comes as its bytes, anything else is read from disk; `.gz` is told by content. */
export interface BrowsedFile {
    /** Absolute; scores of runs on this file are looked for under it. */
    readonly path: string;
    /** The bytes of an edited text; the file's own where missing. */
    readonly bytes?: Uint8Array;
}

export interface BrowseOptions {
    /** Of the setting or the option `columns`; empty for the known forms. */
    readonly columns: string;
    /** Empty: the user's own. */
    readonly storeFolder: string;
    readonly wanted: WantedRun | undefined;
    /** At or below it an example is flagged `low-golden-score`. */
    readonly lowScore: number;
}

/** Said by the thread that holds a file. The first `table` comes soon with the first rows; each has all rows of those before it. */
export type BrowseEvent =
    | {readonly kind: "table"; readonly revision: number; readonly table: PackedTable; readonly done: boolean; readonly share: number; readonly problems: number}
    | {readonly kind: "patch"; readonly revision: number; readonly patch: PackedPatch}
    /** Whose scores are shown; after it come tables or patches with them. */
    | {readonly kind: "origin"; readonly origin: ScoresOrigin}
    | {readonly kind: "found"; readonly search: number; readonly revision: number; readonly from: number; readonly to: number; readonly bits: ArrayBuffer; readonly done: boolean}
    | {readonly kind: "search-failed"; readonly search: number; readonly sentence: string}
    /** The file cannot be shown: a sentence for the person. */
    | {readonly kind: "failed"; readonly sentence: string};

export type ScoresOrigin =
    | {readonly kind: "none"}
    | {readonly kind: "run"; readonly run: KeptRun}
    | {readonly kind: "file"; readonly path: string; readonly model: string | null};

/** Said to it. Questions carry a number, and every one is answered, if only by `undefined` where the revision is gone. */
export type BrowseRequest =
    /** Reads the file, anew if it was read before. */
    | {readonly kind: "read"; readonly file: BrowsedFile; readonly options: BrowseOptions}
    /** Looks scores and decisions up again, as after a run or a change of settings. */
    | {readonly kind: "refresh"; readonly options: BrowseOptions}
    /** A run has measured these: shown at once, without the store. */
    | {readonly kind: "scored"; readonly rows: readonly Pick<ScoreRow, "key" | "goldenScore" | "meanGain" | "ci95" | "wins" | "anchors" | "flags">[]}
    | {readonly kind: "decided"; readonly keys: readonly string[]; readonly decision: Decision | null}
    | {readonly kind: "scores-file"; readonly path: string}
    | {readonly kind: "search"; readonly search: number; readonly revision: number; readonly term: TextTerm}
    | {readonly kind: "stop-search"; readonly search: number}
    | {readonly kind: "ask"; readonly ask: number; readonly question: Question};

/** `cut`: so many characters of a turn are enough; 0 for all. */
export type Question =
    | {readonly kind: "texts"; readonly revision: number; readonly rows: readonly number[]; readonly cut: number}
    | {readonly kind: "keys"; readonly revision: number; readonly rows: Uint32Array}
    | {readonly kind: "rows"; readonly revision: number; readonly keys: readonly string[]}
    /** Byte spans of records: where an export cuts, and where an editor goes to. */
    | {readonly kind: "spans"; readonly revision: number; readonly rows: Uint32Array};
