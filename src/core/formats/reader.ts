import {copyKey, exampleKey, hashText, type HashText} from "../contentKey.js";
import type {Example, Form, Problem, Span, Turn} from "../example.js";
import {lintFlags} from "../lint/rules.js";
import {ArrayFramer} from "./arrayFramer.js";
import type {ColumnMapping} from "./columns.js";
import {layoutOf, startsWithMark} from "./fileLayout.js";
import {concatBytes, maximumRecordBytes, type Frame, type Framer, type RecordFrame} from "./framing.js";
import {LineFramer} from "./lineFramer.js";
import {parseRecord} from "./parseRecord.js";
import {walkBytes, type Place} from "./position.js";
import {ProblemRun} from "./problemRun.js";
import {recognize} from "./recognize.js";

/** What reading yields, in the order of the file. */
export type ReadItem =
    | {readonly kind: "example"; readonly example: Example}
    | {readonly kind: "problem"; readonly problem: Problem}
    /** `problem` says it of this record, for files that hold only a few such. */
    | {readonly kind: "preference"; readonly method: "DPO" | "KTO"; readonly problem: Problem};

export type Container = "jsonl" | "array";

/**
 * Reads a dataset (JSON array or JSON Lines, UTF-8, with or without byte-order mark) from pieces of any size. Never throws on
 * data: what cannot be read becomes a problem, and reading goes on with the next record.
 */
export class DatasetReader {
    /** Known once the first byte that is not white space has been seen. */
    public container: Container | undefined;
    private framer: Framer | undefined;
    private head: Uint8Array[] = [];
    private headLength = 0;
    /** Looking at a head of white space again pays only when it has doubled. */
    private nextTry = 0;
    private readonly seen = new Set<string>();
    private readonly run = new ProblemRun();
    private nextIndex = 0;

    /** `hash`: a faster one where the platform has it; the keys are the same. */
    public constructor(private readonly columns?: ColumnMapping, private readonly hash: HashText = hashText) {}

    public push(bytes: Uint8Array): ReadItem[] {
        if (this.framer !== undefined)
            return this.items(this.framer.push(bytes));
        this.head.push(bytes);
        this.headLength += bytes.length;
        return this.headLength < this.nextTry ? [] : this.start(this.headLength > maximumRecordBytes);
    }

    public end(): ReadItem[] {
        const items = this.framer === undefined ? this.start(true) : [];
        return items.concat(this.items(this.framer?.end() ?? []), this.endOfRun());
    }

    private start(final: boolean): ReadItem[] {
        const head = concatBytes(this.head);
        const layout = layoutOf(head, final);
        this.nextTry = 2 * head.length;
        if (layout === undefined)
            return [];
        const mark = startsWithMark(head) ? 3 : 0; // takes no column, as in editors
        this.container = layout === "array" ? "array" : "jsonl";
        this.framer = layout === "lines" ? new LineFramer(mark)
            : new ArrayFramer({base: mark, bare: layout === "objects", isRecord: (bytes) => this.isKnownRecord(bytes)});
        this.head = [];
        return this.items(this.framer.push(head.subarray(mark)));
    }

    private items(frames: readonly Frame[]): ReadItem[] {
        const items: ReadItem[] = [];
        for (const frame of frames) {
            for (const item of frame.kind === "record" ? this.readRecord(frame) : [problemItem(frame.message, frame.place, frame)]) {
                if (item.kind !== "problem")
                    items.push(...this.endOfRun());
                if (item.kind !== "problem" || this.run.lets(item.problem))
                    items.push(item);
            }
        }
        return items;
    }

    private endOfRun(): ReadItem[] {
        const problem = this.run.end();
        return problem === undefined ? [] : [{kind: "problem", problem}];
    }

    private readRecord(frame: RecordFrame): ReadItem[] {
        const span = {start: frame.start, end: frame.start + frame.bytes.length};
        const parsed = parseRecord(frame.bytes);
        if (parsed.kind === "broken")
            return [problemItem(parsed.message, walkBytes(frame.place, frame.bytes, 0, parsed.at), span)];
        const recognition = recognize(parsed.value, this.columns);
        if (recognition.kind === "unreadable")
            return [problemItem(recognition.message, frame.place, span)];
        if (recognition.kind === "preference") {
            const {problem} = problemItem(`this record is preference data (${recognition.method}) and has no golden score`, frame.place, span);
            return [{kind: "preference", method: recognition.method, problem}];
        }
        return recognition.examples.map((turns) => ({kind: "example", example: this.example(turns, recognition.form, frame.place.line, span)}));
    }

    private example(turns: readonly Turn[], form: Form, line: number, span: Span): Example {
        const key = exampleKey(turns, this.hash);
        const copy = copyKey(turns, key, this.hash);
        const flags = lintFlags(turns, this.seen.has(copy));
        this.seen.add(copy);
        return {index: this.nextIndex++, line, span, form, key, turns, flags};
    }

    private isKnownRecord(bytes: Uint8Array): boolean {
        const parsed = parseRecord(bytes);
        return parsed.kind === "parsed" && recognize(parsed.value, this.columns).kind !== "unreadable";
    }
}

/** `message`: a clause without a full stop. */
function problemItem(message: string, {line, column}: Place, {start, end}: Span): Extract<ReadItem, {kind: "problem"}> {
    return {kind: "problem", problem: {line, column, message: message.charAt(0).toUpperCase() + message.slice(1) + ".", span: {start, end}}};
}
