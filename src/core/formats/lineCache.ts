import {hashText, type HashText} from "../contentKey.js";
import type {ColumnMapping} from "./columns.js";
import {ItemAssembler, type ReadItem} from "./itemAssembler.js";
import {LineFramer} from "./lineFramer.js";
import {readRecord, type RecordReading} from "./readRecord.js";

/** An item of a JSON Lines text, with its characters in its line: `[from, to)` in UTF-16 code units, from 0. */
export interface LineItem {
    readonly item: ReadItem;
    readonly from: number;
    readonly to: number;
}

interface KeptLine {
    /** Null for a blank line. */
    readonly record: {readonly reading: RecordReading; readonly start: number; readonly end: number; readonly from: number; readonly to: number} | null;
    readonly bytes: number;
}

/**
 * Reads JSON Lines again and again while they are edited: only lines that were not there the last time are parsed, hashed and
 * judged. Gives the same items as `DatasetReader` for the whole text.
 */
export class LineCache {
    private kept = new Map<string, KeptLine>();

    public constructor(private readonly columns?: ColumnMapping, private readonly hash: HashText = hashText) {}

    /** @param lines without their line breaks; @param breakBytes of each line break: 1, or 2 for CRLF */
    public read(lines: Iterable<string>, breakBytes: number): LineItem[] {
        const kept = new Map<string, KeptLine>();
        const assembler = new ItemAssembler();
        const items: LineItem[] = [];
        let line = 0, at = 0;
        for (const text of lines) {
            line++;
            const known = kept.get(text) ?? this.kept.get(text) ?? this.readLine(text);
            kept.set(text, known);
            if (known.record !== null) {
                const {reading, start, end, from, to} = known.record;
                for (const item of assembler.record(reading, {line, column: from + 1}, {start: at + start, end: at + end}))
                    items.push({item, from, to});
            }
            at += known.bytes + breakBytes;
        }
        for (const item of assembler.end())
            items.push({item, from: 0, to: 0});
        this.kept = kept;
        return items;
    }

    private readLine(text: string): KeptLine {
        const bytes = new TextEncoder().encode(text);
        const framer = new LineFramer(0);
        const [frame] = [...framer.push(bytes), ...framer.end()];
        if (frame === undefined)
            return {record: null, bytes: bytes.length};
        const reading: RecordReading = frame.kind === "record" ? readRecord(frame.bytes, this.columns, this.hash) : {kind: "unreadable", message: frame.message, at: {line: 1, column: 1}};
        const end = frame.kind === "record" ? frame.start + frame.bytes.length : frame.end;
        const from = frame.place.column - 1;
        return {record: {reading, start: frame.start, end, from, to: text.trimEnd().length}, bytes: bytes.length};
    }
}
