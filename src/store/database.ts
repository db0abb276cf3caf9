import {closeSync, existsSync, mkdirSync, openSync, readSync, renameSync} from "node:fs";
import path from "node:path";
import {pathToFileURL} from "node:url";
import Database from "libsql";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";

/** Raised with every change of the tables below; a store of a higher number is left alone. */
export const schemaVersion = 4;
export const databaseName = "goldpan.sqlite";

const schema = `
CREATE TABLE IF NOT EXISTS model (fingerprint TEXT PRIMARY KEY, info TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS scope (id INTEGER PRIMARY KEY, model TEXT NOT NULL, protocol TEXT NOT NULL, UNIQUE (model, protocol));
CREATE TABLE IF NOT EXISTS anchor (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS zero_shot (
    scope INTEGER NOT NULL, anchor INTEGER NOT NULL, log_probability REAL, tokens INTEGER, refused TEXT,
    PRIMARY KEY (scope, anchor)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS one_shot (
    scope INTEGER NOT NULL, example TEXT NOT NULL, truncated INTEGER NOT NULL, crashed INTEGER NOT NULL, measurements BLOB NOT NULL,
    PRIMARY KEY (scope, example));
CREATE TABLE IF NOT EXISTS anchor_set (
    file TEXT NOT NULL, method TEXT NOT NULL, size INTEGER NOT NULL, seed INTEGER NOT NULL, anchors TEXT NOT NULL,
    PRIMARY KEY (file, method, size, seed)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS decision (example TEXT PRIMARY KEY, decision TEXT NOT NULL) WITHOUT ROWID;
`;

/** What each version added to the one before it, from 1 to 2 on. A new store takes all of these steps, too. */
const migrations: readonly string[] = [`
CREATE TABLE embedding (
    scope INTEGER NOT NULL, example TEXT NOT NULL, vector BLOB, refused TEXT,
    PRIMARY KEY (scope, example));
ALTER TABLE anchor_set ADD COLUMN draw TEXT;
`, `
CREATE TABLE run (
    id INTEGER PRIMARY KEY, file TEXT NOT NULL, identity TEXT NOT NULL, detail TEXT NOT NULL,
    UNIQUE (file, identity));
`, `
ALTER TABLE one_shot ADD COLUMN answer_tokens INTEGER;
`];

/**
 * Opens (or makes) the database in a folder. A file that is no database of ours, or of a newer version, is put aside under
 * another name and said, never overwritten.
 * @throws UserError when the folder cannot be written
 */
export function openDatabase(folder: string, notice: (message: string) => void): Database.Database {
    const file = path.join(folder, databaseName);
    try {
        makeFolder(folder);
        for (let why = whyUnusable(file); why !== undefined; why = whyUnusable(file))
            notice(putAside(file, why));
        return openOwn(file);
    } catch (error) {
        throw asUserError(folder, error);
    }
}

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

const options = {timeout: 30_000}; // another process may be writing

function openOwn(file: string): Database.Database {
    const database = new Database(file, options);
    try {
        database.pragma("journal_mode = WAL");
        database.pragma("synchronous = FULL"); // what was committed survives a power cut, too
        if (versionOf(database) < schemaVersion)
            migrate(database);
        return database;
    } catch (error) {
        database.close();
        throw error;
    }
}

function versionOf(database: Database.Database): number {
    return (database.prepare("SELECT user_version AS version FROM pragma_user_version").get() as {version: number}).version;
}

/** In one transaction: tables without our version would be taken for another program's, and another process may be at it, too. */
function migrate(database: Database.Database): void {
    database.exec("BEGIN IMMEDIATE");
    try {
        const version = versionOf(database); // another process may have been first
        const missing = migrations.slice(Math.max(0, version - 1));
        database.exec(`${version === 0 ? schema : ""} ${missing.join("")} PRAGMA user_version = ${Math.max(version, schemaVersion)}; COMMIT`);
    } catch (error) {
        if (database.inTransaction)
            database.exec("ROLLBACK");
        throw error;
    }
}

/**
 * Half a sentence, or undefined for a file that is ours or not there. Looks through a connection that cannot write, for one
 * that can would move a -wal file beside it into the file when it is closed; and with `exec` alone, for prepared statements
 * keep the file open, and Windows renames no open file.
 */
function whyUnusable(file: string): string | undefined {
    // SQLite itself would delete the -wal file beside an empty file, and read a whole database from the one beside rubbish.
    const start = head(file);
    if (start === "")
        return head(`${file}-wal`) === "" ? undefined : damaged;
    if (start !== "SQLite format 3\0")
        return damaged;
    const {host, pathname} = pathToFileURL(file);
    const reader = new Database(`file://${host === "" ? "" : `//${host}`}${pathname}?mode=ro`, options);
    const holds = (condition: string): boolean => {
        try {
            reader.exec(`SELECT abs(-9223372036854775808) FROM pragma_user_version WHERE ${condition}`); // exec has no result but an error
            return false;
        } catch (error) {
            if (error instanceof Error && error.message === "integer overflow")
                return true;
            throw error;
        }
    };
    try {
        if (holds(`user_version > ${schemaVersion}`))
            return "is of a newer version of Goldpan";
        return holds("user_version = 0 AND EXISTS (SELECT 1 FROM sqlite_schema)") ? "is a database of another program" : undefined;
    } catch (error) {
        if (isDamage(error))
            return damaged;
        throw error;
    } finally {
        reader.close();
    }
}

const damaged = "cannot be read: it is damaged or no store at all";

/** The first 16 bytes; nothing when there is no such file. */
function head(file: string): string {
    if (!existsSync(file))
        return "";
    const bytes = Buffer.alloc(16);
    const descriptor = openSync(file, "r");
    try {
        return bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, bytes.length, 0));
    } finally {
        closeSync(descriptor);
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

/** libsql leaves the code of some errors empty, such as those of opening: their message is all there is. */
function describe(error: unknown): {code: string; message: string} {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    return {code, message: error instanceof Error ? error.message : ""};
}

function isDamage(error: unknown): boolean {
    const {code, message} = describe(error);
    return /^SQLITE_(NOTADB|CORRUPT)/.test(code) || /file is not a database|malformed/.test(message);
}

/** Full disks, missing permissions, locks and damage in words; anything else is passed on as the bug it is. */
export function asUserError(folder: string, error: unknown): unknown {
    if (error instanceof UserError)
        return error;
    const shown = escapeForDisplay(folder);
    const {code, message} = describe(error);
    if (code === "ENOSPC" || code === "SQLITE_IOERR_SHMSIZE" || code.startsWith("SQLITE_FULL") || message.includes("database or disk is full"))
        return new UserError(`The disk that holds the store ${shown} is full. Everything measured before is kept; make room and run again.`);
    if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EBUSY", "EEXIST", "EISDIR", "ENOENT"].includes(code) || /^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code) || /unable to open|readonly database/i.test(message))
        return new UserError(`The store ${shown} cannot be written.`, "writable-store");
    if (code.startsWith("SQLITE_BUSY") || message.includes("database is locked"))
        return new UserError(`The store ${shown} has been locked by another program for 30 seconds. End that program and run again.`);
    if (isDamage(error) || code.startsWith("SQLITE_IOERR"))
        return new UserError(`The store ${shown} is damaged, or its disk fails.`, "other-store");
    return error;
}
