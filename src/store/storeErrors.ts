import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {NoFile} from "../files/regularFile.js";

/** libsql leaves the code of some errors empty, such as those of opening: their message is all there is. */
function describe(error: unknown): {code: string; message: string} {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    return {code, message: error instanceof Error ? error.message : ""};
}

export function isDamage(error: unknown): boolean {
    const {code, message} = describe(error);
    return /^SQLITE_(NOTADB|CORRUPT)/.test(code) || /file is not a database|malformed/.test(message);
}

/** Whether a disk is full: nothing can be written, and what is there can be read. */
export function isFullDisk(error: unknown): boolean {
    const {code, message} = describe(error);
    return code === "ENOSPC" || code === "SQLITE_IOERR_SHMSIZE" || code.startsWith("SQLITE_FULL") || message.includes("database or disk is full");
}

/** Whether something is in the way of writing, or of opening at all. */
export function isUnwritable(error: unknown): boolean {
    const {code, message} = describe(error);
    return ["EACCES", "EPERM", "EROFS", "ENOTDIR", "EBUSY", "EEXIST", "EISDIR", "ENOENT"].includes(code) || /^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code)
        || /unable to open|readonly database/i.test(message);
}

export function notWritable(folder: string): UserError {
    return new UserError(`The store ${escapeForDisplay(folder)} cannot be written.`, "writable-store");
}

/** Full disks, missing permissions, locks and damage in words; anything else is passed on as the bug it is. */
export function asUserError(folder: string, error: unknown): unknown {
    if (error instanceof NoFile)
        return new UserError(`In the store ${escapeForDisplay(folder)} stands ${error.kind} in place of its file, so it cannot be written.`, "writable-store");
    if (error instanceof UserError)
        return error;
    const shown = escapeForDisplay(folder);
    const {code, message} = describe(error);
    if (isFullDisk(error))
        return new UserError(`The disk that holds the store ${shown} is full. Everything measured before is kept; make room and run again.`);
    if (isUnwritable(error))
        return notWritable(folder);
    if (code.startsWith("SQLITE_BUSY") || message.includes("database is locked"))
        return new UserError(`The store ${shown} has been locked by another program for 30 seconds. End that program and run again.`);
    if (isDamage(error) || code.startsWith("SQLITE_IOERR"))
        return new UserError(`The store ${shown} is damaged, or its disk fails.`, "other-store");
    return error;
}
