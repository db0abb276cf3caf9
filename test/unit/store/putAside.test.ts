import assert from "node:assert/strict";
import {openSync, readFileSync, writeFileSync, writeSync, closeSync} from "node:fs";
import Database from "libsql";
import {schemaVersion} from "../../../src/store/schema.js";
import {copyDatabase, filesOf, oneShot, scope, storeFile, temporaryFolder, withStore} from "./support.js";

/** A database whose changes lie in its -wal file, as another process left them. */
function leaveDatabase(folder: string, workshop: string, sql: string): void {
    const file = `${workshop}.sqlite`;
    const raw = new Database(file);
    raw.pragma("journal_mode = WAL");
    raw.exec(sql);
    copyDatabase(file, storeFile(folder));
    raw.close();
}

const ownTables = "CREATE TABLE model (fingerprint TEXT PRIMARY KEY, info TEXT NOT NULL); ";
const rubbish = "This is no database, but somebody may want it. ".repeat(300);

const otherTables = /does not have the tables that its version says/;

interface Case {
    readonly name: string;
    readonly prepare: (folder: string, workshop: string) => void;
    readonly why: RegExp;
}

const cases: readonly Case[] = [
    {name: "rubbish", prepare: (folder) => {
        writeFileSync(storeFile(folder), rubbish);
    }, why: /cannot be read: it is damaged or no store at all/},
    {name: "a few bytes of rubbish", prepare: (folder) => {
        writeFileSync(storeFile(folder), "x");
    }, why: /cannot be read/},
    {name: "rubbish with a -wal file beside it", prepare: (folder) => {
        writeFileSync(storeFile(folder), rubbish);
        writeFileSync(storeFile(folder, "-wal"), "other " + rubbish);
    }, why: /cannot be read/},
    {name: "rubbish with the -wal file of a real store beside it", prepare: (folder, workshop) => {
        leaveDatabase(folder, workshop, ownTables);
        writeFileSync(storeFile(folder), rubbish);
    }, why: /cannot be read/},
    {name: "an empty file with a -wal file beside it", prepare: (folder, workshop) => {
        leaveDatabase(folder, workshop, ownTables);
        writeFileSync(storeFile(folder), "");
    }, why: /cannot be read/},
    {name: "a store whose tables cannot be read, with a -wal file beside it", prepare: (folder, workshop) => {
        const raw = new Database(`${workshop}.sqlite`);
        raw.pragma("journal_mode = WAL");
        raw.exec(`${ownTables} PRAGMA user_version = ${schemaVersion}; PRAGMA wal_checkpoint(TRUNCATE); CREATE TABLE later (a)`);
        copyDatabase(`${workshop}.sqlite`, storeFile(folder));
        raw.close();
        const wal = readFileSync(storeFile(folder, "-wal"));
        writeFileSync(storeFile(folder, "-wal"), wal.subarray(0, 32)); // no page of it is whole: those of the file count
        spoil(storeFile(folder), 100, 4096);
    }, why: /cannot be read/},
    {name: "another program's database", prepare: (folder, workshop) => {
        leaveDatabase(folder, workshop, "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('x')");
    }, why: /is a database of another program/},
    ...Array.from({length: schemaVersion}, (_, at): Case => ({name: `a store of version ${at + 1} without its tables`, prepare: (folder, workshop) => {
        leaveDatabase(folder, workshop, `PRAGMA user_version = ${at + 1}`);
    }, why: otherTables})),
    ...[1, 2, 3, -5].map((version): Case => ({name: `tables of version ${schemaVersion} under version ${version}`, prepare: (folder) => {
        changed(folder, `PRAGMA user_version = ${version}`);
    }, why: otherTables})),
    ...Object.entries({
        "a table less": "DROP TABLE run", "a table of other columns": "DROP TABLE decision; CREATE TABLE decision (example TEXT PRIMARY KEY, choice TEXT NOT NULL) WITHOUT ROWID",
        "a column more": "ALTER TABLE one_shot ADD COLUMN more TEXT", "a column less": "ALTER TABLE one_shot DROP COLUMN answer_tokens",
        "a table without its key": "DROP TABLE scope; CREATE TABLE scope (id INTEGER PRIMARY KEY, model TEXT NOT NULL, protocol TEXT NOT NULL)",
        "a table without row numbers": "DROP TABLE one_shot; CREATE TABLE one_shot (scope INTEGER NOT NULL, example TEXT NOT NULL, truncated INTEGER NOT NULL, crashed INTEGER NOT NULL, measurements BLOB NOT NULL, answer_tokens INTEGER, PRIMARY KEY (scope, example)) WITHOUT ROWID",
        "a view in place of a table": "DROP TABLE decision; CREATE VIEW decision AS SELECT 'e' AS example, 'keep' AS decision",
        "a trigger": "CREATE TRIGGER meddling AFTER INSERT ON decision BEGIN DELETE FROM decision; END",
        "an added table of other columns": "DROP TABLE file_hash; CREATE TABLE file_hash (path TEXT)"
    }).map(([name, sql]): Case => ({name: `a store with ${name}`, prepare: (folder) => {
        changed(folder, sql);
    }, why: otherTables}))
];

/** A store as this version makes it, and then a change from outside. */
function changed(folder: string, sql: string): void {
    withStore(folder, (store) => {
        store.saveDecisions(new Map([["e", "keep"]]));
    });
    const raw = new Database(storeFile(folder));
    raw.exec(`${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
    raw.close();
}

function spoil(file: string, from: number, to: number): void {
    const descriptor = openSync(file, "r+");
    writeSync(descriptor, Buffer.alloc(to - from, 0x55), 0, to - from, from);
    closeSync(descriptor);
}

describe("opening a store that cannot be used", () => {
    const place = temporaryFolder();
    const workshop = temporaryFolder();

    for (const {name, prepare, why} of cases)
        it(`puts it aside with every byte, says so, and begins a new one: ${name}`, () => {
            const folder = place();
            prepare(folder, workshop("made"));
            const before = filesOf(folder);
            const notices: string[] = [];
            withStore(folder, (store) => {
                store.saveMeasurements(scope, new Map(), new Map([["e", oneShot({a: -1})]]));
            }, (message) => notices.push(message));

            assert.equal(notices.length, 1);
            assert.match(notices[0] ?? "", why);
            assert.match(notices[0] ?? "", /put aside as goldpan\.sqlite\.aside-1, and a new one was begun\.$/);
            const after = filesOf(folder);
            for (const [file, bytes] of before)
                assert.ok(bytes.equals(after.get(file.replace("goldpan.sqlite", "goldpan.sqlite.aside-1")) ?? Buffer.alloc(0)), `${file} is kept`);
            withStore(folder, (store) => {
                assert.equal(store.oneShots(scope, ["e"]).size, 1);
            });
        });

    it("never writes over what was put aside before", () => {
        const notices: string[] = [];
        for (const text of ["first", "second", "third"]) {
            writeFileSync(storeFile(place()), text);
            withStore(place(), () => undefined, (message) => notices.push(message));
        }
        assert.equal(notices.length, 3);
        for (const [number, text] of ["first", "second", "third"].entries())
            assert.equal(readFileSync(storeFile(place(), `.aside-${number + 1}`), "utf8"), text);
    });

    it("takes an empty file for a new store", () => {
        writeFileSync(storeFile(place()), "");
        withStore(place(), (store) => {
            store.saveDecisions(new Map([["e", "keep"]]));
            assert.equal(store.decisions(["e"]).get("e"), "keep");
        });
    });

    it("opens a store of its own as often as you like, with all that is in its -wal file", () => {
        withStore(workshop(), (store) => {
            store.saveDecisions(new Map([["e", "keep"]]));
            copyDatabase(storeFile(workshop()), storeFile(place()));
        });
        for (let time = 0; time < 3; time++)
            withStore(place(), (store) => {
                assert.equal(store.decisions(["e"]).get("e"), "keep");
            });
    });

    it("works in a folder whose name has spaces, percent signs, question and hash marks", () => {
        const folder = place("ä b%41?c#d&e=f");
        for (let time = 0; time < 2; time++)
            withStore(folder, (store) => {
                store.saveDecisions(new Map([[`e${time}`, "keep"]]));
                assert.equal(store.decisions(["e0", "e1"]).size, time + 1);
            });
        assert.ok(filesOf(folder).has("goldpan.sqlite"));
    });
});
