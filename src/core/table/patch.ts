import {placesByScore} from "./order.js";
import type {ExampleTable} from "./table.js";

/** New scores, flags and decisions of some rows. */
export interface Patch {
    /** Ascending. */
    readonly rows: Uint32Array;
    readonly goldenScore: Float64Array;
    readonly meanGain: Float64Array;
    readonly ciLow: Float32Array;
    readonly ciHigh: Float32Array;
    readonly wins: Uint32Array;
    readonly anchors: Uint32Array;
    readonly flags: Uint32Array;
    readonly decision: Uint8Array;
    readonly answerTokens: Uint32Array;
}

/** The columns of a patch, and what each is made of. */
export const patchColumns = [
    ["goldenScore", Float64Array], ["meanGain", Float64Array], ["ciLow", Float32Array], ["ciHigh", Float32Array], ["wins", Uint32Array], ["anchors", Uint32Array],
    ["flags", Uint32Array], ["decision", Uint8Array], ["answerTokens", Uint32Array]
] as const;

/** The columns that change after a file was read. */
export type ChangingColumns = Pick<ExampleTable, typeof patchColumns[number][0]>;

/** The values that some rows have now. */
export function patchOf(table: ChangingColumns, rows: Uint32Array): Patch {
    const picked = <T extends Float64Array | Float32Array | Uint32Array | Uint8Array>(column: T): T => {
        const values = column.slice(0, rows.length) as T; // TypeScript does not know that a slice is of the same kind
        for (let at = 0; at < rows.length; at++)
            values[at] = column[rows[at] ?? 0] ?? 0;
        return values;
    };
    return {
        rows, goldenScore: picked(table.goldenScore), meanGain: picked(table.meanGain), ciLow: picked(table.ciLow), ciHigh: picked(table.ciHigh),
        wins: picked(table.wins), anchors: picked(table.anchors), flags: picked(table.flags), decision: picked(table.decision), answerTokens: picked(table.answerTokens)
    };
}

/** The table with a patch's values, its own columns changed in place; ranks are counted anew where a score changed. */
export function applyPatch(table: ExampleTable, patch: Patch): ExampleTable {
    let scored = false;
    for (let at = 0; at < patch.rows.length; at++) {
        const row = patch.rows[at] ?? 0;
        if (row >= table.length)
            continue;
        scored ||= !Object.is(table.goldenScore[row], patch.goldenScore[at]) || !Object.is(table.meanGain[row], patch.meanGain[at]);
        for (const [name] of patchColumns)
            table[name][row] = patch[name][at] ?? 0;
    }
    return scored ? {...table, place: placesByScore(table)} : table;
}
