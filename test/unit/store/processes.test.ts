import assert from "node:assert/strict";
import {spawn, type ChildProcessByStdio} from "node:child_process";
import {once} from "node:events";
import {statSync} from "node:fs";
import type {Readable} from "node:stream";
import {createInterface} from "node:readline";
import {fileURLToPath} from "node:url";
import type {SqliteStore} from "../../../src/store/store.js";
import {measured, oneShot, scope, storeFile, temporaryFolder, withStore} from "./support.js";

type Writer = ChildProcessByStdio<null, Readable, Readable>;

function startWriter(folder: string, name: string, amount: number): Writer {
    return spawn(process.execPath, [fileURLToPath(new URL("writer.js", import.meta.url)), folder, name, String(amount)], {stdio: ["ignore", "pipe", "pipe"]});
}

/** The exit of a writer that should have had nothing to complain of. */
async function finished(writer: Writer): Promise<void> {
    let said = "";
    writer.stderr.on("data", (data) => said += String(data));
    writer.stdout.resume();
    await once(writer, "close");
    assert.equal(writer.exitCode, 0, said);
}

function assertRows(store: SqliteStore, name: string, amount: number): void {
    const rows = Array.from({length: amount}, (_, row) => row);
    const found = store.oneShots(scope, rows.map((row) => `${name}-${row}`));
    assert.equal(found.size, amount);
    for (const row of rows)
        assert.deepEqual(found.get(`${name}-${row}`), oneShot({[`anchor ${name}-${row}`]: -row - 0.25, common: -row - 0.5}));
    assert.equal(store.zeroShots(scope, rows.map((row) => `anchor ${name}-${row}`)).size, amount);
    const shared = store.oneShots(scope, ["shared"]).get("shared");
    for (const row of rows)
        assert.deepEqual(shared?.measurements.get(`anchor ${name}-${row}`), {logProbability: -row - 0.75, tokens: 1}, `shared row ${row} of ${name}`);
}

describe("a store of several connections", () => {
    const folder = temporaryFolder();

    it("shows every save to another connection as soon as the call has returned", () => {
        withStore(folder(), (writer) => {
            withStore(folder(), (reader) => {
                writer.saveMeasurements(scope, new Map([["a", measured(-1)]]), new Map([["e", oneShot({a: -2})]]));
                assert.deepEqual(reader.zeroShots(scope, ["a"]).get("a"), measured(-1));
                assert.deepEqual(reader.oneShots(scope, ["e"]).get("e"), oneShot({a: -2}));
                writer.saveDecisions(new Map([["e", "drop"]]));
                assert.equal(reader.decisions(["e"]).get("e"), "drop");
                writer.saveAnchorSet({file: "f", method: "random", size: 1, seed: 0}, {anchors: [{key: "k", turns: []}], draw: null});
                assert.equal(reader.anchorSet({file: "f", method: "random", size: 1, seed: 0})?.anchors.length, 1);
                reader.saveMeasurements(scope, new Map(), new Map([["e", oneShot({b: -3})]]));
                assert.equal(writer.oneShots(scope, ["e"]).get("e")?.measurements.size, 2);
            });
        });
    });

    it("loses nothing when several processes make it and write to it at once, to the same example too", async () => {
        const names = ["one", "two", "three"];
        await Promise.all(names.map((name) => finished(startWriter(folder(), name, 150))));
        withStore(folder(), (store) => {
            for (const name of names)
                assertRows(store, name, 150);
            assert.equal(store.oneShots(scope, ["shared"]).get("shared")?.measurements.size, 3 * 150);
        });
    });

    it("keeps every committed row when a writer is killed in the middle, and stays readable", async () => {
        const writers = ["killed", "other"].map((name) => startWriter(folder(), name, 1e9));
        const last = await Promise.all(writers.map(async (writer) => {
            let row = -1;
            for await (const line of createInterface({input: writer.stdout})) {
                row = Number(line);
                if (row === 100)
                    writer.kill("SIGKILL"); // it writes on until the signal has arrived; what it says until then counts
            }
            return row;
        }));
        assert.ok(statSync(storeFile(folder(), "-wal")).size > 0, "what was written lies beside the file");
        withStore(folder(), (store) => {
            for (const [place, name] of ["killed", "other"].entries())
                assertRows(store, name, (last[place] ?? 0) + 1);
            store.saveMeasurements(scope, new Map(), new Map([["after", oneShot({a: -1})]]));
            assert.equal(store.oneShots(scope, ["after"]).size, 1);
        });
    });
});
