/** A place in a text file: line and column from 1, columns in UTF-16 code units as editors count them. */
export interface Place {
    readonly line: number;
    readonly column: number;
}

/** The place reached from `place` by walking over UTF-8 bytes `[from, to)`. */
export function walkBytes(place: Place, bytes: Uint8Array, from: number, to: number): Place {
    let {line, column} = place;
    for (let at = from; at < to; at++) {
        const byte = bytes[at] ?? 0;
        if (byte === 0x0a) {
            line++;
            column = 1;
        } else if (byte < 0x80 || byte >= 0xc0) {
            column += byte >= 0xf0 ? 2 : 1; // a four-byte character is a surrogate pair; continuation bytes count nothing
        }
    }
    return {line, column};
}
