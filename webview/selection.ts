import {flipBit, hasBit, newBits, setBit, type Bits} from "../src/core/table/bits.js";

/** The examples that a decision goes to; by rows, because a million of them may be selected. */
export interface Selection {
    readonly bits: Bits;
    readonly count: number;
    /** Where Shift begins a range; -1: nowhere. */
    readonly from: number;
}

export const nothing: Selection = {bits: newBits(0), count: 0, from: -1};

export function only(row: number): Selection {
    const bits = newBits(row + 1);
    setBit(bits, row);
    return {bits, count: 1, from: row};
}

export function all(rows: Uint32Array): Selection {
    let last = -1;
    for (const row of rows)
        last = Math.max(last, row);
    const bits = newBits(last + 1);
    for (const row of rows)
        setBit(bits, row);
    return {bits, count: rows.length, from: rows[0] ?? -1};
}

export function toggled(selection: Selection, row: number): Selection {
    const bits = newBits(Math.max(row + 1, selection.bits.length * 32));
    bits.set(selection.bits);
    const had = hasBit(bits, row);
    flipBit(bits, row);
    return {bits, count: selection.count + (had ? -1 : 1), from: row};
}

/** All of the list between two of its places. */
export function range(list: Uint32Array, one: number, other: number, from: number): Selection {
    return {...all(list.subarray(Math.min(one, other), Math.max(one, other) + 1)), from};
}

/** The selection in another table. @param place of a row there; -1 where it is not */
export function carried({bits, count, from}: Selection, place: (row: number) => number): Selection {
    if (count === 0)
        return nothing;
    const places = new Int32Array(count);
    let last = -1, amount = 0;
    for (const [at, row] of rowsOf({bits, count}).entries())
        last = Math.max(last, places[at] = place(row));
    const next = newBits(last + 1);
    for (const there of places)
        if (there >= 0 && !hasBit(next, there)) { // copies may come to the same place
            setBit(next, there);
            amount++;
        }
    return {bits: next, count: amount, from: place(from)};
}

export function isSelected({bits}: Selection, row: number): boolean {
    return hasBit(bits, row);
}

export function rowsOf({bits, count}: Pick<Selection, "bits" | "count">): Uint32Array {
    const rows = new Uint32Array(count);
    let at = 0;
    for (let row = 0; row < bits.length * 32 && at < count; row++)
        if (hasBit(bits, row))
            rows[at++] = row;
    return rows.slice(0, at);
}

/** What VS Code keeps of it: stretches [from, to, from, to ...], or where these are many its bits in base64, six examples a character. */
export type KeptSelection = readonly number[] | string;

/** It is handed over in every frame that changes it. */
const mostStretches = 2000;

export function toKeep(selection: Selection): KeptSelection {
    const found: number[] = [];
    for (const row of rowsOf(selection)) {
        if (found.at(-1) === row - 1)
            found[found.length - 1] = row;
        else
            found.push(row, row);
        if (found.length > 2 * mostStretches)
            return base64(selection.bits);
    }
    return found;
}

/** @param length rows that there are; what lies beyond is left out */
export function fromKept(kept: KeptSelection, length: number): Selection {
    const rows = (typeof kept === "string" ? rowsInBits(kept) : rowsInStretches(kept)).filter((row) => row < length);
    return rows.length === 0 ? nothing : all(rows);
}

function rowsInStretches(kept: readonly number[]): Uint32Array {
    const rows: number[] = [];
    for (let at = 0; at + 1 < kept.length; at += 2)
        for (let row = kept[at] ?? 0; row <= (kept[at + 1] ?? -1); row++)
            rows.push(row);
    return Uint32Array.from(rows);
}

function rowsInBits(kept: string): Uint32Array {
    const bytes = Uint8Array.from(atob(kept), (character) => character.charCodeAt(0));
    const bits = new Uint32Array(bytes.buffer, 0, bytes.length >>> 2);
    return rowsOf({bits, count: 32 * bits.length});
}

function base64({buffer, byteOffset, byteLength}: Bits): string {
    const most = 8192; // arguments of a call
    let text = "";
    for (let at = 0; at < byteLength; at += most)
        text += String.fromCharCode(...new Uint8Array(buffer, byteOffset + at, Math.min(most, byteLength - at)));
    return btoa(text);
}
