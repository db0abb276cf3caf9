import {hashText, type HashText} from "../contentKey.js";
import {ArrayFramer} from "./arrayFramer.js";
import type {ColumnMapping} from "./columns.js";
import {layoutOf, startsWithMark} from "./fileLayout.js";
import {concatBytes, type Beginning, type Frame, type Framer} from "./framing.js";
import {ItemAssembler, type ReadItem} from "./itemAssembler.js";
import {LineFramer} from "./lineFramer.js";
import {parseRecord} from "./parseRecord.js";
import {walkBlank} from "./position.js";
import {readRecord, readSound} from "./readRecord.js";
import {recognize} from "./recognize.js";

export type {ReadItem} from "./itemAssembler.js";

export type Container = "jsonl" | "array";

/**
 * Reads a dataset (JSON array or JSON Lines, UTF-8, with or without byte-order mark) from pieces of any size. Never throws on
 * data: what cannot be read becomes a problem, and reading goes on with the next record.
 */
export class DatasetReader {
    /** Known once the beginning of the file has shown it. */
    public container: Container | undefined;
    private framer: Framer | undefined;
    /** From the first byte on that is no white space, if there is one yet. */
    private head: Uint8Array[] = [];
    private headLength = 0;
    /** Where the head begins; undefined until it is known whether there is a byte-order mark before it. */
    private beginning: Beginning | undefined;
    /** Looking at a head again pays only when it has doubled. */
    private nextTry = 0;
    private readonly assembler = new ItemAssembler();

    /**
     * @param hash a faster one where the platform has it; the keys are the same
     * @param labels names of fields whose texts are wanted beside the turns
     */
    public constructor(private readonly columns?: ColumnMapping, private readonly hash: HashText = hashText, private readonly labels: readonly string[] = []) {}

    public push(bytes: Uint8Array): ReadItem[] {
        if (this.framer !== undefined)
            return this.items(this.framer.push(bytes));
        this.head.push(bytes);
        this.headLength += bytes.length;
        return this.headLength < this.nextTry ? [] : this.start(false);
    }

    public end(): ReadItem[] {
        const items = this.framer === undefined ? this.start(true) : [];
        return items.concat(this.items(this.framer?.end() ?? []), this.assembler.end());
    }

    private start(final: boolean): ReadItem[] {
        const head = this.withoutBlank(concatBytes(this.head), final);
        this.head = [head];
        this.headLength = head.length;
        this.nextTry = 2 * head.length;
        const layout = this.beginning === undefined ? undefined : layoutOf(head, final);
        if (layout === undefined || this.beginning === undefined)
            return [];
        this.container = layout === "array" ? "array" : "jsonl";
        this.framer = layout === "lines" ? new LineFramer(this.beginning)
            : new ArrayFramer({...this.beginning, bare: layout === "objects", isRecord: (bytes) => this.isKnownRecord(bytes)});
        this.head = [];
        return this.items(this.framer.push(head));
    }

    /** A file may begin with any amount of white space, which is not kept. */
    private withoutBlank(bytes: Uint8Array, final: boolean): Uint8Array {
        if (this.beginning === undefined && bytes.length < 3 && !final)
            return bytes; // a byte-order mark may be cut
        const mark = this.beginning === undefined && startsWithMark(bytes) ? 3 : 0; // takes no column, as in editors
        const {base, place, before} = this.beginning ?? {base: 0, place: {line: 1, column: 1}};
        const blank = walkBlank(place, bytes.subarray(mark), 0, before);
        const at = mark + blank.at;
        this.beginning = {base: base + at, place: blank.place, before: blank.at > 0 ? bytes[at - 1] : before};
        return bytes.subarray(at);
    }

    private items(frames: readonly Frame[]): ReadItem[] {
        const items: ReadItem[] = [];
        const {columns, hash, labels, assembler} = this;
        for (const frame of frames) {
            if (frame.kind === "value")
                assembler.record(readSound(frame, columns, hash, labels), frame.place, {start: frame.start, end: frame.end}, items);
            else if (frame.kind === "record")
                assembler.record(readRecord(frame.bytes, columns, hash, labels), frame.place, {start: frame.start, end: frame.start + frame.bytes.length}, items);
            else
                assembler.problem(frame.message, frame.place, {start: frame.start, end: frame.end}, items);
        }
        return items;
    }

    private isKnownRecord(bytes: Uint8Array): boolean {
        const parsed = parseRecord(bytes);
        return parsed.kind === "parsed" && recognize(parsed.value, this.columns).kind !== "unreadable";
    }
}
