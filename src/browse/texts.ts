import {setImmediate} from "node:timers/promises";
import {beginning} from "../core/displayText.js";
import type {Turn} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {readRecord, type RecordReading} from "../core/formats/readRecord.js";
import {nativeHash} from "../session/readDataset.js";
import type {TextsOfRow} from "./protocol.js";
import type {Rows} from "./rows.js";
import {readSpans, SourceChanged, type Source} from "./source.js";

/** So many texts are read at once; other questions are answered between. */
const together = 64;

/**
 * The texts of some rows as they stand in the file, in the order asked for. Every one is compared with the content key of its
 * row, so a text of another example is never given.
 * @param cut characters of a turn that are enough; 0 for all
 * @throws SourceChanged
 */
export async function textsOf(rows: Rows, source: Source, asked: readonly number[], cut: number, columns: ColumnMapping | undefined): Promise<TextsOfRow[]> {
    const inFile = [...new Set(asked)].filter((row) => Number.isInteger(row) && row >= 0 && row < rows.length).sort((a, b) => a - b);
    const found = new Map<number, TextsOfRow>();
    let last = -1, reading: RecordReading | undefined;
    for (let from = 0; from < inFile.length; from += together) {
        if (from > 0)
            await setImmediate();
        const some = inFile.slice(from, from + together);
        const bytes = readSpans(source, some.map((row) => rows.spanOf(row)));
        for (const [at, row] of some.entries()) {
            const {start} = rows.spanOf(row);
            if (reading === undefined || start !== last) // a record may hold many examples
                reading = readRecord(bytes[at] ?? new Uint8Array(0), columns, nativeHash);
            last = start;
            found.set(row, textOf(rows, row, reading, cut));
        }
    }
    return asked.flatMap((row) => found.get(row) ?? []);
}

function textOf(rows: Rows, row: number, reading: RecordReading, cut: number): TextsOfRow {
    const example = reading.kind === "examples" ? reading.examples[rows.partOf(row)] : undefined;
    if (example?.key !== rows.keys.keyAt(row))
        throw new SourceChanged();
    let whole = true;
    const shortened = (text: string): string => {
        const short = beginning(text, cut);
        whole &&= short.length === text.length;
        return short;
    };
    const turns = example.turns.map((turn): Turn => turn.input === undefined
        ? {role: turn.role, text: shortened(turn.text)}
        : {role: turn.role, text: shortened(turn.text), input: shortened(turn.input)});
    return {row, turns, whole};
}
