/** A place in a text file: line and column from 1, columns in UTF-16 code units as editors count them. */
export interface Place {
    readonly line: number;
    readonly column: number;
}

/** The place reached from `place` by walking over UTF-8 bytes `[from, to)`. A byte-order mark takes no column. */
export function walkBytes(place: Place, bytes: Uint8Array, from: number, to: number): Place {
    let {line, column} = place;
    for (const byte of bytes.subarray(from, to)) {
        if (byte === 0x0a) {
            line++;
            column = 1;
        } else if (byte < 0x80 || byte >= 0xc0) {
            column += byte >= 0xf0 ? 2 : 1; // a four-byte character is a surrogate pair; continuation bytes count nothing
        }
    }
    return {line, column};
}

/** The place of a character offset in a text that begins at `place`. */
export function walkText(place: Place, text: string, offset: number): Place {
    const before = text.slice(0, offset);
    const lastBreak = before.lastIndexOf("\n");
    if (lastBreak < 0)
        return {line: place.line, column: place.column + before.length};
    return {line: place.line + before.split("\n").length - 1, column: before.length - lastBreak};
}
