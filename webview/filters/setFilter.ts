import {parseFilter} from "../../src/core/filter/parse.js";
import {printFilter} from "../../src/core/filter/print.js";
import type {Filter} from "../../src/core/filter/terms.js";
import type {Store} from "../store.js";

/** The filter as somebody writes it. As long as it cannot be read, the last one that could be stays in force. */
export function writeFilter(store: Store, filterText: string): void {
    store.time("filter");
    const {filter, problem} = parseFilter(filterText, store.get().table?.categories.map(({name}) => name));
    store.set(filter === undefined ? {filterText, problem} : {filterText, filter, problem: null});
}

/** The filter as a control changes it; the text follows. */
export function changeFilter(store: Store, change: (filter: Filter) => Filter): void {
    writeFilter(store, printFilter(change(store.get().filter)));
}
