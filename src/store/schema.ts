import Database from "libsql";

/**
 * Raised only with changes that an older program cannot live with: it refuses a store of a higher number. What is merely added goes
 * into `additions`, so that an older and a newer program can use one store, also at once.
 */
export const schemaVersion = 4;

const tables = `
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

/** Tables that a store of this version may lack, as one that an older program made does. */
const additions = `
CREATE TABLE IF NOT EXISTS file_hash (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crash (scope INTEGER NOT NULL, example TEXT NOT NULL, circumstances TEXT NOT NULL, PRIMARY KEY (scope, example)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS measurer (
    id INTEGER PRIMARY KEY, scope INTEGER NOT NULL, identity TEXT NOT NULL, detail TEXT NOT NULL,
    UNIQUE (scope, identity));
CREATE TABLE IF NOT EXISTS measured_by (
    scope INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, measurer INTEGER NOT NULL,
    PRIMARY KEY (scope, kind, key, measurer)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;
const added = ["file_hash", "crash", "measurer", "measured_by", "about"] as const;

export function versionOf(database: Database.Database): number {
    return (database.prepare("SELECT user_version AS version FROM pragma_user_version").get() as {version: number}).version;
}

/** Whether all tables of this version are there. */
export function isComplete(database: Database.Database): boolean {
    const {amount} = database.prepare(`SELECT count(*) AS amount FROM sqlite_schema WHERE type = 'table' AND name IN (${listed(added)})`).get() as {amount: number};
    return amount === added.length && versionOf(database) >= schemaVersion;
}

/**
 * Makes or adds the tables of this version. In one transaction: tables without our version would be taken for another program's, and
 * another process may be at it, too.
 * @param program that does so, for the sentence of an older one that meets the store
 */
export function bringUp(database: Database.Database, program: string): void {
    database.exec("BEGIN IMMEDIATE");
    try {
        const version = versionOf(database); // another process may have been first
        database.exec(`${stepsFrom(version)} ${additions} PRAGMA user_version = ${Math.max(version, schemaVersion)};`);
        database.prepare("INSERT OR REPLACE INTO about VALUES ('program', ?)").run(program);
        database.exec("COMMIT");
    } catch (error) {
        if (database.inTransaction)
            database.exec("ROLLBACK");
        throw error;
    }
}

/** A condition of SQL that holds where the tables are not those of the version that the store claims, from 1 to this one. */
export function contradiction(): string {
    const versions = Array.from({length: schemaVersion}, (_, at) => at + 1);
    const wrong = versions.map((version) => `(user_version = ${version} AND (${differsFrom(version)}))`);
    return `user_version < 0 OR ${wrong.join(" OR ")}`;
}

function stepsFrom(version: number): string {
    return `${version === 0 ? tables : ""} ${migrations.slice(Math.max(0, version - 1)).join("")}`;
}

function differsFrom(version: number): string {
    const model = new Database(":memory:");
    try {
        model.exec(`${tables} ${migrations.slice(0, version - 1).join("")}`);
        const wanted = signaturesIn(model);
        model.exec(`${migrations.slice(version - 1).join("")} ${additions}`);
        const all = signaturesIn(model);
        return Array.from(all, ([table, later]) => {
            const isAdded = (added as readonly string[]).includes(table);
            const allowed = isAdded ? ["", later] : [wanted.get(table) ?? ""];
            return `(${signatureOf(table)}) NOT IN (${listed(allowed)})`;
        }).join(" OR ");
    } finally {
        model.close();
    }
}

/** What decides whether our statements do to a table what they say: its columns in order, its keys, and that nothing else acts on it. */
function signatureOf(table: string): string {
    return `SELECT coalesce(group_concat(line, '; '), '') FROM (
        SELECT 'column ' || c.cid || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk || ' ' || c.hidden || ' ' || t.wr AS line
            FROM pragma_table_list AS t, pragma_table_xinfo(t.name) AS c WHERE t.schema = 'main' AND t.name = '${table}'
        UNION ALL SELECT 'unique ' || (SELECT group_concat(name) FROM pragma_index_info(i.name)) FROM pragma_index_list('${table}') AS i WHERE i."unique"
        UNION ALL SELECT 'trigger ' || name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = '${table}'
        ORDER BY 1)`;
}

function signaturesIn(database: Database.Database): Map<string, string> {
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all() as {name: string}[];
    return new Map(names.map(({name}) => [name, Object.values(database.prepare(`SELECT (${signatureOf(name)}) AS signature`).get() as {signature: string})[0] ?? ""]));
}

function listed(texts: readonly string[]): string {
    return texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(", ");
}
