import * as crypto from "node:crypto";
import {once} from "node:events";
import type {Readable} from "node:stream";
import {getHeapStatistics} from "node:v8";
import {createGunzip} from "node:zlib";
import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Example, Problem} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {DatasetReader, type Container, type ReadItem} from "../core/formats/reader.js";
import {openRegular} from "../files/regularFile.js";

export interface Dataset {
    readonly path: string;
    readonly container: Container;
    readonly examples: readonly Example[];
    readonly problems: readonly Problem[];
    /** SHA-256 of the file as it lies on disk, in hexadecimal. */
    readonly sha256: string;
    readonly compressed: boolean;
}

type Preference = Extract<ReadItem, {kind: "preference"}>;

const chunkBytes = 1 << 20;

/**
 * Reads a dataset from disk, streaming; `.gz` is told by content, not by name.
 * @throws UserError when the file cannot be read at all, is preference data, is UTF-16, or holds more than there is memory for
 */
export async function readDataset(path: string, columns?: ColumnMapping): Promise<Dataset> {
    const reader = new DatasetReader(columns, nativeHash);
    const examples: Example[] = [];
    const problems: Problem[] = [];
    const file = await openBytes(path);
    for await (const items of readItems(path, file.bytes, reader)) {
        requireMemory(path, examples.length);
        for (const item of items) {
            if (item.kind === "example")
                examples.push(item.example);
            else
                problems.push(item.problem);
        }
    }
    return {path, container: reader.container ?? "jsonl", examples, problems, sha256: file.sha256(), compressed: file.compressed};
}

/** V8 does not throw where its heap is full, it ends the process. What is done with the examples afterwards takes memory, too, and the young ones do not count. */
const mostOfHeap = 0.8, youngBytes = 1 << 26;

function requireMemory(path: string, examples: number): void {
    const {used_heap_size: used, heap_size_limit: limit} = getHeapStatistics();
    if (used > mostOfHeap * (limit - youngBytes))
        throw new UserError(`${escapeForDisplay(path)} holds more than there is memory for: ${count(examples, "example")} of it take nearly all of ${Math.round(limit / 2 ** 20).toLocaleString("en-US")} MB. Split it into several files.`);
}

/**
 * What each piece of a file's bytes gives, and after the last one what was still open.
 * @throws UserError as `readDataset`; that a file is preference data is known at its end only
 */
export async function* readItems(path: string, bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, reader: DatasetReader): AsyncGenerator<readonly ReadItem[]> {
    const preferences: Preference[] = [];
    let examples = 0;
    const noted = (items: readonly ReadItem[]): readonly ReadItem[] => {
        for (const item of items) {
            if (item.kind === "example")
                examples++;
            else if (item.kind === "preference")
                preferences.push(item);
        }
        return items;
    };
    try {
        let first = true;
        for await (const piece of bytes) {
            if (first)
                refuseUtf16(path, piece);
            first = false;
            yield noted(reader.push(piece));
        }
    } catch (error) {
        throw asUserError(path, error);
    }
    yield noted(reader.end());
    refusePreferences(path, preferences, examples);
}

/** Since Node 20.12; three times as fast for a short text, but an Electron may have been built without it. */
const {hash: hashAtOnce} = crypto as Partial<Pick<typeof crypto, "hash">>;

/** `hashText` of the core in native code: half of the time of reading a large file would go into hashing. */
export function nativeHash(text: string): string {
    const digest = hashAtOnce === undefined ? crypto.createHash("sha256").update(text, "utf8").digest("hex") : hashAtOnce("sha256", text, "hex");
    return digest.slice(0, 32);
}

export interface OpenedBytes {
    readonly bytes: AsyncIterable<Uint8Array>;
    readonly compressed: boolean;
    /** Of the file itself, once its bytes have been read. */
    readonly sha256: () => string;
    /** How many of the file's own bytes have been read, and how many there are. */
    readonly taken: () => number;
    readonly size: number;
}

/** The (decompressed) bytes of a file in pieces. */
export async function openBytes(path: string, pieceBytes = chunkBytes): Promise<OpenedBytes> {
    const handle = await openRegular(path).catch((error: unknown) => {
        throw asUserError(path, error);
    });
    const head = new Uint8Array(2);
    const [{size}] = await Promise.all([handle.stat(), handle.read(head, 0, head.length, 0)]).catch(async (error: unknown) => {
        await handle.close();
        throw asUserError(path, error);
    });
    const hash = crypto.createHash("sha256");
    const source = handle.createReadStream({start: 0, highWaterMark: pieceBytes});
    source.on("data", (chunk) => hash.update(chunk));
    source.pause();
    const compressed = head[0] === 0x1f && head[1] === 0x8b;
    return {
        bytes: compressed ? decompressed(source, pieceBytes) : source, compressed, sha256: () => hash.digest("hex"),
        taken: () => source.bytesRead, size
    };
}

/** Reads the source to its end even where the compressed data end earlier (tape archives add zeros), as all of it is hashed. */
async function* decompressed(source: Readable, pieceBytes: number): AsyncGenerator<Uint8Array> {
    const gunzip = createGunzip({chunkSize: Math.max(64, pieceBytes)}); // zlib takes no smaller one
    source.on("error", (error) => gunzip.destroy(error)); // pipe does not pass it on
    source.pipe(gunzip);
    try {
        for await (const chunk of gunzip)
            yield chunk as Uint8Array; // no encoding was asked for, so chunks are bytes
        source.unpipe(gunzip);
        if (!source.readableEnded) {
            source.resume();
            await once(source, "end");
        }
    } finally {
        source.destroy();
        gunzip.destroy();
    }
}

function refuseUtf16(path: string, head: Uint8Array): void {
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
        throw new UserError(`${escapeForDisplay(path)} is UTF-16 text; save it as UTF-8 and try again.`);
}

function refusePreferences(path: string, preferences: readonly Preference[], examples: number): void {
    const [first] = preferences;
    if (first === undefined || preferences.length < examples)
        return;
    throw new UserError(`${escapeForDisplay(path)}:${first.problem.line}: this is preference data (${first.method}, ${count(preferences.length, "record")}); a golden score needs one answer for each question. Use the supervised (SFT) form of the dataset.`);
}

/** Errors of the file system and of decompression in words; anything else is passed on as the bug it is. */
function asUserError(path: string, error: unknown): unknown {
    const shown = escapeForDisplay(path);
    const code = (error as NodeJS.ErrnoException | undefined)?.code; // errors of Node carry a code; others have none
    if (code === "ENOENT" || code === "ENOTDIR")
        return new UserError(`${shown}: no such file.`);
    if (code === "EACCES" || code === "EPERM")
        return new UserError(`${shown} may not be read: check its permissions.`);
    if (code?.startsWith("Z_") === true)
        return new UserError(`${shown} is a gzip file that is cut off or damaged; make it again from its source.`);
    return code !== undefined && /^E[A-Z]+$/.test(code) ? new UserError(`${shown} cannot be read (${code}).`) : error;
}
