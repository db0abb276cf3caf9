import {open, rename, rm} from "node:fs/promises";
import path from "node:path";
import {Readable} from "node:stream";
import {pipeline} from "node:stream/promises";
import {createGzip} from "node:zlib";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";

/**
 * Writes a file whole or not at all: under a temporary name beside it, flushed to disk, then renamed. Compressed when the name
 * ends in `.gz`.
 * @throws UserError when the place cannot be written
 */
export async function writeWhole(target: string, pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): Promise<void> {
    const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
    try {
        // Opened here and not by the stream: a pipeline whose source fails does not wait for a file that is still being opened,
        // and what was removed below would come back.
        const handle = await open(temporary, "w");
        try {
            const source = Readable.from(pieces, {objectMode: true}), sink = handle.createWriteStream({flush: true});
            await (target.endsWith(".gz") ? pipeline(source, createGzip(), sink) : pipeline(source, sink));
        } finally {
            await handle.close(); // after what is still being written
        }
        await rename(temporary, target);
    } catch (error) {
        await rm(temporary, {force: true}).catch(() => undefined); // where it could not be made, it cannot be removed either
        throw asUserError(target, error);
    }
}

/** @throws UserError when a file could not be made in the folder of `target` */
export async function requireWritable(target: string): Promise<void> {
    const probe = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.probe`);
    try {
        await (await open(probe, "wx")).close();
        await rm(probe, {force: true});
    } catch (error) {
        throw asUserError(target, error);
    }
}

function asUserError(target: string, error: unknown): unknown {
    const shown = escapeForDisplay(target);
    switch ((error as NodeJS.ErrnoException | undefined)?.code) { // errors of Node carry a code; others have none
        case "ENOSPC":
        case "EDQUOT":
            return new UserError(`${shown} cannot be written: the disk is full. Make room and run again.`);
        case "EACCES":
        case "EPERM":
        case "EROFS":
            return new UserError(`${shown} cannot be written: no permission.`, "place");
        case "ENOENT":
        case "ENOTDIR":
            return new UserError(`${shown} cannot be written: its folder does not exist.`, "place");
        case "EISDIR":
            return new UserError(`${shown} is a folder, not a file.`, "place");
        case "ENAMETOOLONG":
            return new UserError(`${shown} cannot be written: the name is too long.`);
        default:
            return error;
    }
}
