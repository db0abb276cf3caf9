/** A place in a text file: line and column from 1, columns in UTF-16 code units as editors count them. */
export interface Place {
    readonly line: number;
    readonly column: number;
}

const lineFeed = 0x0a, carriageReturn = 0x0d;

/**
 * The place reached from `place` by walking over UTF-8 bytes `[from, to)`. Lines end as editors end them: by a line feed, a carriage
 * return, or both as a pair.
 * @param before the byte before the first one of `bytes`
 */
export function walkBytes(place: Place, bytes: Uint8Array, from: number, to: number, before?: number): Place {
    let {line, column} = place;
    for (let at = from; at < to; at++) {
        const byte = bytes[at] ?? 0;
        if (byte > carriageReturn) {
            if (byte < 0x80 || byte >= 0xc0)
                column += byte >= 0xf0 ? 2 : 1; // a four-byte character is a surrogate pair; continuation bytes count nothing
        } else if (byte === carriageReturn || (byte === lineFeed && (at === 0 ? before : bytes[at - 1]) !== carriageReturn)) {
            line++;
            column = 1;
        } else if (byte !== lineFeed) { // one behind a carriage return belongs to the break that was counted
            column++;
        }
    }
    return {line, column};
}

/** Goes over JSON's white space from `from` on: where the first other byte is, or the bytes end. @param before as above */
export function walkBlank(place: Place, bytes: Uint8Array, from: number, before?: number): {readonly at: number; readonly place: Place} {
    const {length} = bytes;
    let {line, column} = place, at = from;
    for (let last = at === 0 ? before : bytes[at - 1]; at < length; at++) {
        const byte = bytes[at];
        if (byte === lineFeed) {
            line += last === carriageReturn ? 0 : 1;
            column = 1;
        } else if (byte === carriageReturn) {
            line++;
            column = 1;
        } else if (byte === 0x20 || byte === 0x09) {
            column++;
        } else {
            break;
        }
        last = byte;
    }
    return {at, place: {line, column}};
}

/** Offsets of the ends of lines in one piece of a file, as `walkBytes` tells them; a pair counts by its first byte. */
export class LineEnds {
    /** The next of each kind that was found; what is not there is not looked for again. */
    private feed = -1;
    private carriage = -1;

    public constructor(private readonly bytes: Uint8Array) {}

    /** The first one from `at` on, or the bytes' length. @param at not before that of the last call */
    public next(at: number): number {
        if (this.feed < at)
            this.feed = this.find(lineFeed, at);
        if (this.carriage < at)
            this.carriage = this.find(carriageReturn, at);
        return Math.min(this.feed, this.carriage);
    }

    private find(byte: number, at: number): number {
        const found = this.bytes.indexOf(byte, at);
        return found < 0 ? this.bytes.length : found;
    }
}
