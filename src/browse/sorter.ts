import {rankLines} from "../core/table/rankLines.js";
import {columnText, sortLine} from "../core/table/textColumns.js";
import {fileSentence} from "./failure.js";
import type {SortJob, SortResult} from "./messages.js";
import {blockEnd, RecordReader, spanOf} from "./records.js";
import {readSpans, SourceChanged} from "./source.js";

/** Reads the texts of all rows and says in which order they are: in a thread of its own, for it does nothing else until it is done. */
export function sortedByTexts(job: SortJob): SortResult {
    try {
        return {kind: "ranks", ranks: rankLines(job.start.length, (rows, take) => {
            readLines(job, rows, take);
        })};
    } catch (error) {
        return error instanceof SourceChanged ? {kind: "changed"} : {kind: "failed", sentence: fileSentence(job.source.kind === "file" ? job.source.path : undefined, error)};
    }
}

/** @throws SourceChanged, or what the file system says */
function readLines(job: SortJob, rows: Uint32Array, take: (line: string) => void): void {
    const rowAt = (place: number): number => rows[place] ?? 0;
    const reader = new RecordReader();
    for (let from = 0; from < rows.length;) {
        const to = blockEnd(job, from, rows.length, rowAt);
        const block = rows.subarray(from, to);
        for (const [at, record] of readSpans(job.source, Array.from(block, (row) => spanOf(job, row))).entries()) {
            const turns = reader.exampleOf(job, rowAt(from + at), record, job.columns);
            take(sortLine(columnText(turns, job.column)));
        }
        from = to;
    }
}
