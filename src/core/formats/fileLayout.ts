import {hasLineBreak, skipBlank, skipBlankAndMarks, skipBlankBack} from "./framing.js";
import {likelyObject} from "./jsonValue.js";
import {parseSound} from "./parseRecord.js";
import {scanText} from "./jsonText.js";
import {LineEnds} from "./position.js";

/** How records stand in a file. `objects`: one after the other without an array around them, each on several lines or with commas between. */
export type FileLayout = "array" | "lines" | "objects";

const quote = 0x22, comma = 0x2c, colon = 0x3a, openBracket = 0x5b, openBrace = 0x7b;

/** A file that has not shown its layout in so many bytes is judged by its first ones. */
export const longestHead = 1 << 20;

/** So many records in a row that stand on lines of their own, without a comma, are no array, although the file begins with a bracket. */
const linesAgainstBracket = 3;

/**
 * Tells the layout by the first lines that show it, because the first byte, or the first record, may be damaged: a record on a line
 * of its own is JSON Lines; a line that is only a part of a record, or a record with a comma behind it, is not. What shows nothing is
 * judged by its first bytes. Undefined when more bytes are needed, which must be added to these.
 */
export function layoutOf(head: Uint8Array, final: boolean): FileLayout | undefined {
    const bytes = head.subarray(0, longestHead), isWhole = final || head.length >= longestHead;
    const isLastWhole = final && head.length <= longestHead; // else the last line is cut
    const first = skipBlankAndMarks(bytes, 0), isArray = bytes[first] === openBracket;
    const needed = isArray ? linesAgainstBracket : 1;
    const ends = new LineEnds(bytes);
    for (let from = first, records = 0; from < bytes.length;) {
        const end = ends.next(from), line = bytes.subarray(from, end);
        const shows = end < bytes.length || isLastWhole ? shownBy(line) : isRecordWithComma(line) ? "part" : undefined;
        if (shows === "part")
            return isArray ? "array" : "objects";
        records = shows === "record" ? records + 1 : 0;
        from = skipBlankAndMarks(bytes, end);
        if (records >= needed && (from < bytes.length || isWhole) && bytes[from] !== comma)
            return "lines";
    }
    return isWhole ? byBeginning(bytes, first) : undefined;
}

export function startsWithMark(bytes: Uint8Array): boolean {
    return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function byBeginning(bytes: Uint8Array, first: number): FileLayout {
    if (bytes[first] === openBracket)
        return "array";
    const name = skipBlank(bytes, first + 1);
    return bytes[first] === openBrace && bytes[name] === quote && hasLineBreak(bytes.subarray(first, name)) ? "objects" : "lines";
}

/** @param line from its first character on that is no white space */
function shownBy(line: Uint8Array): "record" | "part" | undefined {
    const end = skipBlankBack(line, line.length);
    const object = line[0] === openBrace && line[skipBlank(line, 1)] === quote ? likelyObject(line, 0) : undefined; // an empty one is no record
    if (object?.end === end)
        return parseSound(line.subarray(0, end)) === undefined ? undefined : "record";
    const last = line[end - 1];
    return last === openBrace || last === openBracket || isField(line) || isAfterComma(line) || isRecordWithComma(line) ? "part" : undefined;
}

/** A name and a colon, as a pretty-printed record has them in its lines. */
function isField(line: Uint8Array): boolean {
    if (line[0] !== quote)
        return false;
    const {closed, end} = scanText(line, 0);
    return closed && line[skipBlank(line, end)] === colon;
}

/** Some write the comma before the record. */
function isAfterComma(line: Uint8Array): boolean {
    return line[0] === comma && line[skipBlank(line, 1)] === openBrace;
}

/** The first object in the line is sound, and has a comma behind it. */
function isRecordWithComma(line: Uint8Array): boolean {
    for (let at = line.indexOf(openBrace); at >= 0; at = line.indexOf(openBrace, at + 1)) {
        if (line[skipBlank(line, at + 1)] !== quote)
            continue;
        const object = likelyObject(line, at);
        return object !== undefined && line[skipBlank(line, object.end)] === comma && parseSound(line.subarray(at, object.end)) !== undefined;
    }
    return false;
}
