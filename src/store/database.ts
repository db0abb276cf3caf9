import {existsSync, mkdirSync, renameSync, statSync} from "node:fs";
import path from "node:path";
import Database from "libsql";
import packageJson from "../../package.json" with {type: "json"};
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {addressOf, openToRead} from "./readOnly.js";
import {bringUp, isComplete} from "./schema.js";
import {whyNoDatabase, whyUnsound} from "./soundness.js";
import {asUserError, isFullDisk, isUnwritable} from "./storeErrors.js";

export const databaseName = "goldpan.sqlite";

/** `write`: a store that cannot be written is refused. `read`: it is read, and one that is not there is empty. */
export type StoreAccess = "write" | "read";

export interface OpenStore {
    readonly database: Database.Database;
    readonly readOnly: boolean;
}

/**
 * Opens (or makes) the database in a folder. A file that is no database of ours, or not what it says it is, is put aside under
 * another name and said, never overwritten. A store of a newer version is left alone.
 * @throws UserError when it is of a newer version, cannot be read, or (for writing) cannot be written
 */
export function openDatabase(folder: string, notice: (message: string) => void, access: StoreAccess): OpenStore {
    const file = path.join(folder, databaseName);
    try {
        return {database: openToWrite(folder, file, notice), readOnly: false};
    } catch (error) {
        if (access === "read" && !(error instanceof UserError) && (isUnwritable(error) || isFullDisk(error)) && couldHoldStore(folder))
            return {database: openToRead(file, packageJson.version, notice), readOnly: true};
        throw asUserError(folder, error);
    }
}

/** False where a file stands in the way: that is a wrong name, and no store that is not there yet. */
function couldHoldStore(folder: string): boolean {
    let there = folder;
    while (!existsSync(there) && there !== path.dirname(there))
        there = path.dirname(there);
    return !existsSync(there) || statSync(there).isDirectory();
}

function openToWrite(folder: string, file: string, notice: (message: string) => void): Database.Database {
    makeFolder(folder);
    for (let why = whyUnusable(file); why !== undefined; why = whyUnusable(file))
        notice(putAside(file, why));
    const database = new Database(file, options);
    try {
        database.pragma("journal_mode = WAL");
        database.pragma("synchronous = FULL"); // what was committed survives a power cut, too
        if (!isComplete(database))
            bringUp(database, packageJson.version);
        return database;
    } catch (error) {
        database.close();
        throw error;
    }
}

const options = {timeout: 30_000}; // another process may be writing

/** Step by step: Node's own recursive mkdir never returns on file systems such as /proc that answer "not found" to mkdir. */
function makeFolder(folder: string): void {
    if (existsSync(folder))
        return;
    const above = path.dirname(folder);
    if (above !== folder) // a drive that is not there has nothing above it
        makeFolder(above);
    try {
        mkdirSync(folder);
    } catch (error) {
        if (!existsSync(folder)) // another process may have made it meanwhile
            throw error;
    }
}

/**
 * Half a sentence, or undefined for a file that is ours or not there. Looks through a connection that cannot write, for one that
 * can would move a -wal file beside it into the file when it is closed.
 */
function whyUnusable(file: string): string | undefined {
    const why = whyNoDatabase(file);
    if (why !== undefined || !existsSync(file))
        return why;
    const reader = new Database(addressOf(file, "mode=ro"), options);
    try {
        return whyUnsound(reader, file);
    } finally {
        reader.close();
    }
}

function putAside(file: string, why: string): string {
    let aside = "";
    for (let number = 1; aside === "" || existsSync(aside); number++)
        aside = `${file}.aside-${number}`;
    for (const ending of ["", "-wal", "-shm", "-journal"]) {
        if (existsSync(file + ending))
            renameSync(file + ending, aside + ending);
    }
    return `The store ${escapeForDisplay(file)} ${why}. It was put aside as ${escapeForDisplay(path.basename(aside))}, and a new one was begun.`;
}
