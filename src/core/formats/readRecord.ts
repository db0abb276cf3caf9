import {exampleKeys, type HashText} from "../contentKey.js";
import type {Form, Turn} from "../example.js";
import {lintFlags} from "../lint/rules.js";
import type {ColumnMapping} from "./columns.js";
import {isObject, own} from "./fields.js";
import {parseRecord, type SoundRecord} from "./parseRecord.js";
import {walkBytes, type Place} from "./position.js";
import {recognize} from "./recognize.js";

export interface RecordExample {
    readonly turns: readonly Turn[];
    readonly key: string;
    /** Equal for examples that are copies of each other. */
    readonly copy: string;
    /** All but `duplicate`, which takes the rest of the file. */
    readonly flags: readonly string[];
}

/** What fields beside the turns hold, such as a source; undefined for anything but text. In the order in which they were asked for, or empty where the record has none of them. */
export type Labels = readonly (string | undefined)[];

/** What one record holds, judged without its place and the rest of the file: the same bytes always give the same reading. */
export type RecordReading =
    | {readonly kind: "examples"; readonly form: Form; readonly examples: readonly RecordExample[]; readonly labels: Labels}
    | {readonly kind: "preference"; readonly method: "DPO" | "KTO"}
    /** `at`: from the record's first character, which is 1:1. */
    | {readonly kind: "unreadable"; readonly message: string; readonly at: Place};

const start: Place = {line: 1, column: 1};

/** Reads the exact bytes of a record. Never throws on data. @param labels names of fields of its own that are wanted, too */
export function readRecord(bytes: Uint8Array, columns: ColumnMapping | undefined, hash: HashText, labels: readonly string[] = []): RecordReading {
    const parsed = parseRecord(bytes);
    if (parsed.kind === "broken")
        return {kind: "unreadable", message: parsed.message, at: walkBytes(start, bytes, 0, parsed.at)};
    return readSound(parsed, columns, hash, labels);
}

/** The same for a record that was parsed. */
export function readSound({value, text}: SoundRecord, columns: ColumnMapping | undefined, hash: HashText, labels: readonly string[] = []): RecordReading {
    const recognition = recognize(value, columns, text);
    if (recognition.kind === "unreadable")
        return {kind: "unreadable", message: recognition.message, at: start};
    if (recognition.kind === "preference")
        return recognition;
    const examples = recognition.examples.map((turns): RecordExample => {
        const {key, copy, ascii} = exampleKeys(turns, hash);
        return {turns, key, copy, flags: lintFlags(turns, ascii)};
    });
    return {kind: "examples", form: recognition.form, examples, labels: labelsOf(value, labels)};
}

const none: Labels = [];

function labelsOf(record: unknown, names: readonly string[]): Labels {
    if (!isObject(record) || !names.some((name) => Object.hasOwn(record, name)))
        return none;
    return names.map((name) => {
        const value = own(record, name);
        return typeof value === "string" ? value : undefined;
    });
}
