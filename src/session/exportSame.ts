import {onOneLine, withField} from "../core/formats/recordText.js";
import {changedError, readEach, readSpans} from "./readSpans.js";
import {chosenRecords, type ChosenRecord, type SubsetFile, type SubsetRows} from "./subsetRows.js";

const utf8 = new TextDecoder("utf-8", {ignoreBOM: true});

/** The records' own bytes. Brackets, line ends and indentation are taken from the dataset, so that choosing all gives the file again. */
export async function* sameForm(file: SubsetFile, rows: SubsetRows, withScore: boolean): AsyncGenerator<string | Uint8Array> {
    const style = await containerStyle(file);
    let first = true;
    for await (const {item, bytes} of readEach(file, chosenRecords(rows))) {
        yield first ? style.open : style.between;
        yield withScore ? scored(file, utf8.decode(bytes), item) : bytes;
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

/** So many bytes beside a record show how its neighbours are set apart. */
const around = 64;

async function containerStyle(file: SubsetFile): Promise<{open: string; between: string; close: string}> {
    const {first, next, last} = file.edges;
    const beside: string[] = [];
    for await (const bytes of readSpans(file, [
        {start: Math.max(0, first.start - around), end: first.start},
        {start: first.end, end: Math.min(first.end + around, next?.start ?? Infinity)},
        ...(next === undefined ? [] : [{start: last.end, end: last.end + around}])
    ]))
        beside.push(utf8.decode(bytes));
    const [before = "", after = "", end = after] = beside;
    if (file.container === "jsonl") {
        const lineEnd = /^[ \t]*\r\n/.test(after) ? "\r\n" : "\n";
        return {open: "", between: lineEnd, close: lineEnd};
    }
    const open = /\[\s*$/.exec(before)?.[0] ?? "[\n";
    const lineEnd = /\r?\n/.exec(open)?.[0] ?? "";
    return {
        open,
        between: /^\s*,\s*/.exec(after)?.[0] ?? `,${open.slice(1)}`,
        close: /^\s*\]\s*$/.exec(end)?.[0] ?? `${lineEnd}]${lineEnd}`
    };
}

/** With the best score of the record's chosen examples. */
function scored(file: SubsetFile, record: string, {rows}: ChosenRecord): string {
    const scores = rows.flatMap(({goldenScore}) => goldenScore ?? []);
    const text = withField(record, "goldenScore", scores.length === 0 ? null : Math.max(...scores));
    if (text === undefined)
        throw changedError(file); // it was an object with fields when the dataset was read
    return text;
}
