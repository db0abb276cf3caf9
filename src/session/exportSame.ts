import {onOneLine, withField} from "../core/formats/recordText.js";
import {changedError, readEach, readSpans} from "./readSpans.js";
import {chosenRecords, type ChosenRecord, type SubsetFile, type SubsetRows} from "./subsetRows.js";

const utf8 = new TextDecoder("utf-8", {ignoreBOM: true});

/**
 * The records' own bytes. Byte-order mark, brackets, line ends and indentation are taken from the dataset, so that choosing all gives
 * the file again. Only where the first chosen record of a file without brackets does not begin with a line of its own bracket, as
 * pretty-printed ones do, the file is JSON Lines, and those that stand on several lines are put on one.
 */
export async function* sameForm(file: SubsetFile, rows: SubsetRows, withScore: boolean): AsyncGenerator<string | Uint8Array> {
    const style = await containerStyle(file);
    let first = true, oneLineEach = false;
    for await (const {item, bytes} of readEach(file, chosenRecords(rows))) {
        if (first)
            oneLineEach = file.container === "jsonl" && !prettyBeginning.test(utf8.decode(bytes.subarray(0, around)));
        yield first ? style.open : style.between;
        const record = oneLineEach && hasLineBreak(bytes) ? onOneLine(utf8.decode(bytes)) : bytes;
        yield withScore ? scored(file, typeof record === "string" ? record : utf8.decode(record), item) : record;
        first = false;
    }
    if (!first)
        yield style.close;
    else if (file.container === "array")
        yield "[]\n";
}

/** The same records on one line each. */
export async function* ownRecords(file: SubsetFile, rows: SubsetRows, withScore: boolean): AsyncGenerator<string> {
    for await (const {item, bytes} of readEach(file, chosenRecords(rows))) {
        const line = onOneLine(utf8.decode(bytes));
        yield withScore ? scored(file, line, item) : line;
    }
}

const prettyBeginning = /^\{[ \t\r]*\n/;

function hasLineBreak(bytes: Uint8Array): boolean {
    return bytes.includes(0x0a) || bytes.includes(0x0d);
}

/** So many bytes beside a record show how its neighbours are set apart. */
const around = 64;

/** A byte-order mark's. */
const markBytes = 3;

async function containerStyle(file: SubsetFile): Promise<{open: string; between: string; close: string}> {
    const {first, next, last} = file.edges;
    const beside: string[] = [];
    const mark = Math.min(markBytes, first.start);
    for await (const bytes of readSpans(file, [
        {start: 0, end: mark},
        {start: Math.max(mark, first.start - around), end: first.start},
        {start: first.end, end: Math.min(first.end + around, next?.start ?? Infinity)},
        ...(next === undefined ? [] : [{start: last.end, end: last.end + around}])
    ]))
        beside.push(utf8.decode(bytes));
    const [beginning = "", rest = "", after = "", end = after] = beside;
    const marked = beginning === "\ufeff" ? beginning : "";
    const before = first.start - around <= mark ? beginning + rest : rest;
    if (file.container === "jsonl") {
        const lineEnd = /^[ \t]*\r\n/.test(after) ? "\r\n" : "\n";
        return {open: marked, between: lineEnd, close: lineEnd};
    }
    const open = /\[[ \t\r\n]*$/.exec(before)?.[0] ?? "[\n";
    const lineEnd = /\r?\n/.exec(open)?.[0] ?? "";
    return {
        open: marked + open,
        between: /^[ \t\r\n]*,[ \t\r\n]*/.exec(after)?.[0] ?? `,${open.slice(1)}`,
        close: /^[ \t\r\n]*\][ \t\r\n]*$/.exec(end)?.[0] ?? `${lineEnd}]${lineEnd}`
    };
}

/** With the best score of the record's chosen examples. */
function scored(file: SubsetFile, record: string, {rows}: ChosenRecord): string {
    const best = rows.reduce<number | null>((most, {goldenScore}) => goldenScore === null || (most !== null && most >= goldenScore) ? most : goldenScore, null);
    const text = withField(record, "goldenScore", best);
    if (text === undefined)
        throw changedError(file); // it was an object with fields when the dataset was read
    return text;
}
