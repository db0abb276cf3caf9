import {constants, type Stats} from "node:fs";
import {open, stat, type FileHandle} from "node:fs/promises";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError, type Remedy} from "../core/errors.js";

/**
 * Opens a file for reading, and nothing else: a named pipe would wait for somebody to write into it, a device may never end, and
 * opening one may do something already.
 * @throws UserError when it is something else than a file; the system's error when it cannot be opened
 */
export async function openRegularFile(path: string, remedy?: Remedy): Promise<FileHandle> {
    requireRegular(path, await stat(path), remedy);
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK as number | undefined ?? 0)); // Windows has no such flag
    try {
        requireRegular(path, await file.stat(), remedy); // it may have been replaced between the two
    } catch (error) {
        await file.close();
        throw error;
    }
    return file;
}

function requireRegular(path: string, info: Stats, remedy: Remedy | undefined): void {
    if (!info.isFile())
        throw new UserError(`${escapeForDisplay(path)} is ${kindOf(info)}, not a file.`, remedy);
}

function kindOf(info: Stats): string {
    if (info.isDirectory())
        return "a folder";
    if (info.isFIFO())
        return "a named pipe";
    return info.isSocket() ? "a socket" : "a device";
}
