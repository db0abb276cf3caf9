import {setImmediate} from "node:timers/promises";
import type {Position} from "../core/formats/located.js";
import type {Rows} from "./rows.js";
import {readSpans, type Source} from "./source.js";

/** So much of a line is read at once; other questions are answered between. */
const pieceBytes = 1 << 18;
/** Further in on its line nothing is looked for: editors show no lines of that length, and VS Code gives extensions no texts over 50 MB. */
const furthestIn = 1 << 26;

/**
 * Where a row's record begins, counted as editors do from the bytes of its line alone; undefined where the row is not there, or lies
 * more than 64 MiB into its line.
 * @throws SourceChanged
 */
export async function placeOf(rows: Rows, source: Source, row: number): Promise<Position | undefined> {
    if (row >= rows.length)
        return undefined;
    const {start} = rows.spanOf(row);
    const lineStart = await lineStartOf(source, start);
    if (lineStart === undefined)
        return undefined;
    const decoder = new TextDecoder("utf-8", {ignoreBOM: lineStart > 0}); // a mark takes no column where the file begins, and one anywhere else
    let character = 0;
    for (let from = lineStart; from < start; from += pieceBytes) {
        const to = Math.min(start, from + pieceBytes);
        character += decoder.decode(bytesOf(source, from, to), {stream: to < start}).length;
        if (to < start)
            await setImmediate();
    }
    return {line: rows.lineOf(row) - 1, character};
}

async function lineStartOf(source: Source, end: number): Promise<number | undefined> {
    for (let to = end; to > 0; to -= pieceBytes) {
        if (end - to >= furthestIn)
            return undefined;
        const from = Math.max(0, to - pieceBytes);
        const bytes = bytesOf(source, from, to), at = Math.max(bytes.lastIndexOf(0x0a), bytes.lastIndexOf(0x0d));
        if (at >= 0)
            return from + at + 1;
        await setImmediate();
    }
    return 0;
}

function bytesOf(source: Source, start: number, end: number): Uint8Array {
    return readSpans(source, [{start, end}])[0] ?? new Uint8Array(0);
}
