import {copyFileSync, existsSync, mkdtempSync, rmSync, statSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {pathToFileURL} from "node:url";
import Database from "libsql";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {bringUp, isComplete} from "./schema.js";
import {whyNoDatabase, whyUnsound} from "./soundness.js";
import {isDamage} from "./storeErrors.js";

/** SQLite's address of a file. */
export function addressOf(file: string, parameters: string): string {
    const {host, pathname} = pathToFileURL(file);
    return `file://${host === "" ? "" : `//${host}`}${pathname}?${parameters}`;
}

/**
 * Opens a store that cannot be written for reading, as a whole of this version's tables. Where there is none, or none that can be
 * used, it is an empty one, and the second is said.
 * @throws UserError when it is of a newer version, or cannot be read
 */
export function openToRead(file: string, program: string, notice: (message: string) => void): Database.Database {
    if (!existsSync(file) && !existsSync(`${file}-wal`))
        return emptyStore(program);
    try {
        const why = whyNoDatabase(file);
        const database = why === undefined ? readable(file) : undefined;
        const reason = why ?? (database === undefined ? undefined : whyUnsound(database, file));
        if (database === undefined || reason !== undefined) {
            database?.close();
            notice(`The store ${escapeForDisplay(file)} ${reason ?? ""}. Nothing of it is used, and it cannot be put aside, because its folder cannot be written.`);
            return emptyStore(program);
        }
        if (isComplete(database))
            return database;
        database.close();
        return copyOf(file, program);
    } catch (error) {
        if (error instanceof UserError || isDamage(error))
            throw error;
        throw new UserError(`The store ${escapeForDisplay(path.dirname(file))} can be neither written nor read (${error instanceof Error ? error.message : String(error)}).`, "writable-store");
    }
}

function emptyStore(program: string): Database.Database {
    const database = new Database(":memory:");
    bringUp(database, program);
    return database;
}

/**
 * Where another process has the store open, as across a read-only mount, its -shm file makes reading along possible. Else SQLite
 * would have to make that file: without changes in a -wal file it can do without, and with some it needs a copy.
 */
function readable(file: string): Database.Database {
    const live = attempt(addressOf(file, "mode=ro"));
    if (live !== undefined)
        return live;
    const hasChanges = (statSync(`${file}-wal`, {throwIfNoEntry: false})?.size ?? 0) > 0;
    return (hasChanges ? undefined : attempt(addressOf(file, "immutable=1"))) ?? copyOf(file, undefined);
}

function attempt(address: string): Database.Database | undefined {
    const database = new Database(address, {timeout: 30_000});
    try {
        database.exec("SELECT count(*) FROM sqlite_schema");
        return database;
    } catch (error) {
        database.close();
        if (isDamage(error))
            throw error;
        return undefined;
    }
}

/** @param program where the copy is to get what the store lacks */
function copyOf(file: string, program: string | undefined): Database.Database {
    const folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-store-"));
    try {
        const copy = path.join(folder, path.basename(file));
        for (const ending of ["", "-wal"])
            if (existsSync(file + ending))
                copyFileSync(file + ending, copy + ending);
        const database = new Database(copy);
        if (program !== undefined)
            bringUp(database, program);
        database.pragma("journal_mode = MEMORY"); // takes the -wal file in, and no other file is made from now on
        if (process.platform === "win32")
            process.once("exit", () => {
                rmSync(folder, {recursive: true, force: true});
            });
        return database;
    } finally {
        if (process.platform !== "win32")
            rmSync(folder, {recursive: true, force: true}); // open files stay readable
    }
}
