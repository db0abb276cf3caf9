import type {TextTerm} from "../src/core/filter/terms.js";
import type {Decision} from "../src/core/selection.js";
import type {TextColumn} from "../src/core/table/textColumns.js";
import type {PackedPatch, PackedTable} from "../src/core/table/transfer.js";

/**
 * What the extension and a panel say to each other. Two closed unions; nothing is awaited on the way: an answer carries the
 * number of its question. Rows are places in the table of the same `revision`; what is asked of an older one gets no answer.
 */
export type ToPanel =
    /**
     * Rows of a table, which follow those of the same revision that have come before, or are all of them. Their content keys, four words
     * a row, tell which row of the next revision holds what a row of this one did.
     */
    | {readonly kind: "table"; readonly revision: number; readonly file: PanelFile; readonly table: PackedTable; readonly keys: Uint32Array; readonly reading: ReadingState}
    /** How far the file has been read again, 0 to 1: the table shown is the one before, until the next comes. Only where that takes long. */
    | {readonly kind: "reading-again"; readonly share: number}
    /** Scores, flags or decisions of some rows. */
    | {readonly kind: "patch"; readonly revision: number; readonly patch: PackedPatch}
    /** Where the scores come from, what runs: everything beside the table. */
    | {readonly kind: "status"; readonly status: PanelStatus}
    | {readonly kind: "texts"; readonly request: number; readonly texts: readonly RowText[]}
    | {readonly kind: "reasons"; readonly request: number; readonly reasons: RowReasons}
    /** The order of all rows by a text, see `rankLines`; null where it could not be found, which the person has been told. */
    | {readonly kind: "text-ranks"; readonly revision: number; readonly column: TextColumn; readonly ranks: Uint32Array | null}
    /** Rows from `from` on that a search has looked through: a bit each, the lowest first. */
    | {readonly kind: "found"; readonly search: number; readonly revision: number; readonly from: number; readonly to: number; readonly bits: ArrayBuffer; readonly done: boolean}
    | {readonly kind: "search-failed"; readonly search: number; readonly sentence: string}
    | {readonly kind: "saved-filters"; readonly filters: readonly SavedFilter[]}
    /** Scores of another run or another file, to be set beside those of the table; null where the person chose none. */
    | {readonly kind: "comparison"; readonly revision: number; readonly comparison: PanelComparison | null}
    /** All scores that are known have been sent: what stands of a filter or an order by them is whole. */
    | {readonly kind: "looked-up"; readonly revision: number}
    /** The file cannot be shown at all. */
    | {readonly kind: "failed"; readonly sentence: string};

export type FromPanel =
    /** The first message: the panel listens now. */
    | {readonly kind: "ready"}
    | {readonly kind: "texts"; readonly request: number; readonly revision: number; readonly rows: readonly number[]}
    | {readonly kind: "reasons"; readonly request: number; readonly revision: number; readonly row: number}
    /** Answered once the whole file has been read. */
    | {readonly kind: "text-ranks"; readonly revision: number; readonly column: TextColumn}
    /** A search for one term over all rows; `stop-search` ends it before its time. */
    | {readonly kind: "search"; readonly search: number; readonly revision: number; readonly term: TextTerm}
    | {readonly kind: "stop-search"; readonly search: number}
    /** On examples by their content keys, four words each, so it counts whatever is read meanwhile. Null clears. */
    | {readonly kind: "decide"; readonly keys: Uint32Array; readonly decision: Decision | null}
    /** Takes the last decision of this panel back, or makes it again. */
    | {readonly kind: "undo"}
    | {readonly kind: "redo"}
    /** Opens the example in the text editor; `line` of the table, from 1, is where it is if nobody knows better. By its content it is found also while the file is read again. */
    | {readonly kind: "open"; readonly revision: number; readonly row: number; readonly line: number; readonly content: ContentOfRow}
    /** Writes what is filtered to a file that the person names; `filter` is the line of text. */
    | {readonly kind: "export"; readonly revision: number; readonly rows: Uint32Array; readonly filter: string}
    | {readonly kind: "save-filter"; readonly name: string; readonly filter: string}
    | {readonly kind: "remove-filter"; readonly name: string}
    /** Lets the person choose what to compare with, and compares. */
    | {readonly kind: "compare"; readonly revision: number}
    /** `png`: null where the browser could not paint it. */
    | {readonly kind: "save-picture"; readonly name: string; readonly svg: ArrayBuffer; readonly png: ArrayBuffer | null}
    | {readonly kind: "copy"; readonly text: string}
    | {readonly kind: "command"; readonly command: PanelCommand};

/** Commands of the extension that a panel has buttons for; they are about the panel's file. */
export type PanelCommand = "score" | "stop" | "export-golden-subset" | "select-model" | "open-scores-file" | "open-as-text" | "show-log";

export interface PanelFile {
    /** What a reloaded window finds the file again by. */
    readonly uri: string;
    /** Without its folders. */
    readonly name: string;
}

export interface ContentOfRow {
    readonly key: string;
    /** It is this one, from 0, of so many rows with this content. */
    readonly copy: number;
    readonly copies: number;
}

export interface ReadingState {
    /** Whether the table holds the whole file. */
    readonly done: boolean;
    /** Of the file's bytes, 0 to 1. */
    readonly share: number;
    /** Records that cannot be read. */
    readonly problems: number;
}

export interface PanelStatus {
    readonly origin:
        | {readonly kind: "none"}
        /** `outdated`: settings that ask for something else by now, such as `model`; for people. */
        | {readonly kind: "run"; readonly model: string; readonly protocol: string; readonly anchors: string; readonly anchorCount: number; readonly demonstration: boolean; readonly outdated: readonly string[]}
        | {readonly kind: "file"; readonly name: string; readonly model: string | null};
    /** The run on this file, if there is one: what the status bar says, and how far it is (0 to 1). */
    readonly run: {readonly text: string; readonly share: number} | null;
    readonly canUndo: boolean;
    readonly canRedo: boolean;
    /** False where the extension cannot write or score: the buttons are off. */
    readonly canScore: boolean;
}

/** One turn of an example as it stands in the file. */
export interface TurnText {
    readonly role: string;
    readonly text: string;
    /** The second field of instruction and input. */
    readonly input?: string;
}

/** Texts may be cut for the list: `whole` says whether they are. */
export interface RowText {
    readonly row: number;
    readonly turns: readonly TurnText[];
    readonly whole: boolean;
}

export interface AnchorEffect {
    readonly anchor: string;
    readonly zeroShot: number;
    readonly oneShot: number;
}

export interface RowReasons {
    readonly row: number;
    /** Whole texts, whatever the list has cut. */
    readonly turns: readonly TurnText[];
    /** A few sentences: score, how sure it is, the run, the decision. Of its flags the panel tells by itself. */
    readonly sentences: readonly string[];
    /** The most helped first and the most hurt first; scores in nats per token. Empty where no measurement is at hand. */
    readonly helped: readonly AnchorEffect[];
    readonly hurt: readonly AnchorEffect[];
    /** Rows with the same content. */
    readonly copies: readonly number[];
}

export interface PanelComparison {
    /** The other run or file, for people. */
    readonly name: string;
    /** By row of the table; NaN where the other has no score for this content. */
    readonly goldenScore: Float64Array;
    readonly meanGain: Float64Array;
    /** On which most of its examples were scored: their scores are multiples of one by this. */
    readonly anchors: number;
    /** Examples with a score there whose content is not in this file; 0 for another run. */
    readonly onlyThere: number;
}

export interface SavedFilter {
    readonly name: string;
    readonly filter: string;
}
