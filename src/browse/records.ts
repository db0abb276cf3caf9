import type {Turn} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {parseRecord} from "../core/formats/parseRecord.js";
import {recognize} from "../core/formats/recognize.js";
import {SourceChanged} from "./source.js";

/** Where the records of rows are that are read one after the other: as many bytes at each row's start. */
export interface Spans {
    readonly start: Float64Array;
    readonly size: Uint32Array;
}

/** Records are read so many at a time, or as many as begin within so many bytes. */
const blockRows = 4096, blockBytes = 1 << 20;

/** Where the block ends that begins at a place of some rows, which ascend. @param rowAt the row at a place */
export function blockEnd({start}: Spans, from: number, length: number, rowAt: (place: number) => number = (place) => place): number {
    let to = from + 1;
    const end = (start[rowAt(from)] ?? 0) + blockBytes;
    while (to < length && to - from < blockRows && (start[rowAt(to)] ?? 0) < end)
        to++;
    return to;
}

export function spanOf({start, size}: Spans, row: number): {readonly start: number; readonly end: number} {
    const from = start[row] ?? 0;
    return {start: from, end: from + (size[row] ?? 0)};
}

/** Reads the examples of rows that follow each other: a record that holds many of them is parsed once. */
export class RecordReader {
    private start = -1;
    private row = -1;
    private part = 0;
    private examples: readonly (readonly Turn[])[] = [];

    /** The example of a row, read from its record's bytes. @throws SourceChanged where there is none any more */
    public exampleOf(spans: Pick<Spans, "start">, row: number, record: Uint8Array, columns: ColumnMapping | undefined): readonly Turn[] {
        const start = spans.start[row] ?? 0;
        if (start === this.start && row >= this.row) {
            this.part += row - this.row;
        } else {
            this.examples = examplesOf(record, columns);
            this.part = partOf(spans, row);
        }
        this.start = start;
        this.row = row;
        const turns = this.examples[this.part];
        if (turns === undefined)
            throw new SourceChanged();
        return turns;
    }
}

/** Which example of its record a row is. */
function partOf({start}: Pick<Spans, "start">, row: number): number {
    let part = 0;
    while (part < row && start[row - part - 1] === start[row])
        part++;
    return part;
}

/** What a record holds. @throws SourceChanged where that is no example any more */
function examplesOf(record: Uint8Array, columns: ColumnMapping | undefined): readonly (readonly Turn[])[] {
    const parsed = parseRecord(record);
    const recognition = parsed.kind === "parsed" ? recognize(parsed.value, columns, parsed.text) : undefined;
    if (recognition?.kind !== "examples")
        throw new SourceChanged();
    return recognition.examples;
}
