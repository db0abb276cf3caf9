import {exampleKey} from "../core/contentKey.js";
import type {Example, Span, Turn} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {isObject, own} from "../core/formats/fields.js";
import {parseRecord, type SoundRecord} from "../core/formats/parseRecord.js";
import type {Container} from "../core/formats/reader.js";
import {recognize} from "../core/formats/recognize.js";
import {writtenFields} from "../core/formats/writtenFields.js";
import {isDeeplyNested, parseJsonText} from "../core/formats/rawJson.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision} from "../core/selection.js";
import {exampleRow} from "../core/table/buildTable.js";
import {nativeHash, type Dataset} from "./readDataset.js";
import {changedError, readEach, type ReadFile} from "./readSpans.js";

/** A file that a subset is cut out of: what an export needs to know of it beside the chosen rows. No text is kept. */
export interface SubsetFile extends ReadFile {
    readonly container: Container;
    /** As it was read with. */
    readonly columns: ColumnMapping | undefined;
    readonly edges: RecordEdges;
}

/** Records whose surroundings show how the file sets its records apart. */
export interface RecordEdges {
    readonly first: Span;
    /** The one after the first; undefined in a file of one record. */
    readonly next: Span | undefined;
    readonly last: Span;
}

/** An example that goes into the subset: its place, its score (nulls: kept without one), its flags and what a review said. */
export interface SubsetRow extends ScoreRow {
    readonly span: Span;
    /** As in `Example`. Copies in one record have the same key, and still their own letters. */
    readonly part?: number | undefined;
    readonly decision?: Decision | undefined;
}

/** Rows in the order of the file. They are gone through several times, so they may be made each time but must be the same. */
export type SubsetRows = Iterable<SubsetRow>;

export function subsetFile({path, sha256, container, examples}: Dataset, columns: ColumnMapping | undefined): SubsetFile {
    return {path, sha256, container, columns, edges: recordEdges(examples.map(({span}) => span))};
}

/** The row of an example that was read whole. @param row what a scores file says of its content */
export function subsetRow(example: Example, row: ScoreRow | undefined, decision: Decision | undefined): SubsetRow {
    const {index, line, goldenScore, wins, anchors, meanGain, ci95, flags, answerTokens} = exampleRow(example, row, decision);
    return {index, line, key: example.key, goldenScore, wins, anchors, meanGain, ci95, flags, answerTokens, span: example.span, part: example.part, decision};
}

/** @param spans of all examples of the file, ascending; those of one record are the same */
export function recordEdges(spans: Iterable<Span>): RecordEdges {
    let first: Span | undefined, next: Span | undefined, last: Span | undefined;
    for (const span of spans) {
        first ??= span;
        if (span.start > first.start)
            next ??= span;
        last = span;
    }
    first ??= {start: 0, end: 0};
    return {first, next, last: last ?? first};
}

/** The chosen examples of one record; self-instruct records hold several. */
export interface ChosenRecord {
    readonly span: Span;
    readonly rows: readonly SubsetRow[];
}

export function* chosenRecords(rows: SubsetRows): Generator<ChosenRecord> {
    let together: SubsetRow[] = [];
    for (const row of rows) {
        const [first] = together;
        if (first !== undefined && first.span.start !== row.span.start) {
            yield {span: first.span, rows: together};
            together = [];
        }
        together.push(row);
    }
    const [first] = together;
    if (first !== undefined)
        yield {span: first.span, rows: together};
}

export interface ChosenExample {
    readonly row: SubsetRow;
    readonly turns: readonly Turn[];
    /** The record's own field `tools` as JSON text to the letter, where it holds a list with something in it, or one that is nested too deeply to be looked at. */
    readonly tools: string | undefined;
}

/**
 * Reads the texts of the chosen examples, one record at a time.
 * @throws UserError when the file has changed since it was read
 */
export async function* readChosen(file: SubsetFile, rows: SubsetRows): AsyncGenerator<ChosenExample> {
    for await (const {item, bytes} of readEach(file, chosenRecords(rows))) {
        const parsed = parseRecord(bytes);
        const recognition = parsed.kind === "parsed" ? recognize(parsed.value, file.columns, parsed.text) : undefined;
        if (parsed.kind !== "parsed" || recognition?.kind !== "examples")
            throw changedError(file); // it could be read before
        const {examples} = recognition, tools = toolsOf(parsed);
        for (const row of item.rows) {
            const turns = examples[row.part ?? 0];
            if (turns === undefined || (examples.length > 1 && exampleKey(turns, nativeHash) !== row.key))
                throw changedError(file);
            yield {row, turns, tools};
        }
    }
}

function toolsOf({value, text}: SoundRecord): string | undefined {
    const field = isObject(value) ? own(value, "tools") : undefined;
    if (typeof field === "string")
        return isDeeplyNested(field) || hasEntries(parseJsonText(field)?.value) ? field : undefined; // else a description in words: no list that a trainer could take
    return isObject(value) && hasEntries(field) ? writtenFields(value, text)(value, "tools") : undefined;
}

function hasEntries(list: unknown): boolean {
    return Array.isArray(list) && list.length > 0;
}
