import {exampleKey} from "../contentKey.js";
import type {Example, Problem, Turn} from "../example.js";
import {lintFlags} from "../lint/rules.js";
import {ArrayFramer} from "./arrayFramer.js";
import type {ColumnMapping} from "./columns.js";
import {concatBytes, isBlank, type Frame, type Framer, type RecordFrame} from "./framing.js";
import {LineFramer} from "./lineFramer.js";
import {parseRecord} from "./parseRecord.js";
import {walkText} from "./position.js";
import {recognize} from "./recognize.js";

/** What reading yields, in the order of the file. */
export type ReadItem =
    | {readonly kind: "example"; readonly example: Example}
    | {readonly kind: "problem"; readonly problem: Problem}
    | {readonly kind: "preference"; readonly method: "DPO" | "KTO"; readonly line: number};

export type Container = "jsonl" | "array";

/**
 * Reads a dataset (JSON array or JSON Lines, UTF-8, with or without byte-order mark) from pieces of any size. Never throws on
 * data: what cannot be read becomes a problem, and reading goes on with the next record.
 */
export class DatasetReader {
    /** Known once the first byte that is not white space has been seen. */
    public container: Container | undefined;
    private framer: Framer | undefined;
    private head: Uint8Array = new Uint8Array(0);
    private readonly seen = new Set<string>();
    private nextIndex = 0;

    public constructor(private readonly columns?: ColumnMapping) {}

    public push(bytes: Uint8Array): ReadItem[] {
        if (this.framer !== undefined)
            return this.items(this.framer.push(bytes));
        this.head = concatBytes([this.head, bytes]);
        return this.start(false);
    }

    public end(): ReadItem[] {
        const started = this.framer === undefined ? this.start(true) : [];
        return this.framer === undefined ? started : [...started, ...this.items(this.framer.end())];
    }

    /** Looks past byte-order mark and white space for the bracket that tells an array from JSON Lines. */
    private start(final: boolean): ReadItem[] {
        if (this.head.length < 3 && !final)
            return [];
        const mark = this.head[0] === 0xef && this.head[1] === 0xbb && this.head[2] === 0xbf ? 3 : 0;
        let first = mark;
        while (isBlank(this.head[first]))
            first++;
        const byte = this.head[first];
        if (byte === undefined)
            return [];
        this.container = byte === 0x5b ? "array" : "jsonl";
        this.framer = this.container === "array"
            ? new ArrayFramer(mark, (bytes) => this.isKnownRecord(bytes))
            : new LineFramer(mark);
        const body = this.head.subarray(mark);
        this.head = new Uint8Array(0);
        return this.items(this.framer.push(body));
    }

    private items(frames: readonly Frame[]): ReadItem[] {
        return frames.flatMap((frame) => frame.kind === "record" ? this.readRecord(frame) : [{
            kind: "problem",
            problem: {...frame.place, message: sentence(frame.message), span: {start: frame.start, end: frame.end}}
        }]);
    }

    private readRecord(frame: RecordFrame): ReadItem[] {
        const span = {start: frame.start, end: frame.start + frame.bytes.length};
        const problem = (message: string, place = frame.place): ReadItem[] => [{kind: "problem", problem: {...place, message: sentence(message), span}}];
        const parsed = parseRecord(frame.bytes);
        if (parsed.kind === "broken")
            return problem(parsed.message, walkText(frame.place, parsed.text, parsed.at));
        const recognition = recognize(parsed.value, this.columns);
        if (recognition.kind === "unreadable")
            return problem(recognition.message);
        if (recognition.kind === "preference")
            return [{kind: "preference", method: recognition.method, line: frame.place.line}];
        return recognition.examples.map((turns) => ({
            kind: "example",
            example: {...this.identify(turns), line: frame.place.line, span, form: recognition.form, turns}
        }));
    }

    private identify(turns: readonly Turn[]): Pick<Example, "index" | "key" | "flags"> {
        const key = exampleKey(turns);
        const flags = lintFlags(turns, this.seen.has(key));
        this.seen.add(key);
        return {index: this.nextIndex++, key, flags};
    }

    private isKnownRecord(bytes: Uint8Array): boolean {
        const parsed = parseRecord(bytes);
        return parsed.kind === "parsed" && recognize(parsed.value, this.columns).kind !== "unreadable";
    }
}

function sentence(clause: string): string {
    return clause.charAt(0).toUpperCase() + clause.slice(1) + ".";
}
