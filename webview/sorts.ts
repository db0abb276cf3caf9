import type {SortKey} from "../src/core/table/order.js";
import {unknown} from "../src/core/table/table.js";
import {textColumns, type TextColumn} from "../src/core/table/textColumns.js";
import type {Places} from "./places.js";
import type {Sort, State} from "./state.js";

/** What is to be set to sort so: at once, or when the order of the texts is known. */
export function sortBy({textRanks}: Pick<State, "textRanks">, sort: Sort): Partial<State> {
    const text = textOf(sort.by);
    return text === undefined || textRanks.has(text) ? {sort, wanted: null} : {wanted: sort};
}

export function textOf(by: SortKey | undefined): TextColumn | undefined {
    return typeof by === "object" && "text" in by ? by.text : undefined;
}

/** The order that the list has, for the rows of the next table, until that one's own is known: rows that came are the last in it. */
export function movedRanks({textRanks, sort}: State, {here}: Places, length: number): State["textRanks"] {
    const column = textOf(sort.by), known = column === undefined ? undefined : textRanks.get(column);
    if (column === undefined || known === undefined)
        return new Map();
    const ranks = new Uint32Array(length).fill(unknown);
    for (const [row, rank] of known.ranks.entries()) {
        const place = here(row);
        if (place >= 0 && place < length)
            ranks[place] = rank;
    }
    return new Map([[column, {...known, ranks}]]);
}

/** A panel that was closed may have been sorted by a category that the file has lost. */
export function canSortBy(by: SortKey, categories: readonly {readonly name: string}[]): boolean {
    const text = textOf(by);
    return typeof by === "string" || (text !== undefined ? textColumns.includes(text) : "category" in by && categories.some(({name}) => name === by.category));
}
