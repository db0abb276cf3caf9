import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {Container, ReadItem} from "../core/formats/reader.js";
import {openBytes} from "../session/readDataset.js";
import type {KeptReading} from "./keptReadings.js";
import {keepAll, slices} from "./pieces.js";
import type {BrowsedFile} from "./protocol.js";
import type {Rows} from "./rows.js";
import {MemoryBytes, type Identity, type Source} from "./source.js";

/** One reading of the file. */
export interface Reading {
    readonly revision: number;
    readonly file: BrowsedFile;
    readonly rows: Rows;
    readonly columns: ColumnMapping | undefined;
    /** What is known of the same file from before, until all rows are there. */
    before: Rows | undefined;
    /** Tables are told before all rows are there; not to those who have a whole one of this file: they would lose the place in it to a beginning of the next. */
    inParts: boolean;
    /** Undefined until it is known whether the bytes are compressed. */
    source: Source | undefined;
    container: Container;
    /** Of the file's bytes, once all of them have been read from the disk. */
    sha256: string | undefined;
    problems: number;
    done: boolean;
    /** Rows that have been told as a table, and the names of the categories that they had. */
    told: number;
    toldCategories: string;
    changed: boolean;
}

/** @param last the reading before, of the same file */
export function beginReading(of: Pick<Reading, "revision" | "file" | "columns" | "rows">, last: Reading | undefined): Reading {
    return {
        ...of, before: last && knownOf(last), inParts: last === undefined || (last.inParts && !last.done),
        source: undefined, container: "jsonl", sha256: undefined, problems: 0, done: false, told: 0, toldCategories: "", changed: false
    };
}

interface Opened {
    readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
    /** How much of the file has been taken, 0 to 1. */
    readonly share: () => number;
    readonly sha256?: () => string;
}

/** The bytes to read, from where texts can be read again. @param identity of the file on disk @throws UserError when it cannot be opened */
export async function openReading(reading: Reading, identity: Identity | undefined, pieceBytes: number): Promise<Opened> {
    const {file} = reading;
    if (file.bytes !== undefined) {
        const {bytes} = file, memory = new MemoryBytes();
        memory.add(bytes);
        reading.source = {kind: "memory", parts: memory.parts};
        let at = 0;
        return {pieces: slices(bytes, pieceBytes, (read) => {
            at = read;
        }), share: () => at / bytes.length};
    }
    const opened = await openBytes(file.path, pieceBytes);
    const share = (): number => opened.size === 0 ? 1 : Math.min(1, opened.taken() / opened.size);
    if (!opened.compressed) {
        reading.source = identity === undefined ? undefined : {kind: "file", path: file.path, identity};
        return {pieces: opened.bytes, share, sha256: opened.sha256};
    }
    const memory = new MemoryBytes();
    reading.source = {kind: "memory", parts: memory.parts};
    return {pieces: keepAll(file.path, opened.bytes, memory), share, sha256: opened.sha256};
}

/** What an export cuts out of: the whole file, as it is on disk. @throws UserError when that is not what was read, or not all of it */
export function writable(reading: Reading): Reading & {readonly sha256: string} {
    const {file, done, sha256} = reading;
    if (!done || sha256 === undefined)
        throw new UserError(file.bytes === undefined ? "The file is still being read; export it in a moment." : "The text has changes that are not saved; save it, then export.");
    return {...reading, sha256};
}

/** What it has told, to be kept for the next time; undefined where reading it again is short, or has to unpack the file. */
export function toKeep({rows, container, sha256, problems, source}: Reading, fewest: number): KeptReading | undefined {
    return sha256 === undefined || source?.kind !== "file" || rows.length < fewest ? undefined : {rows: rows.textColumns(), container, sha256, problems};
}

/** A hundred bytes are held for each row, here and in the page that shows them. */
const mostRows = 10_000_000;

/** Takes over what is known of the same examples from before. @throws UserError where they are too many for memory */
export function addItems(reading: Reading, items: readonly ReadItem[]): void {
    if (reading.rows.length + items.length > mostRows)
        throw new UserError(`${escapeForDisplay(reading.file.path)} holds more than ${count(mostRows, "example")}, which are too many to be shown together; split it into several files.`);
    for (const item of items) {
        if (item.kind === "example")
            reading.rows.add(item.example, item.labels, reading.before);
        else
            reading.problems++;
    }
}

/** Of a reading that was broken off mostly less is known than of the one before it. */
function knownOf({rows, before, done}: Reading): Rows {
    return done || before === undefined || rows.areScoresNew || rows.length > before.length ? rows : before;
}
