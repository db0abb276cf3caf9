import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import {fileURLToPath} from "node:url";
import type {Context} from "mocha";
import Database from "libsql";
import {SqliteStore} from "../../../src/store/store.js";
import {copyDatabase, filesOf, mountDisk, scope, storeFile, temporaryFolder, unexpected} from "./support.js";

const refused = {name: "UserError", message: /cannot be written\.$/, remedy: "writable-store"};

describe("a store on a read-only disk", () => {
    const place = temporaryFolder();
    const disk = (): string => place("disk");

    function makeReadOnly(): void {
        assert.equal(spawnSync("mount", ["-o", "remount,ro", disk()]).status, 0);
    }

    /** Three rows and a decision, written by a process that has ended. */
    function fill(context: Context, sql = ""): void {
        mountDisk(context, disk());
        const writer = fileURLToPath(new URL("writer.js", import.meta.url)); // this process would keep the file open for a while
        assert.equal(spawnSync(process.execPath, [writer, disk(), "row", "3"]).status, 0);
        const raw = new Database(storeFile(disk()));
        raw.exec(`INSERT INTO decision VALUES ('e', 'drop'); ${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
        raw.close();
    }

    function assertRead(notice: (message: string) => void = unexpected): void {
        const before = filesOf(disk());
        const store = new SqliteStore(disk(), notice, "read");
        assert.deepEqual(store.decisions(["e"]), new Map([["e", "drop"]]));
        assert.equal(store.oneShots(scope, ["row-0", "row-1", "row-2"]).size, 3);
        assert.deepEqual(store.runs(), []);
        for (const use of [() => {
            store.requireWritable();
        }, () => {
            store.saveDecisions(new Map([["e", "keep"]]));
        }])
            assert.throws(use, refused);
        assert.equal(store.decisions(["e"]).get("e"), "drop");
        store.close();
        assert.deepEqual(filesOf(disk()), before);
    }

    it("is read, and refuses to be written before anything is done", function () {
        fill(this);
        for (const ending of ["-wal", "-shm"])
            rmSync(storeFile(disk(), ending), {force: true});
        makeReadOnly();
        assertRead();
        assert.throws(() => new SqliteStore(disk(), unexpected), refused);
    });

    it("is read with what lies in its -wal file, and no copy of it stays behind", function () {
        fill(this);
        const raw = new Database(storeFile(disk()));
        raw.exec("UPDATE decision SET decision = 'keep' WHERE example = 'e'; PRAGMA wal_checkpoint(TRUNCATE); UPDATE decision SET decision = 'drop' WHERE example = 'e'");
        copyDatabase(storeFile(disk()), place("copy"));
        raw.close();
        const copies = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith("goldpan-store-"));
        const before = copies();
        assert.equal(spawnSync("sh", ["-c", `rm -f "$1"* && cp "$2" "$1" && cp "$2-wal" "$1-wal"`, "sh", storeFile(disk()), place("copy")]).status, 0);
        makeReadOnly();
        assertRead();
        assert.deepEqual(copies(), before);
    });

    it("is read where an older version made it, and lacks tables of this one", function () {
        fill(this, "DROP TABLE file_hash; DROP TABLE crash; DROP TABLE about; DROP TABLE run; ALTER TABLE one_shot DROP COLUMN answer_tokens; PRAGMA user_version = 2");
        makeReadOnly();
        assertRead();
    });

    it("is an empty one where there is none, also below a folder that is not there", function () {
        mountDisk(this, disk());
        makeReadOnly();
        for (const folder of [disk(), place("disk", "new"), place("disk", "new", "below")]) {
            const store = new SqliteStore(folder, unexpected, "read");
            assert.equal(store.decisions(["e"]).size, 0);
            assert.throws(() => {
                store.saveDecisions(new Map([["e", "keep"]]));
            }, refused);
            store.close();
        }
        assert.deepEqual(readdirSync(disk()), []);
    });

    it("is refused where a file stands in its place, which no empty one explains", () => {
        writeFileSync(place("file"), "");
        for (const folder of [place("file"), place("file", "below")])
            assert.throws(() => new SqliteStore(folder, unexpected, "read"), refused);
    });

    it("is an empty one where it cannot be used, which is said, and not that it was put aside", function () {
        mountDisk(this, disk());
        writeFileSync(storeFile(disk()), "This is no database.");
        makeReadOnly();
        const notices: string[] = [];
        const store = new SqliteStore(disk(), (message) => notices.push(message), "read");
        assert.equal(store.decisions(["e"]).size, 0);
        store.close();
        assert.equal(notices.length, 1);
        assert.match(notices[0] ?? "", /goldpan\.sqlite cannot be read: it is damaged or no store at all\. Nothing of it is used, and it cannot be put aside/);
        assert.ok(existsSync(storeFile(disk())));
    });

    it("is read where only the file cannot be changed", function () {
        mkdirSync(disk());
        const writer = fileURLToPath(new URL("writer.js", import.meta.url));
        assert.equal(spawnSync(process.execPath, [writer, disk(), "row", "3"]).status, 0);
        if (spawnSync("chattr", ["+i", storeFile(disk())], {stdio: "ignore"}).status !== 0) {
            process.stdout.write("      skipped: no file can be made immutable here\n");
            this.skip();
        }
        try {
            const store = new SqliteStore(disk(), unexpected, "read");
            assert.equal(store.oneShots(scope, ["row-2"]).size, 1);
            assert.throws(() => {
                store.requireWritable();
            }, refused);
            store.close();
            assert.throws(() => new SqliteStore(disk(), unexpected), refused);
        } finally {
            spawnSync("chattr", ["-i", storeFile(disk())]);
        }
    });

    it("is read where its disk is full", function () {
        fill(this);
        assert.equal(spawnSync("mount", ["-o", "remount,size=200k", disk()]).status, 0);
        rmSync(storeFile(disk(), "-shm"), {force: true});
        rmSync(storeFile(disk(), "-wal"), {force: true});
        spawnSync("sh", ["-c", "cat /dev/zero > \"$1\"", "sh", place("disk", "ballast")], {stdio: "ignore"});
        const store = new SqliteStore(disk(), unexpected, "read");
        assert.equal(store.decisions(["e"]).get("e"), "drop");
        store.close();
    });
});
