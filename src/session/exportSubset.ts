import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Example, Span} from "../core/example.js";
import {onOneLine, withField} from "../core/formats/recordText.js";
import {writtenRecord, type WrittenForm} from "../core/formats/write.js";
import type {Dataset} from "./readDataset.js";
import {changedError, readSpans} from "./readSpans.js";

export const exportFormats = ["same", "alpaca", "sharegpt", "messages", "jsonl"] as const;
export type ExportFormat = typeof exportFormats[number];

/** An example that goes into the subset, with its score (null: kept by a person without one). */
export interface SelectedExample {
    readonly example: Example;
    readonly goldenScore: number | null;
}

export interface SubsetOptions {
    readonly format: ExportFormat;
    /** Adds the field `goldenScore` to every record. */
    readonly withScore: boolean;
    /** Whether the file shall be a JSON array; `same` keeps the dataset's own container. */
    readonly asArray: boolean;
}

/** One record of the file with the best score of its selected examples; self-instruct records hold several. */
interface SelectedRecord extends SelectedExample {
    readonly span: Span;
}

/**
 * The golden subset as text, in the order of the dataset: the records' own bytes where the form stays the same.
 * @throws UserError when an example cannot be said in the form asked for
 */
export async function* subsetPieces(dataset: Dataset, selected: readonly SelectedExample[], options: SubsetOptions): AsyncGenerator<string | Uint8Array> {
    if (options.format === "same") {
        yield* sameForm(dataset, selectedRecords(selected), options.withScore);
        return;
    }
    const records = options.format === "jsonl"
        ? ownRecords(dataset, selectedRecords(selected), options.withScore)
        : convertedRecords(dataset, selected, options.format, options);
    let first = true;
    for await (const record of records) {
        if (options.asArray)
            yield `${first ? "[\n" : ",\n"}${record}`;
        else
            yield `${record}\n`;
        first = false;
    }
    if (options.asArray)
        yield first ? "[]\n" : "\n]\n";
}

function selectedRecords(selected: readonly SelectedExample[]): SelectedRecord[] {
    const byStart = new Map<number, SelectedRecord>();
    for (const {example, goldenScore} of selected) {
        const twin = byStart.get(example.span.start);
        if (twin === undefined || (goldenScore ?? -1) > (twin.goldenScore ?? -1))
            byStart.set(example.span.start, {example, goldenScore, span: example.span});
    }
    return [...byStart.values()];
}

const utf8 = new TextDecoder("utf-8", {ignoreBOM: true});

/** Brackets, line ends and indentation are taken from the dataset, so that choosing all gives the file again. */
async function* sameForm(dataset: Dataset, records: readonly SelectedRecord[], withScore: boolean): AsyncGenerator<string | Uint8Array> {
    const style = await containerStyle(dataset);
    let at = 0;
    for await (const bytes of readSpans(dataset, records.map(({span}) => span))) {
        yield at === 0 ? style.open : style.between;
        yield withScore ? scored(dataset, utf8.decode(bytes), records[at]) : bytes;
        at++;
    }
    if (at > 0)
        yield style.close;
    else if (dataset.container === "array")
        yield "[]\n";
}

/** So many bytes beside a record show how its neighbours are set apart. */
const around = 64;

async function containerStyle(dataset: Dataset): Promise<{open: string; between: string; close: string}> {
    const spans = dataset.examples.map(({span}) => span);
    const first = spans[0] ?? {start: 0, end: 0}, last = spans.at(-1) ?? first;
    const next = spans.find(({start}) => start > first.start);
    const beside: string[] = [];
    for await (const bytes of readSpans(dataset, [
        {start: Math.max(0, first.start - around), end: first.start},
        {start: first.end, end: Math.min(first.end + around, next?.start ?? Infinity)},
        ...(next === undefined ? [] : [{start: last.end, end: last.end + around}])
    ]))
        beside.push(utf8.decode(bytes));
    const [before = "", after = "", end = after] = beside;
    if (dataset.container === "jsonl") {
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

async function* ownRecords(dataset: Dataset, records: readonly SelectedRecord[], withScore: boolean): AsyncGenerator<string> {
    let at = 0;
    for await (const bytes of readSpans(dataset, records.map(({span}) => span))) {
        const line = onOneLine(utf8.decode(bytes));
        yield withScore ? scored(dataset, line, records[at]) : line;
        at++;
    }
}

function scored(dataset: Dataset, record: string, selected: SelectedRecord | undefined): string {
    const text = withField(record, "goldenScore", selected?.goldenScore ?? null);
    if (text === undefined)
        throw changedError(dataset); // it was an object with fields when the dataset was read
    return text;
}

function* convertedRecords(dataset: Dataset, selected: readonly SelectedExample[], form: WrittenForm, {withScore, asArray}: SubsetOptions): Generator<string> {
    for (const {example, goldenScore} of selected) {
        let record: Record<string, unknown>;
        try {
            record = writtenRecord(example.turns, form);
        } catch (error) {
            if (error instanceof UserError)
                throw new UserError(`${escapeForDisplay(dataset.path)}:${example.line}: ${error.message}; the formats sharegpt and messages can hold it.`);
            throw error;
        }
        yield JSON.stringify(withScore ? {...record, goldenScore} : record, null, asArray ? 2 : undefined);
    }
}

/** `1 record from 2 examples` for self-instruct, `2 examples` elsewhere. */
export function describeSubset(selected: readonly SelectedExample[], format: ExportFormat): string {
    const records = format === "same" || format === "jsonl" ? selectedRecords(selected).length : selected.length;
    return records === selected.length ? count(selected.length, "example") : `${count(records, "record")} with ${count(selected.length, "chosen example")}`;
}
