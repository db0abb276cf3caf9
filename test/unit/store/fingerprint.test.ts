import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {closeSync, mkdirSync, openSync, renameSync, statSync, truncateSync, utimesSync, writeFileSync, writeSync} from "node:fs";
import {setTimeout} from "node:timers/promises";
import {fileSize, modelFingerprint as identify, requireUnchanged, sha256Of, type FingerprintOptions} from "../../../src/store/fingerprint.js";
import {SqliteStore} from "../../../src/store/store.js";
import {temporaryFolder, unexpected} from "./support.js";

const mebi = 1 << 20;
const modelFingerprint = async (file: string): Promise<string> => (await identify(file)).fingerprint;

describe("modelFingerprint", () => {
    const place = temporaryFolder();

    /** A sparse file of a model's beginning, with bytes set at some places. */
    function model(name: string, size: number, changes: Readonly<Record<number, number>> = {}): string {
        const file = place(name);
        writeFileSync(file, "GGUF");
        truncateSync(file, size);
        const descriptor = openSync(file, "r+");
        for (const [at, byte] of Object.entries(changes))
            writeSync(descriptor, Buffer.of(byte), 0, 1, Number(at));
        closeSync(descriptor);
        return file;
    }

    it("is 32 digits that depend on the content, not on the name", async () => {
        const first = await modelFingerprint(model("a.gguf", 1000, {500: 7}));
        assert.match(first, /^[0-9a-f]{32}$/);
        assert.equal(await modelFingerprint(model("b.bin", 1000, {500: 7})), first);
    });

    it("changes with any byte of a small file and of the first 4 MiB, with the last byte, and with the size", async () => {
        for (const size of [1000, 4 * mebi, 4 * mebi + 100, 4 * mebi + (64 << 10), 40 * mebi]) {
            const plain = await modelFingerprint(model("plain", size));
            for (const at of [4, 999, Math.min(size, 4 * mebi) - 1, size - 1])
                assert.notEqual(await modelFingerprint(model("changed", size, {[at]: 1})), plain, `byte ${at} of ${size}`);
            assert.notEqual(await modelFingerprint(model("longer", size + 1)), plain, `one byte more than ${size}`);
        }
    });

    it("changes where a large file is another model of the same size from some place on", async () => {
        const size = 64 * mebi;
        const plain = await modelFingerprint(model("plain", size));
        for (const from of [8, 20, 40, 60]) {
            const file = model("other", size);
            const descriptor = openSync(file, "r+");
            writeSync(descriptor, Buffer.alloc(size - from * mebi, 1), 0, size - from * mebi, from * mebi);
            closeSync(descriptor);
            assert.notEqual(await modelFingerprint(file), plain, `from ${from} MiB`);
        }
    });

    it("says what is wrong with a file that is no model", async () => {
        writeFileSync(place("text.gguf"), "hello");
        writeFileSync(place("text.bin"), "hello");
        writeFileSync(place("empty"), "");
        mkdirSync(place("folder"));
        const cases: readonly (readonly [name: string, message: RegExp])[] = [
            ["none.gguf", /none\.gguf: no such file\.$/],
            ["folder", /folder is not a file\.$/],
            ["text.gguf", /text\.gguf is not a GGUF model, whatever its name says\.$/],
            ["text.bin", /text\.bin is not a GGUF model\.$/],
            ["empty", /empty is not a GGUF model/]
        ];
        for (const [name, message] of cases)
            await assert.rejects(modelFingerprint(place(name)), {name: "UserError", message, remedy: "model"});
    });

    it("changes with a byte that version 0.1.0 did not look at, and says what that version took for the model", async () => {
        const size = 8 * mebi, unseen = 4 * mebi + 100_000;
        const one = await identify(model("one", size)), other = await identify(model("other", size, {[unseen]: 1}));
        assert.equal(one.sampled, other.sampled, "the case is a real one");
        assert.notEqual(one.fingerprint, other.fingerprint);
        assert.equal(one.fingerprint, spawnSync("sha256sum", [place("one")], {encoding: "utf8"}).stdout.slice(0, 32));
    });

    it("is that of version 0.1.0 where that looked at every byte", async () => {
        const size = 6 * mebi, plain = await identify(model("plain", size));
        assert.equal(plain.fingerprint, plain.sampled);
        for (let at = 4 * mebi - 1; at < size; at += 64 << 10)
            for (const place of [at, at + 1])
                assert.notEqual((await identify(model("changed", size, {[place]: 1}))).sampled, plain.sampled, `byte ${place}`);
        assert.notEqual((await identify(model("larger", size + 1))).fingerprint, (await identify(model("larger", size + 1))).sampled);
        assert.equal(await modelFingerprint("models/goldpan-scorer.gguf"), "54a2818acba1be8898f26c90742c429c");
    });

    describe("of a model in several files", () => {
        const part = (at: number, of = 3): string => `m-0000${at}-of-0000${of}.gguf`;
        beforeEach(() => {
            for (const at of [1, 2, 3])
                model(part(at), 1000, {500: at});
        });

        it("is of all parts, in their order", async () => {
            const plain = await modelFingerprint(place(part(1)));
            for (const at of [1, 2, 3]) {
                model(part(at), 1000, {500: at, 900: 1});
                assert.notEqual(await modelFingerprint(place(part(1))), plain, `part ${at}`);
                model(part(at), 1000, {500: at});
                assert.equal(await modelFingerprint(place(part(1))), plain);
            }
            model(part(2), 1000, {500: 3});
            model(part(3), 1000, {500: 2});
            assert.notEqual(await modelFingerprint(place(part(1))), plain);
        });

        it("says which part is missing or no model, and which one to name", async () => {
            await assert.rejects(identify(place(part(2))), {name: "UserError", message: /m-00002-of-00003\.gguf is part 2 of a model in 3 files\. Name its first part, m-00001-of-00003\.gguf;/});
            writeFileSync(place(part(3)), "hello");
            await assert.rejects(identify(place(part(1))), {name: "UserError", message: /m-00003-of-00003\.gguf is not a GGUF model/, remedy: "model"});
            renameSync(place(part(2)), place("elsewhere"));
            await assert.rejects(identify(place(part(1))), {name: "UserError", message: /m-00002-of-00003\.gguf: this part of the model is missing \(2 of 3\)\. All parts must be in one folder/});
            await assert.rejects(identify(place(part(7, 9))), {name: "UserError", message: /no such file\./});
        });

        it("is that of one file where the name is none of a part", async () => {
            for (const name of ["m-00000-of-00003.gguf", "m-00004-of-00003.gguf", "m-1-of-3.gguf"])
                assert.match(await modelFingerprint(model(name, 1000)), /^[0-9a-f]{32}$/);
        });
    });

    describe("of a large file", () => {
        const size = 7 * mebi;
        let read: string[] = [];
        const counted: FingerprintOptions = {settledMs: 50, hash: (file, signal) => {
            read.push(file);
            return sha256Of(file, signal);
        }};
        beforeEach(() => {
            read = [];
        });

        /** As a new start does: with the memory of the store only. */
        const start = (file: string, options = counted): Promise<string> => {
            const store = new SqliteStore(place("store"), unexpected);
            return identify(file, {...options, memory: store.fileHashes}).then(({fingerprint}) => fingerprint).finally(() => {
                store.close();
            });
        };

        it("is read once, whatever the name it is reached by, until the file changes in any way", async () => {
            const file = model("m.gguf", size);
            await setTimeout(100);
            const first = await start(file);
            assert.equal(await start(file), first);
            spawnSync("ln", ["-s", file, place("link.gguf")]);
            assert.equal(await start(place("link.gguf")), first);
            assert.equal(read.length, 1);
            const {atime, mtime} = statSync(file);
            model("m.gguf", size, {[5 * mebi + 7]: 1});
            utimesSync(file, atime, mtime);
            await setTimeout(100);
            const second = await start(file);
            assert.notEqual(second, first, "written in place, with its size and times set back");
            model("new.gguf", size);
            utimesSync(place("new.gguf"), atime, mtime);
            renameSync(place("new.gguf"), file);
            await setTimeout(100);
            assert.equal(await start(file), first, "replaced by another of the same size and time");
            assert.equal(read.length, 3);
        });

        it("is not remembered while the file is so new that a later change may look the same", async () => {
            const file = model("m.gguf", size);
            for (let time = 0; time < 2; time++)
                await start(file, {...counted, settledMs: 60_000});
            assert.equal(read.length, 2);
        });

        it("says what it is about where that takes a moment, and can be stopped", async () => {
            const file = model("m.gguf", size), told: number[] = [], stop = new AbortController();
            const slow: FingerprintOptions = {momentMs: 10, onReading: (bytes) => told.push(bytes), signal: stop.signal, hash: async () => {
                await setTimeout(100);
                stop.abort();
                stop.signal.throwIfAborted();
                return "";
            }};
            await assert.rejects(identify(file, slow), {name: "AbortError"});
            assert.deepEqual(told, [size]);
            await assert.rejects(sha256Of(file, stop.signal), {name: "AbortError"});
            assert.deepEqual([1, 104_000_000, 4_123_456_789].map(fileSize), ["1 MB", "104 MB", "4.1 GB"]);
        });

        it("is refused where the file is changed while it is read, or before it is loaded", async () => {
            const file = model("m.gguf", size);
            await assert.rejects(identify(file, {hash: async (name) => {
                model("m.gguf", size, {[6 * mebi]: 1});
                return sha256Of(name);
            }}), {name: "UserError", message: /was changed while it was read/});
            const identity = await identify(file);
            await requireUnchanged(file, identity);
            model("m.gguf", size, {[6 * mebi]: 2});
            await assert.rejects(requireUnchanged(file, identity), {name: "UserError", message: /was changed since it was read/});
        });
    });
});
