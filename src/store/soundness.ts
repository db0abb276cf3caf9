import {closeSync, existsSync, readSync} from "node:fs";
import path from "node:path";
import Database from "libsql";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {openRegularSync} from "../files/regularFile.js";
import {contradiction, schemaVersion, versionOf} from "./schema.js";
import {isDamage} from "./storeErrors.js";

const damaged = "cannot be read: it is damaged or no store at all";

/** Half a sentence on a file whose first bytes are not those of a database; undefined where they are, or there is no file. */
export function whyNoDatabase(file: string): string | undefined {
    // SQLite itself would delete the -wal file beside an empty file, and read a whole database from the one beside rubbish.
    const start = head(file);
    if (start === "")
        return head(`${file}-wal`) === "" ? undefined : damaged;
    return start === "SQLite format 3\0" ? undefined : damaged;
}

/**
 * Half a sentence on what is no store of ours, or not what it says it is; undefined for a sound one and for an empty database. With
 * `exec` alone, for prepared statements keep the file open, and Windows renames no open file.
 * @throws UserError for a store of a newer version, which another process may just be using
 */
export function whyUnsound(database: Database.Database, file: string): string | undefined {
    const holds = (condition: string): boolean => {
        try {
            database.exec(`SELECT abs(-9223372036854775808) FROM pragma_user_version WHERE ${condition}`); // exec has no result but an error
            return false;
        } catch (error) {
            if (error instanceof Error && error.message === "integer overflow")
                return true;
            throw error;
        }
    };
    try {
        if (holds(`user_version > ${schemaVersion}`))
            throw newerStore(database, file);
        if (holds("user_version = 0 AND EXISTS (SELECT 1 FROM sqlite_schema)"))
            return "is a database of another program";
        return holds(contradiction()) ? "does not have the tables that its version says" : undefined;
    } catch (error) {
        if (isDamage(error))
            return damaged;
        throw error;
    }
}

/** A newer store is left where it is: it may be in use, and holds what a person has decided. */
export function newerStore(database: Database.Database, file: string): UserError {
    const made = programOf(database);
    return new UserError(`The store ${escapeForDisplay(path.dirname(file))} was made by a newer version of Goldpan${made === undefined ? "" : `, ${escapeForDisplay(made)}`} (its tables are of version ${versionOf(database)}, this Goldpan knows those up to ${schemaVersion}). It is left as it is.`, "newer-store");
}

function programOf(database: Database.Database): string | undefined {
    try {
        const row = database.prepare("SELECT value FROM about WHERE name = 'program'").get() as {value: unknown} | undefined;
        return typeof row?.value === "string" ? row.value.slice(0, 40) : undefined;
    } catch {
        return undefined; // what a later version makes of this table is not known here
    }
}

/** The first 16 bytes; nothing when there is no such file. */
function head(file: string): string {
    if (!existsSync(file))
        return "";
    const bytes = Buffer.alloc(16);
    const descriptor = openRegularSync(file);
    try {
        return bytes.toString("latin1", 0, readSync(descriptor, bytes, 0, bytes.length, 0));
    } finally {
        closeSync(descriptor);
    }
}
