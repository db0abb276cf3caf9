import {existsSync, mkdirSync, renameSync} from "node:fs";
import path from "node:path";
import Database from "libsql";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";

/** Raised with every change of the tables below; a store of a higher number is left alone. */
export const schemaVersion = 1;
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

/**
 * Opens (or makes) the database in a folder. A file that is no database of ours, or of a newer version, is put aside under
 * another name and said, never overwritten.
 * @throws UserError when the folder cannot be written
 */
export function openDatabase(folder: string, notice: (message: string) => void): Database.Database {
    const file = path.join(folder, databaseName);
    try {
        mkdirSync(folder, {recursive: true});
        for (let attempt = 0; ; attempt++) {
            const result = tryOpen(file);
            if ("database" in result)
                return result.database;
            if (attempt === 2)
                throw new UserError(`The store ${escapeForDisplay(file)} ${result.unusable}, and putting it aside did not help. Choose another folder with --store.`);
            notice(putAside(file, result.unusable));
        }
    } catch (error) {
        throw asUserError(folder, error);
    }
}

function tryOpen(file: string): {database: Database.Database} | {unusable: string} {
    let database: Database.Database | undefined;
    try {
        database = new Database(file, {timeout: 30_000}); // another process may be writing
        const version = userVersion(database);
        if (version > schemaVersion) {
            database.close();
            return {unusable: "is of a newer version of Goldpan"};
        }
        database.pragma("journal_mode = WAL");
        database.pragma("synchronous = FULL"); // what was committed survives a power cut, too
        database.exec(schema);
        if (version < schemaVersion)
            database.pragma(`user_version = ${schemaVersion}`);
        return {database};
    } catch (error) {
        database?.close();
        if (!isDamage(error))
            throw error;
        return {unusable: "cannot be read: it is damaged or no store at all"};
    }
}

function userVersion(database: Database.Database): number {
    const row = database.prepare("PRAGMA user_version").get() as {user_version: number};
    return row.user_version;
}

function putAside(file: string, why: string): string {
    let aside = "";
    for (let number = 1; aside === "" || existsSync(aside); number++)
        aside = `${file}.aside-${number}`;
    for (const ending of ["", "-wal", "-shm"]) {
        if (existsSync(file + ending))
            renameSync(file + ending, aside + ending);
    }
    return `The store ${escapeForDisplay(file)} ${why}. It was put aside as ${escapeForDisplay(path.basename(aside))}, and a new one was begun.`;
}

function codeOf(error: unknown): string {
    return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

function isDamage(error: unknown): boolean {
    // libsql reports damage found while preparing a statement without a code of its own.
    return /^SQLITE_(NOTADB|CORRUPT)/.test(codeOf(error)) || (error instanceof Error && /file is not a database|malformed|no such column|has no column/.test(error.message));
}

/** Full disks, missing permissions and locks in words; anything else is passed on as the bug it is. */
export function asUserError(folder: string, error: unknown): unknown {
    const shown = escapeForDisplay(folder);
    const code = codeOf(error);
    const message = error instanceof Error ? error.message : "";
    if (code === "ENOSPC" || code.startsWith("SQLITE_FULL") || message.includes('database or disk is full'))
        return new UserError(`The disk that holds the store ${shown} is full. Everything measured before is kept; make room and run again.`);
    if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST"].includes(code) || /^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code) || /unable to open database|readonly database/i.test(message))
        return new UserError(`The store ${shown} cannot be written: choose another folder with --store, or mend its permissions.`);
    if (code.startsWith("SQLITE_BUSY") || message.includes('database is locked'))
        return new UserError(`The store ${shown} has been locked by another program for 30 seconds. End that program and run again.`);
    return error;
}
