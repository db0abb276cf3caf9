import {digestOf, placesAfter, type Places} from "./places.js";
import {carried, type Selection} from "./selection.js";
import type {State} from "./state.js";

interface Chosen {
    readonly active: number;
    readonly selection: Selection;
}

/**
 * What somebody has chosen by rows of a table goes on to the rows with the same content in the next one. While a file is read again
 * its rows come bit by bit, so what was chosen in the last whole table is looked for in each, unless somebody chooses anew.
 */
export class Carrying {
    private from: (Chosen & {readonly keys: Uint32Array}) | undefined;
    private given: Chosen | undefined;

    /** @param places from the table before, where it was of another revision */
    public take({active, selection, keys: before}: State, keys: Uint32Array, done: boolean, places: Places | undefined): Chosen {
        if (this.given?.active !== active || this.given.selection !== selection)
            this.from = undefined;
        if (places === undefined && this.from === undefined)
            return {active, selection};
        this.from ??= {active, selection, keys: before};
        const {here, same} = this.from.keys === before && places !== undefined ? places : placesAfter(this.from.keys, keys);
        const next = {active: here(this.from.active), selection: carried(this.from.selection, same)};
        this.given = next;
        if (done)
            this.from = undefined;
        return next;
    }
}

let last: {readonly keys: Uint32Array; readonly digest: string} | undefined;

/** As `digestOf`; asked for often, for the same keys. */
export function digestOfRows(keys: Uint32Array): string {
    if (last?.keys !== keys)
        last = {keys, digest: digestOf(keys)};
    return last.digest;
}
