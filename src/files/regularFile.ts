import {closeSync, constants, fstatSync, openSync, statSync, type BigIntStats, type Stats} from "node:fs";
import {open, stat, type FileHandle} from "node:fs/promises";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";

/**
 * Reading only, and never waiting: opening a named pipe would otherwise last until somebody writes into it, in a thread that nobody
 * can end. Windows knows neither flag.
 */
const flags = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0) | ((constants.O_NOCTTY as number | undefined) ?? 0);

/** What is to be read is no regular file, and was not opened. */
export class NoFile extends UserError {
    /** @param kind `a folder`, `a named pipe`, `a socket`, `a device` */
    public constructor(file: string, public readonly kind: string) {
        super(`${escapeForDisplay(file)} is not a file but ${kind}; name a file.`);
    }
}

/**
 * Opens a file for reading, if it is a regular file or a link to one. Whatever else stands under that name (a named pipe, a device, a
 * socket, a folder) may never end, may never begin, or act when it is opened, so it is not opened at all.
 * @throws NoFile where it is no regular file; else what the file system says, with its `code`
 */
export async function openRegular(file: string): Promise<FileHandle> {
    requireRegular(file, await stat(file)); // some devices act when they are opened
    const handle = await open(file, flags);
    try {
        requireRegular(file, await handle.stat()); // it may be another one by now
        return handle;
    } catch (error) {
        await handle.close();
        throw error;
    }
}

/** As `openRegular`, at once; gives a descriptor. */
export function openRegularSync(file: string): number {
    requireRegular(file, statSync(file));
    const descriptor = openSync(file, flags);
    try {
        requireRegular(file, fstatSync(descriptor));
        return descriptor;
    } catch (error) {
        closeSync(descriptor);
        throw error;
    }
}

/**
 * The whole of a small file.
 * @throws UserError where it is larger than `mostBytes`, else as `openRegular`
 */
export async function readSmall(file: string, mostBytes: number): Promise<Buffer> {
    const handle = await openRegular(file);
    try {
        const pieces: Buffer[] = [];
        let bytes = 0;
        // Files of /proc have no size beforehand, and others may grow: what has been read counts.
        for await (const piece of eachPiece(handle, 1 << 16)) {
            pieces.push(piece);
            bytes += piece.length;
            if (bytes > mostBytes)
                throw new UserError(`${escapeForDisplay(file)} is larger than ${mostBytes >> 20} MiB, which is too large for what it should be.`);
        }
        return Buffer.concat(pieces);
    } finally {
        await handle.close();
    }
}

/** What can be read from where a file was read to; each piece is a memory of its own. */
export async function* eachPiece(handle: FileHandle, pieceBytes: number): AsyncGenerator<Buffer> {
    while (true) {
        const {bytesRead, buffer} = await handle.read(Buffer.allocUnsafeSlow(pieceBytes), 0, pieceBytes, null);
        if (bytesRead === 0)
            return;
        yield buffer.subarray(0, bytesRead);
    }
}

/** What something is that is no regular file; undefined for one that is. */
export function otherKind(info: Stats | BigIntStats): string | undefined {
    return info.isFile() ? undefined
        : info.isDirectory() ? "a folder"
            : info.isFIFO() ? "a named pipe"
                : info.isSocket() ? "a socket"
                    : "a device";
}

function requireRegular(file: string, info: Stats): void {
    const kind = otherKind(info);
    if (kind !== undefined)
        throw new NoFile(file, kind);
}
