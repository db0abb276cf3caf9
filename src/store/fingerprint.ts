import {createHash} from "node:crypto";
import {createReadStream} from "node:fs";
import {realpath} from "node:fs/promises";
import path from "node:path";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {openRegular} from "../files/regularFile.js";
import {fileStamp} from "./fileStamp.js";
import {modelParts} from "./modelParts.js";

const headBytes = 4 << 20;
const blockBytes = 64 << 10;
const blocks = 32;
/** The blocks of a file of this size follow each other without a gap. */
const sampledWhole = headBytes + blocks * blockBytes;

/** By what a model is known; 32 hexadecimal digits each. */
export interface ModelIdentity {
    /** Of every byte of all files of the model. */
    readonly fingerprint: string;
    /** What stood for the model in version 0.1.0, which looked at parts of its first file. */
    readonly sampled: string;
    /** Other once any file of the model has changed. */
    readonly stamp: string;
}

/** Hashes of files by real path and stamp, see `fileStamp`. */
export interface HashMemory {
    find(file: string, stamp: string): string | undefined;
    save(file: string, stamp: string, sha256: string): void;
}

export interface FingerprintOptions {
    /** Without one, files are read each time. */
    readonly memory?: HashMemory | undefined;
    readonly signal?: AbortSignal;
    /** Told once when reading takes longer than a moment. @param bytes that are read in all */
    readonly onReading?: (bytes: number) => void;
    readonly hash?: typeof sha256Of;
    /** How old a change must be to be told from a later one, and how long a moment is; in milliseconds. For tests. */
    readonly settledMs?: number;
    readonly momentMs?: number;
}

/**
 * Reads a model once, to know it by its content.
 *
 * Measurements, embeddings and drawn anchors of version 0.1.0 stand in the store under the sampled fingerprint, which models of
 * different weights can share; nothing beside them tells which file they came from. What is promised: they count for a model where that
 * fingerprint has looked at every byte (one file of at most 6 MiB, such as the embedded model), and it goes on being this model's
 * fingerprint. Under a larger model's they stay in the store, untouched, and are shown as another model's.
 * @throws UserError when a file cannot be read, is no GGUF file or is being changed; the signal's reason when it is aborted
 */
export async function modelFingerprint(modelPath: string, options: FingerprintOptions = {}): Promise<ModelIdentity> {
    const parts = await modelParts(modelPath);
    const stamp = await modelStamp(parts);
    const samples = await Promise.all(parts.map((part, at) => sample(part, at === 0)));
    const sampled = samples[0]?.fingerprint ?? "", bytes = samples.reduce((sum, {size}) => sum + size, 0);
    const isWhole = parts.length === 1 && bytes <= sampledWhole;
    const fingerprint = isWhole ? sampled : combined(await hashesOf(parts, samples.map(({size}) => size), options));
    if (await modelStamp(parts) !== stamp)
        throw new UserError(`${escapeForDisplay(modelPath)} was changed while it was read. Wait until it is whole, and try again.`);
    return {fingerprint, sampled, stamp};
}

/** What can be said at once. @throws UserError when a file of the model is missing, cannot be read, or is no GGUF file */
export async function requireModel(modelPath: string): Promise<void> {
    for (const part of await modelParts(modelPath))
        await sample(part, false);
}

/** Other once any file of a model has changed. @throws UserError as `requireModel`, for a missing file */
export async function stampOfModel(modelPath: string): Promise<string> {
    return modelStamp(await modelParts(modelPath));
}

/** Whether the files of a model are still those that were read. @throws UserError when they are not */
export async function requireUnchanged(modelPath: string, {stamp}: ModelIdentity): Promise<void> {
    if (await stampOfModel(modelPath) !== stamp)
        throw new UserError(`${escapeForDisplay(modelPath)} was changed since it was read, so its numbers would be kept as those of another model. Try again.`);
}

/** `4.1 GB`, `104 MB` */
export function fileSize(bytes: number): string {
    return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** The SHA-256 of a file in hexadecimal digits. @throws the signal's reason when it is aborted */
export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
    const hash = createHash("sha256");
    for await (const bytes of createReadStream(file, {highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
        signal?.throwIfAborted();
        hash.update(bytes);
    }
    return hash.digest("hex");
}

/** Of one file its own hash, of several that of their hashes, one a line. */
function combined(hashes: readonly string[]): string {
    const [only = ""] = hashes;
    const whole = hashes.length === 1 ? only : createHash("sha256").update(hashes.map((hash) => `${hash}\n`).join("")).digest("hex");
    return whole.slice(0, 32);
}

async function hashesOf(parts: readonly string[], sizes: readonly number[], {memory, signal, onReading, hash = sha256Of, settledMs = 2000, momentMs = 1000}: FingerprintOptions): Promise<string[]> {
    const files = await Promise.all(parts.map(async (part, at) => {
        const file = await realpath(part), stamp = await fileStamp(file, settledMs);
        return {file, size: sizes[at] ?? 0, stamp, known: stamp?.settled === true ? memory?.find(file, stamp.text) : undefined};
    }));
    const bytes = files.reduce((sum, {size, known}) => known === undefined ? sum + size : sum, 0);
    const moment = bytes === 0 ? undefined : setTimeout(() => onReading?.(bytes), momentMs);
    try {
        const hashes: string[] = [];
        for (const {file, stamp, known} of files) {
            const found = known ?? await hash(file, signal);
            hashes.push(found);
            if (known === undefined && stamp?.settled === true && (await fileStamp(file, settledMs))?.text === stamp.text)
                memory?.save(file, stamp.text, found);
        }
        return hashes;
    } catch (error) {
        signal?.throwIfAborted();
        throw (error as NodeJS.ErrnoException).code === undefined ? error : new UserError(`${parts.map(escapeForDisplay).join(", ")}: the model file cannot be read.`, "model");
    } finally {
        clearTimeout(moment);
    }
}

/** A new file's stamp counts here, too: it is compared with that of a moment ago only. */
async function modelStamp(parts: readonly string[]): Promise<string> {
    return (await Promise.all(parts.map(async (part) => (await fileStamp(part, 0))?.text ?? "none"))).join("; ");
}

/**
 * By its size, its first 4 MiB (the header with tokenizer and metadata) and 32 blocks of 64 KiB spread evenly to its end.
 * @param whole false where it is enough that it is a GGUF file
 */
async function sample(part: string, whole: boolean): Promise<{size: number; fingerprint: string}> {
    const shown = escapeForDisplay(part);
    const file = await openRegular(part).catch((error: unknown) => {
        throw error instanceof UserError ? error : new UserError(`${shown}: the model file cannot be read.`, "model");
    });
    const read = async (size: number, at: number): Promise<Buffer> => {
        const bytes = Buffer.alloc(size);
        for (let filled = 0; filled < size;) {
            const {bytesRead} = await file.read(bytes, filled, size - filled, at + filled);
            if (bytesRead === 0)
                return bytes.subarray(0, filled);
            filled += bytesRead;
        }
        return bytes;
    };
    try {
        const {size} = await file.stat();
        const head = await read(whole ? Math.min(headBytes, size) : 4, 0);
        if (head.subarray(0, 4).toString("latin1") !== "GGUF")
            throw new UserError(`${shown} is not a GGUF model${path.extname(part) === ".gguf" ? ", whatever its name says" : ""}.`, "model");
        const hash = createHash("sha256").update(`goldpan model 1 ${size}\n`).update(head);
        const rest = size - head.length;
        for (let i = 0; whole && rest > 0 && i < blocks; i++)
            hash.update(await read(blockBytes, head.length + Math.max(0, Math.floor((rest - blockBytes) * i / (blocks - 1)))));
        return {size, fingerprint: hash.digest("hex").slice(0, 32)};
    } finally {
        await file.close();
    }
}
