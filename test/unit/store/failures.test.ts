import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {chmodSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync} from "node:fs";
import {fileURLToPath} from "node:url";
import Database from "libsql";
import {UserError} from "../../../src/core/errors.js";
import {SqliteStore} from "../../../src/store/store.js";
import {mountDisk, oneShot, scope, storeFile, temporaryFolder, unexpected, withStore} from "./support.js";

/** Saves until the store refuses; how many examples it took. */
function fill(store: SqliteStore): {saved: number; error: unknown} {
    const sums = Object.fromEntries(Array.from({length: 100}, (_, place) => [`anchor ${place}`, -place]));
    for (let saved = 0; saved < 10_000; saved++) {
        try {
            store.saveMeasurements(scope, new Map(), new Map([[`example ${saved}`, oneShot(sums)]]));
        } catch (error) {
            return {saved, error};
        }
    }
    throw new Error("the disk is not small");
}

describe("a store that cannot be written", () => {
    const place = temporaryFolder();
    const disk = (): string => place("disk");

    it("says that the disk is full, and keeps what was saved before", function () {
        mountDisk(this, disk(), "size=256k");
        const {saved, error} = withStore(disk(), fill);
        assert.ok(error instanceof UserError);
        assert.match(error.message, /^The disk that holds the store .* is full\. Everything measured before is kept; make room and run again\.$/);
        assert.ok(saved > 5, `${saved} examples`);
        withStore(disk(), (store) => {
            const keys = Array.from({length: saved + 1}, (_, example) => `example ${example}`);
            assert.equal(store.oneShots(scope, keys).size, saved);
        });
    });

    it("goes on in the same process when there is room again", function () {
        mountDisk(this, disk(), "size=512k");
        withStore(disk(), (store) => {
            const ballast = openSync(place("disk", "ballast"), "w");
            writeSync(ballast, Buffer.alloc(300 << 10));
            const {saved} = fill(store);
            spawnSync("rm", [place("disk", "ballast")]);
            closeSync(ballast);
            store.saveMeasurements(scope, new Map(), new Map([["after", oneShot({"anchor 1": -1})]]));
            assert.equal(store.oneShots(scope, ["after", `example ${saved - 1}`, `example ${saved}`]).size, 2);
        });
    });

    for (const size of ["4k", "16k", "40k"])
        it(`says that a disk of ${size} is full from the start`, function () {
            mountDisk(this, disk(), `size=${size}`);
                assert.throws(() => withStore(disk(), fill), {name: "UserError", message: /^The disk that holds the store .* is full\./});
        });

    it("says that a disk is read-only, with a store and without", function () {
        mountDisk(this, disk());
        const writer = fileURLToPath(new URL("writer.js", import.meta.url)); // this process would keep the file open for a while
        assert.equal(spawnSync(process.execPath, [writer, disk(), "row", "1"]).status, 0);
        assert.equal(spawnSync("mount", ["-o", "remount,ro", disk()]).status, 0);
        for (const folder of [disk(), place("disk", "new"), place("disk", "new", "below")])
            assert.throws(() => { withStore(folder, () => undefined); }, {name: "UserError", message: /cannot be written\.$/, remedy: "writable-store"});
    });

    it("says that a folder may not be written", function () {
        if (process.getuid?.() === 0) {
            process.stdout.write("      skipped: the superuser may write everywhere\n");
            this.skip();
        }
        mkdirSync(disk(), {mode: 0o500});
        assert.throws(() => { withStore(disk(), () => undefined); }, {name: "UserError", message: /cannot be written/});
        chmodSync(disk(), 0o700);
    });

    it("says that a file stands where the folder should be, or a folder where the file should be", () => {
        writeFileSync(place("file"), "");
        mkdirSync(storeFile(disk()), {recursive: true});
        for (const folder of [place("file"), place("file", "below"), disk()])
            assert.throws(() => { withStore(folder, () => undefined); }, {name: "UserError", message: /cannot be written\.$/, remedy: "writable-store"});
    });

    it("gives up at once in a folder where none can be made", function () {
        if (process.platform !== "linux")
            this.skip();
        assert.throws(() => {
            withStore("/proc/goldpan/store", () => undefined);
        }, {name: "UserError", message: /cannot be written/});
    });

    it("escapes what a terminal could act on in the folder's name", () => {
        writeFileSync(place("a\u001b[31mb"), "");
        assert.throws(() => { withStore(place("a\u001b[31mb"), () => undefined); }, (error: Error) => !error.message.includes("\u001b") && error.message.includes("\\u001b[31m"));
    });

    it("says that a store is damaged that opens but cannot be read, and changes no byte of it", () => {
        withStore(disk(), (store) => {
            for (let example = 0; example < 200; example++)
                store.saveMeasurements(scope, new Map(), new Map([[`example ${example}`, oneShot({a: -1, b: -2})]]));
        });
        const raw = new Database(storeFile(disk()));
        raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
        const {rootpage} = raw.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'one_shot'").get() as {rootpage: number}; // nothing of it is read at the opening
        raw.close();
        const descriptor = openSync(storeFile(disk()), "r+");
        writeSync(descriptor, Buffer.alloc(4096, 0x55), 0, 4096, (rootpage - 1) * 4096);
        closeSync(descriptor);
        const before = readFileSync(storeFile(disk()));
        const damaged = {name: "UserError", message: /is damaged, or its disk fails\.$/, remedy: "other-store"};
        const store = new SqliteStore(disk(), unexpected, "read");
        for (const use of [() => store.oneShots(scope, ["example 1"]), () => {
            store.saveMeasurements(scope, new Map(), new Map([["new", oneShot({a: -1})]]));
        }])
            assert.throws(use, damaged);
        store.close();
        assert.ok(before.equals(readFileSync(storeFile(disk()))));
    });
});
