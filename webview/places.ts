import {KeyTable, unpackKey} from "../src/core/keyTable.js";
import {unknown} from "../src/core/table/table.js";
import type {ContentOfRow} from "./protocol.js";

/** Where the rows of a table are in the next one; -1: nowhere. */
export interface Places {
    /** The row with the same content. */
    readonly same: (row: number) => number;
    /** That, or where one example was edited and nothing else the row that stands there now: for what is looked at, not for what is chosen. */
    readonly here: (row: number) => number;
}

export const wordsOfKey = 4;

/** Finds rows again by their content keys, four words each. Edits mostly leave what is above and below, so only what lies between is looked up. */
export function placesAfter(before: Uint32Array, after: Uint32Array): Places {
    const had = before.length / wordsOfKey, has = after.length / wordsOfKey, most = Math.min(had, has);
    let above = 0, below = 0;
    while (above < most && isSame(before, above, after, above))
        above++;
    while (below < most - above && isSame(before, had - 1 - below, after, has - 1 - below))
        below++;
    const lost = had - above - below, came = has - above - below;
    let found: Uint32Array | undefined; // long to make for very many rows, and seldom asked for
    const between = (at: number): number => {
        found ??= keysOf(before, above, lost).match(after.subarray(above * wordsOfKey, (above + came) * wordsOfKey));
        const place = found[at] ?? unknown;
        return place === unknown ? -1 : above + place;
    };
    const same = (row: number): number => {
        if (row < 0 || row >= had)
            return -1;
        if (row < above)
            return row;
        return row >= had - below ? row - had + has : came === 0 ? -1 : between(row - above);
    };
    return {same, here: (row) => lost === 1 && came === 1 && row === above ? row : same(row)};
}

/** Tells tables with other rows apart, as precisely as 64 bits can. */
export function digestOf(keys: Uint32Array): string {
    let one = 0x811c9dc5, other = keys.length;
    for (const word of keys) {
        one = Math.imul(one ^ word, 0x01000193);
        other = Math.imul(other ^ other >>> 15 ^ word, 0x85ebca6b);
    }
    return `${(one >>> 0).toString(16)}-${(other >>> 0).toString(16)}`;
}

export function keyAt(keys: Uint32Array, row: number): string {
    return row < 0 || row >= keys.length / wordsOfKey ? "" : unpackKey(keys, row * wordsOfKey);
}

export function contentOf(keys: Uint32Array, row: number): ContentOfRow {
    let copy = 0, copies = 0;
    for (let other = 0; other < keys.length / wordsOfKey; other++)
        if (isSame(keys, row, keys, other)) {
            copies++;
            copy += Number(other < row);
        }
    return {key: keyAt(keys, row), copy, copies};
}

/** Their keys, four words each. */
export function keysOfRows(keys: Uint32Array, rows: readonly number[]): Uint32Array {
    const some = new Uint32Array(rows.length * wordsOfKey);
    for (const [at, row] of rows.entries())
        some.set(keys.subarray(row * wordsOfKey, (row + 1) * wordsOfKey), at * wordsOfKey);
    return some;
}

/** The row with this key: the one that it was, else the first; -1 for none. */
export function rowOfKey(keys: Uint32Array, key: string, was: number): number {
    if (key === "" || keyAt(keys, was) === key)
        return key === "" ? -1 : was;
    const first = parseInt(key.slice(0, 8), 16);
    for (let at = 0; at < keys.length; at += wordsOfKey)
        if (keys[at] === first && unpackKey(keys, at) === key)
            return at / wordsOfKey;
    return -1;
}

function keysOf(keys: Uint32Array, from: number, amount: number): KeyTable {
    const table = new KeyTable();
    for (let row = from; row < from + amount; row++)
        table.addPacked(keys.subarray(row * wordsOfKey, (row + 1) * wordsOfKey));
    return table;
}

function isSame(one: Uint32Array, row: number, other: Uint32Array, otherRow: number): boolean {
    const at = row * wordsOfKey, there = otherRow * wordsOfKey;
    return one[at] === other[there] && one[at + 1] === other[there + 1] && one[at + 2] === other[there + 2] && one[at + 3] === other[there + 3];
}
