import {closeSync, fstatSync, readSync} from "node:fs";
import {stat} from "node:fs/promises";
import type {Span} from "../core/example.js";
import {openRegularSync} from "../files/regularFile.js";

/** Where a dataset's bytes are read again: the file, or memory where that cannot be (a text that is edited, a compressed file). */
export type Source =
    | {readonly kind: "file"; readonly path: string; readonly identity: Identity}
    /** Parts of `partBytes`, the last one possibly not full. Searching threads see the same memory. */
    | {readonly kind: "memory"; readonly parts: readonly SharedArrayBuffer[]};

const partBytes = 1 << 22;

/** Bytes that are kept in memory, put together from pieces of any size. */
export class MemoryBytes {
    public readonly parts: SharedArrayBuffer[] = [];
    public length = 0;

    public add(bytes: Uint8Array): void {
        for (let from = 0; from < bytes.length;) {
            const at = this.length % partBytes;
            if (at === 0)
                this.parts.push(new SharedArrayBuffer(partBytes));
            const some = bytes.subarray(from, from + partBytes - at);
            new Uint8Array(this.parts.at(-1) ?? new ArrayBuffer(0)).set(some, at);
            from += some.length;
            this.length += some.length;
        }
    }
}

/** Of a file that has not been written since; what a clock does not tell, the content keys do. */
export interface Identity {
    readonly size: number;
    readonly modifiedMs: number;
    readonly inode: number;
}

/** The file is gone or another one. */
export class SourceChanged extends Error {}

export async function identityOf(path: string): Promise<Identity> {
    return identity(await stat(path));
}

export function sameIdentity(a: Identity, b: Identity): boolean {
    return a.size === b.size && a.modifiedMs === b.modifiedMs && a.inode === b.inode;
}

/** Spans this near to each other are read at once, up to so many bytes. */
const nearBytes = 1 << 16, mostBytes = 1 << 20;

/**
 * The bytes of spans in the order given; those that follow each other in the file are read together.
 * @throws SourceChanged, or what the file system says
 */
export function readSpans(source: Source, spans: readonly Span[]): Uint8Array[] {
    const different = spans.filter((span, at) => !isSame(span, spans[at - 1])); // those of one record, which may be large, are the same
    const read = source.kind === "file" ? fromFile(source, different) : different.map((span) => fromMemory(source.parts, span));
    let place = -1;
    return spans.map((span, at) => read[isSame(span, spans[at - 1]) ? place : ++place] ?? new Uint8Array(0));
}

function isSame(a: Span, b: Span | undefined): boolean {
    return a.start === b?.start && a.end === b.end;
}

function fromFile({path, identity: known}: Extract<Source, {kind: "file"}>, spans: readonly Span[]): Uint8Array[] {
    let descriptor: number;
    try {
        descriptor = openRegularSync(path);
    } catch (error) {
        throw (error as NodeJS.ErrnoException).code === "ENOENT" ? new SourceChanged() : error;
    }
    try {
        if (!sameIdentity(identity(fstatSync(descriptor)), known))
            throw new SourceChanged();
        const found: Uint8Array[] = [];
        for (let from = 0; from < spans.length;) {
            let to = from + 1;
            const start = spans[from]?.start ?? 0;
            let end = spans[from]?.end ?? 0;
            for (let next = spans[to]; next !== undefined && next.start >= start && next.start <= end + nearBytes && next.end - start <= mostBytes; next = spans[++to])
                end = Math.max(end, next.end);
            const bytes = readWhole(descriptor, start, end);
            for (const span of spans.slice(from, to))
                found.push(bytes.subarray(span.start - start, span.end - start));
            from = to;
        }
        return found;
    } finally {
        closeSync(descriptor);
    }
}

function readWhole(descriptor: number, start: number, end: number): Uint8Array {
    const bytes = new Uint8Array(end - start);
    for (let at = 0; at < bytes.length;) {
        const read = readSync(descriptor, bytes, at, bytes.length - at, start + at);
        if (read === 0)
            throw new SourceChanged();
        at += read;
    }
    return bytes;
}

function fromMemory(parts: readonly SharedArrayBuffer[], {start, end}: Span): Uint8Array {
    const bytes = new Uint8Array(end - start); // a copy: text decoders take no shared memory
    for (let at = start; at < end;) {
        const part = parts[Math.floor(at / partBytes)] ?? new SharedArrayBuffer(0);
        const offset = at % partBytes, some = Math.min(end - at, partBytes - offset);
        bytes.set(new Uint8Array(part, offset, some), at - start);
        at += some;
    }
    return bytes;
}

function identity({size, mtimeMs, ino}: {size: number; mtimeMs: number; ino: number}): Identity {
    return {size, modifiedMs: mtimeMs, inode: ino};
}
