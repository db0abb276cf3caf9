import type {TextTerm} from "../core/filter/terms.js";
import type {Turn} from "../core/example.js";
import type {Position} from "../core/formats/located.js";
import type {KeptRun} from "../core/measurement.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision, SelectionRule} from "../core/selection.js";
import type {TextColumn} from "../core/table/textColumns.js";
import type {PackedPatch, PackedTable} from "../core/table/transfer.js";
import type {ExportFormat} from "../session/exportSubset.js";
import type {WantedRun} from "../session/keptScores.js";
import type {SubsetOrigin} from "../session/subsetCard.js";
import type {Failure} from "./failure.js";

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
    /** The scores of exactly this run are shown, whatever is wanted. */
    readonly run?: KeptRun;
    /** At or below it an example is flagged `low-golden-score`. */
    readonly lowScore: number;
}

/** What the thread tells of itself, in the order in which it happens. The first `table` comes soon with the first rows; each has the rows that follow those before it, or all again; of a file that is read again there is but the whole one, and `reading-again` before it where that takes long; `keys` are those of its rows, packed, four words a row. */
export type BrowseEvent =
    | {readonly kind: "table"; readonly revision: number; readonly table: PackedTable; readonly keys: Uint32Array<ArrayBuffer>; readonly done: boolean; readonly share: number; readonly problems: number}
    /** How far that is, 0 to 1: a few times a second, and never where the whole table follows in a moment. Until then questions about the table before are not answered. */
    | {readonly kind: "reading-again"; readonly revision: number; readonly share: number}
    | {readonly kind: "patch"; readonly revision: number; readonly patch: PackedPatch}
    /** Whose scores are shown; after it come tables or patches with them. */
    | {readonly kind: "origin"; readonly origin: ScoresOrigin}
    /** All scores and decisions that are known of the whole file have been sent. */
    | {readonly kind: "looked-up"; readonly revision: number}
    | {readonly kind: "found"; readonly search: number; readonly revision: number; readonly from: number; readonly to: number; readonly bits: ArrayBuffer; readonly done: boolean}
    /** The search has ended without an end: what was found before stands. */
    | {readonly kind: "search-failed"; readonly search: number; readonly sentence: string}
    /** The file on disk is another than was read: its texts are not given any more until it is read again. Said once a revision. */
    | {readonly kind: "changed"; readonly revision: number}
    /** The scores file that was asked for has no score of any example, or cannot be read, of which a notice has told: what there is without it is shown. */
    | {readonly kind: "scores-file-refused"; readonly path: string}
    /** Something that the person should know, such as a store that cannot be read; the table goes on. */
    | ({readonly kind: "notice"} & Failure)
    /** The file cannot be shown: a sentence for the person. */
    | ({readonly kind: "failed"} & Failure);

export type ScoresOrigin =
    | {readonly kind: "none"}
    | {readonly kind: "run"; readonly run: KeptRun}
    | {readonly kind: "file"; readonly path: string; readonly model: string | null};

/** Said to it. Questions carry a number, and every one is answered, if only by `undefined` where the revision is gone. */
export type BrowseRequest =
    /** Reads the file, anew if it was read before: from then on everything is of the next revision, the first being 1. */
    | {readonly kind: "read"; readonly file: BrowsedFile; readonly options: BrowseOptions}
    /** Looks scores and decisions up again, as after a run or a change of settings. */
    | {readonly kind: "refresh"; readonly options: BrowseOptions}
    /** A run has begun on the file: no scores file is shown any more. What there is of the run is looked up by the next `refresh`. */
    | {readonly kind: "run-begun"}
    /** A run has measured these: shown at once, without the store. */
    | {readonly kind: "scored"; readonly rows: readonly Pick<ScoreRow, "key" | "goldenScore" | "meanGain" | "ci95" | "wins" | "anchors" | "flags" | "answerTokens">[]}
    | {readonly kind: "decided"; readonly keys: readonly string[]; readonly decision: Decision | null}
    /**
     * Shows the scores of this file, also in the first reading that follows, until another file is read, this one by other columns, or a run begins on it.
     * Undefined: what there is without it.
     */
    | {readonly kind: "scores-file"; readonly path: string | undefined}
    /** Says the table and the origin again, as to a panel that was hidden. */
    | {readonly kind: "resend"}
    /** Of the newest revision only, and ended without a word by the next one. */
    | {readonly kind: "search"; readonly search: number; readonly revision: number; readonly term: TextTerm}
    | {readonly kind: "stop-search"; readonly search: number}
    /** The last request: the thread ends when the exports in hand are written. */
    | {readonly kind: "close"}
    | {readonly kind: "ask"; readonly ask: number; readonly question: Question};

/** As far as it tells origins apart: scores of two that are the same in this are the same. */
export type OriginIdentity =
    | {readonly kind: "none"}
    | {readonly kind: "run"; readonly run: Pick<KeptRun, "modelFingerprint" | "protocol" | "anchors">}
    | {readonly kind: "file"; readonly path: string};

export interface ExportOrder {
    /** Whose scores were shown when the rows were chosen, and whose the card says they are: refused where they are another's by now. */
    readonly origin: OriginIdentity;
    /** Absolute. */
    readonly out: string;
    /** Of what is written, what may be there already; where missing, nothing. */
    readonly replaceable?: readonly string[];
    readonly format: ExportFormat;
    /** What the thread does not know itself; null: without a card. */
    readonly card: (Pick<SubsetOrigin, "goldpan" | "made" | "run" | "filter" | "command"> & {readonly scoresFile: string | null}) | null;
}

export interface Exported {
    /** For people: `120 examples`. */
    readonly subset: string;
    /** Examples in the file. */
    readonly of: number;
}

/** Examples of a file, counted. */
export interface GoldenAmounts {
    readonly all: number;
    readonly scored: number;
    readonly kept: number;
    readonly dropped: number;
    /** By rule, with the decisions of the person. */
    readonly chosen: readonly number[];
}

/** `cut`: so many characters of a turn are enough; 0 for all. */
export type Question =
    | {readonly kind: "texts"; readonly revision: number; readonly rows: readonly number[]; readonly cut: number}
    /** The order of all rows by a text; asked while the file is read, it is answered when all rows are there. */
    | {readonly kind: "text-ranks"; readonly revision: number; readonly column: TextColumn}
    | {readonly kind: "keys"; readonly revision: number; readonly rows: Uint32Array}
    | {readonly kind: "rows"; readonly revision: number; readonly keys: readonly string[]}
    /** Where the record of a row begins, as editors count. */
    | {readonly kind: "place"; readonly revision: number; readonly row: number}
    /** All keys, packed, for `match` of another file's thread. */
    | {readonly kind: "packed-keys"; readonly revision: number}
    /** Which row of another file has the content of each row here. */
    | {readonly kind: "match"; readonly revision: number; readonly keys: Uint32Array}
    /** What the rules would choose; refused while scores are still looked up, as is an export by a rule. */
    | {readonly kind: "golden"; readonly revision: number; readonly rules: readonly SelectionRule[]}
    /** Writes some rows to a new file, those given or the golden subset by a rule; settled when it is on disk. */
    | {readonly kind: "export"; readonly revision: number; readonly rows: Uint32Array | SelectionRule; readonly order: ExportOrder};

/** What a question is answered with, or `undefined` where its revision is gone; rows that the table does not have are left out. */
export interface Answers {
    /** As they stand in the file now; undefined also when the file has changed since it was read, which `changed` says. */
    readonly texts: readonly TextsOfRow[];
    /** By row, as `rankLines` says; undefined also when the file has changed, as for texts. */
    readonly "text-ranks": Uint32Array;
    readonly keys: readonly string[];
    /** All rows with one of the keys, ascending. */
    readonly rows: Uint32Array;
    /** As it stands in the file now, see `texts`; undefined also for one that lies very far into its line. */
    readonly place: Position;
    /** Four words a row. */
    readonly "packed-keys": Uint32Array;
    /** By row; of copies the first, and `unknown` for none. */
    readonly match: Uint32Array;
    readonly golden: GoldenAmounts;
    readonly export: Exported;
}

export interface TextsOfRow {
    readonly row: number;
    readonly turns: readonly Turn[];
    /** Whether nothing was cut. */
    readonly whole: boolean;
}

/** Fields of a record that become categories of the table where they hold few different texts. Other fields are not looked at. */
export const categoryFields = [
    "source", "dataset", "subset", "split", "category", "task", "task_type", "type", "domain", "topic", "language", "lang", "difficulty", "license", "model", "generator"
] as const;
