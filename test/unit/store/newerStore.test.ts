import assert from "node:assert/strict";
import {spawn, type ChildProcess} from "node:child_process";
import {once} from "node:events";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import Database from "libsql";
import {schemaVersion, versionOf} from "../../../src/store/schema.js";
import {SqliteStore} from "../../../src/store/store.js";
import {filesOf, storeFile, temporaryFolder, unexpected, withStore} from "./support.js";

/** A window of a newer version: decides on an example for each line that it reads, and says so. */
async function startNewer(folder: string): Promise<{decide: () => Promise<void>; child: ChildProcess}> {
    const child = spawn(process.execPath, [fileURLToPath(new URL("newerWindow.js", import.meta.url)), storeFile(folder), String(schemaVersion + 1)], {stdio: ["pipe", "pipe", "inherit"]});
    const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
    await lines.next(); // it has the store open
    return {child, decide: async () => {
        child.stdin.write("decide\n");
        assert.equal((await lines.next()).done, false);
    }};
}

describe("a store of a newer version", () => {
    const folder = temporaryFolder();
    const refused = {name: "UserError", message: /^The store .* was made by a newer version of Goldpan, 9\.8\.7 \(its tables are of version 5, this Goldpan knows those up to 4\)\. It is left as it is\.$/, remedy: "newer-store"};

    it("is refused and left as it is, while a window of that version goes on with it", async () => {
        withStore(folder(), (store) => {
            store.saveDecisions(new Map([["mine", "keep"]]));
        });
        const {child, decide} = await startNewer(folder());
        await decide();
        const names = [...filesOf(folder()).keys()];
        for (const access of ["write", "read"] as const)
            assert.throws(() => new SqliteStore(folder(), unexpected, access), refused);
        await decide();
        assert.deepEqual([...filesOf(folder()).keys()], names, "nothing is moved");
        child.stdin?.end();
        await once(child, "close");
        const raw = new Database(storeFile(folder()));
        assert.equal((raw.prepare("SELECT count(*) AS amount FROM decision").get() as {amount: number}).amount, 3);
        raw.exec(`PRAGMA user_version = ${schemaVersion}`); // as far as this version is concerned
        raw.close();
        withStore(folder(), (store) => {
            assert.deepEqual([...store.decisions(["mine", "newer 1", "newer 2"]).keys()], ["mine", "newer 1", "newer 2"]);
        });
    });

    it("is not written by a window that had it open when a newer version took it over", async () => {
        const store = new SqliteStore(folder(), unexpected);
        try {
            store.saveDecisions(new Map([["mine", "keep"]]));
            const {child, decide} = await startNewer(folder());
            await decide();
            assert.throws(() => {
                store.saveDecisions(new Map([["late", "keep"]]));
            }, refused);
            assert.throws(() => {
                store.requireWritable();
            }, refused);
            await decide();
            child.stdin?.end();
            await once(child, "close");
        } finally {
            store.close();
        }
    });

    it("is one only where an older program cannot live with it: what was added is passed over", () => {
        withStore(folder(), () => undefined);
        const raw = new Database(storeFile(folder()));
        raw.exec("CREATE TABLE of_later (a TEXT)");
        raw.close();
        withStore(folder(), (store) => {
            store.saveDecisions(new Map([["e", "keep"]]));
        });
    });

    it("is not what becomes of a store that lacks what was added since", () => {
        withStore(folder(), () => undefined);
        const raw = new Database(storeFile(folder()));
        raw.exec("DROP TABLE file_hash; DROP TABLE crash; DROP TABLE about");
        raw.close();
        withStore(folder(), (store) => {
            store.saveDecisions(new Map([["e", "keep"]]));
        });
        const again = new Database(storeFile(folder()));
        assert.equal(versionOf(again), 4, "else version 0.1.0 would put it aside");
        again.close();
    });
});
