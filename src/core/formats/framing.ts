import type {SoundRecord} from "./parseRecord.js";
import type {Place} from "./position.js";

/** One record of the file as bytes, found but not yet parsed. */
export interface RecordFrame {
    readonly kind: "record";
    readonly start: number;
    readonly bytes: Uint8Array;
    readonly place: Place;
}

/** One record that was parsed, because finding it took that. */
export interface ValueFrame extends SoundRecord {
    readonly kind: "value";
    readonly start: number;
    readonly end: number;
    readonly place: Place;
}

/** A stretch of the file that is no record. */
export interface BrokenFrame {
    readonly kind: "broken";
    readonly start: number;
    readonly end: number;
    readonly place: Place;
    readonly message: string;
}

export type Frame = RecordFrame | ValueFrame | BrokenFrame;

/** Where the first byte stands that a framer gets. */
export interface Beginning {
    /** Its offset. */
    readonly base: number;
    readonly place: Place;
    /** The byte before it. */
    readonly before?: number | undefined;
}

/** Cuts a file into records; takes the bytes in pieces of any size. */
export interface Framer {
    push(bytes: Uint8Array): Frame[];
    end(): Frame[];
}

/**
 * No training example is longer. Without a bound, a file that never closes its first record would fill the memory; with four times
 * as much, one record could hold so many fields that V8 ends the process, and with it the editor's other extensions.
 */
export const maximumRecordBytes = 1 << 26;
export const tooLong = `the record is longer than ${maximumRecordBytes >> 20} MB, or it is never closed`;

/** Bytes that JSON calls white space. */
export function isBlank(byte: number | undefined): boolean {
    return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The offset of the first byte from `at` on that is no white space, or the bytes' length. */
export function skipBlank(bytes: Uint8Array, at: number): number {
    while (isBlank(bytes[at]))
        at++;
    return at;
}

/** The place behind the last byte before `end` that is no white space. */
export function skipBlankBack(bytes: Uint8Array, end: number): number {
    while (isBlank(bytes[end - 1]))
        end--;
    return end;
}

export function hasLineBreak(bytes: Uint8Array): boolean {
    return bytes.includes(0x0a) || bytes.includes(0x0d);
}

/** Between records there may be byte-order marks too: files that were put together from others have them in the middle. */
export function skipBlankAndMarks(bytes: Uint8Array, at: number): number {
    while (true) {
        at = skipBlank(bytes, at);
        if (bytes[at] !== 0xef || bytes[at + 1] !== 0xbb || bytes[at + 2] !== 0xbf)
            return at;
        at += 3;
    }
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
    const [first] = parts;
    if (parts.length === 1 && first !== undefined)
        return first;
    const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        all.set(part, at);
        at += part.length;
    }
    return all;
}
