import {parseFilter} from "../../src/core/filter/parse.js";
import {printFilter} from "../../src/core/filter/print.js";
import type {Filter} from "../../src/core/filter/terms.js";
import type {Store} from "../store.js";

/** The filter as somebody writes it. As long as it cannot be read, the last one that could be stays in force. */
export function writeFilter(store: Store, filterText: string): void {
    store.time("filter");
    const {table, filter: before} = store.get();
    const {filter, problem} = parseFilter(filterText, table?.categories.map(({name}) => name));
    if (filter === undefined)
        store.set({filterText, problem});
    else // the same one stays the same object: with another one the list begins at its top
        store.set({filterText, filter: printFilter(filter) === printFilter(before) ? before : filter, problem: null});
}

/** The filter as a control changes it; the text follows. */
export function changeFilter(store: Store, change: (filter: Filter) => Filter): void {
    writeFilter(store, printFilter(change(store.get().filter)));
}
