import assert from "node:assert/strict";
import {closeSync, mkdirSync, openSync, truncateSync, writeFileSync, writeSync} from "node:fs";
import {modelFingerprint} from "../../../src/store/fingerprint.js";
import {temporaryFolder} from "./support.js";

const mebi = 1 << 20;

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
        for (const size of [1000, 4 * mebi, 4 * mebi + 100, 4 * mebi + (64 << 10), 300 * mebi]) {
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
});
