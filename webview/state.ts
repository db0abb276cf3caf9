import type {FilterProblem} from "../src/core/filter/parse.js";
import type {Filter, TextTerm} from "../src/core/filter/terms.js";
import type {LengthColumn} from "../src/core/figures/scoreByLength.js";
import type {Bits} from "../src/core/table/bits.js";
import type {SortKey} from "../src/core/table/order.js";
import type {ExampleTable} from "../src/core/table/table.js";
import type {TextColumn} from "../src/core/table/textColumns.js";
import {notComparing, type Comparing} from "./compare/comparing.js";
import type {PanelFile, PanelStatus, ReadingState, SavedFilter} from "./protocol.js";
import {nothing, type Selection} from "./selection.js";

export interface Sort {
    readonly by: SortKey;
    readonly descending: boolean;
}

/** What the extension has found so far; from row `upTo` on it is not known. */
export interface Search {
    readonly number: number;
    /** Whose rows it looks through: after a change of the file it is asked for anew. */
    readonly revision: number;
    readonly term: TextTerm;
    readonly bits: Bits;
    readonly upTo: number;
    /** How far it has looked. Less than `upTo` where rows were found before the file changed: they stand until it has looked again. */
    readonly reached: number;
    readonly done: boolean;
    readonly failure: string | null;
}

export type View = "histogram" | "sorted" | "length" | "compare";

/** Everything that the page is derived from. Columns of the table change in place: `scored` and `decided` count that. */
export interface State {
    /** Why the file cannot be shown at all. */
    readonly failure: string | null;
    readonly file: PanelFile | null;
    readonly table: ExampleTable | null;
    /** Content keys of its rows, four words each. */
    readonly keys: Uint32Array;
    readonly revision: number;
    /** Counts tables: the same revision comes again with more rows, or to a panel that was hidden. */
    readonly tables: number;
    readonly reading: ReadingState;
    /** How far the file has been read again where that takes long: until then the table is the one before. */
    readonly readingAgain: number | null;
    /** Place and selection that were kept wait for what they hang on. */
    readonly restoring: boolean;
    /** Counts changes of scores and flags. The list is not made anew for them: rows do not move under somebody's eyes. */
    readonly scored: number;
    /** Counts changes of decisions. */
    readonly decided: number;
    /** Counts when the list was asked to follow the scores. */
    readonly listed: number;
    readonly status: PanelStatus | null;
    /** What stands in the field, and the last that could be read of it. */
    readonly filterText: string;
    readonly filter: Filter;
    readonly problem: FilterProblem | null;
    /** By the printed term. */
    readonly searches: ReadonlyMap<string, Search>;
    /** By what the list is sorted. */
    readonly sort: Sort;
    /** By what it shall be, as soon as the order of these texts is known. */
    readonly wanted: Sort | null;
    /** As the extension has found them in the texts of a revision: what `core/table/order` sorts by. */
    readonly textRanks: ReadonlyMap<TextColumn, {readonly revision: number; readonly ranks: Uint32Array}>;
    /** The row whose details are shown; -1: none. */
    readonly active: number;
    readonly selection: Selection;
    readonly view: View;
    readonly bins: number;
    readonly lengthColumn: LengthColumn;
    readonly lengthAs: "density" | "sample";
    readonly comparing: Comparing;
    readonly saved: readonly SavedFilter[];
    readonly controlsOpen: boolean;
    /** In pixels. */
    readonly chartHeight: number;
    readonly detailsWidth: number;
}

export const initialState: State = {
    failure: null, file: null, table: null, keys: new Uint32Array(0), revision: -1, tables: 0, reading: {done: false, share: 0, problems: 0}, readingAgain: null, restoring: false, scored: 0, decided: 0, listed: 0, status: null,
    filterText: "", filter: [], problem: null, searches: new Map(), sort: {by: "index", descending: false}, wanted: null, textRanks: new Map(), active: -1, selection: nothing,
    view: "histogram", bins: 20, lengthColumn: "answerLength", lengthAs: "density", comparing: notComparing, saved: [], controlsOpen: true, chartHeight: 190, detailsWidth: 380
};
