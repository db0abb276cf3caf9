import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {gunzipSync} from "node:zlib";
import {UserError, type Remedy} from "../../../src/core/errors.js";
import {requireWritable, writeWhole} from "../../../src/session/writeFile.js";
import {mountDisk, temporaryFolder} from "../store/support.js";

describe("writeWhole", () => {
    const place = temporaryFolder();

    it("writes texts and bytes in their order, and nothing else", async () => {
        await writeWhole(place("out.jsonl"), ["a é\n", new TextEncoder().encode("b 漢\n"), "", "c"]);
        assert.equal(readFileSync(place("out.jsonl"), "utf8"), "a é\nb 漢\nc");
        assert.deepEqual(readdirSync(place()), ["out.jsonl"]);
    });

    it("makes an empty file of no pieces", async () => {
        await writeWhole(place("out"), []);
        assert.equal(readFileSync(place("out"), "utf8"), "");
    });

    it("compresses when the name ends in .gz", async () => {
        await writeWhole(place("out.json.gz"), ["[1,", "2]"]);
        assert.equal(gunzipSync(readFileSync(place("out.json.gz"))).toString(), "[1,2]");
    });

    it("leaves the old file in place, whole, until the new one is whole", async () => {
        writeFileSync(place("out"), "old");
        const seen: string[] = [];
        await writeWhole(place("out"), (async function* () {
            for (let piece = 0; piece < 3; piece++) {
                yield "x".repeat(100_000);
                await new Promise((resolve) => setTimeout(resolve, 5));
                seen.push(readFileSync(place("out"), "utf8"));
            }
        })());
        assert.deepEqual(seen, ["old", "old", "old"]);
        assert.equal(readFileSync(place("out"), "utf8"), "x".repeat(300_000));
        assert.deepEqual(readdirSync(place()), ["out"]);
    });

    for (const name of ["out", "out.gz"])
        it(`leaves nothing behind, and the old file as it was, when its source fails: ${name}`, async () => {
            for (const old of [undefined, "old"]) {
                if (old !== undefined)
                    writeFileSync(place(name), old);
                const failure = new UserError("the source failed");
                await assert.rejects(writeWhole(place(name), (async function* () {
                    yield "x".repeat(200_000);
                    await Promise.resolve();
                    throw failure;
                })()), failure);
                assert.deepEqual(readdirSync(place()), old === undefined ? [] : [name]);
            }
            assert.equal(readFileSync(place(name), "utf8"), "old");
        });

    it("asks its source for nothing before the file is open, so that what fails at once leaves nothing behind either", async () => {
        const seen: string[][] = [];
        await writeWhole(place("out"), (function* () {
            seen.push(readdirSync(place()));
            yield "text";
        })());
        assert.deepEqual(seen, [[`.out.${process.pid}.tmp`]]);
        await assert.rejects(writeWhole(place("none", "out"), (function* () {
            seen.push([]);
            yield "text";
        })()), {name: "UserError"});
        assert.equal(seen.length, 1);
    });

    const impossible: readonly (readonly [name: string, target: readonly string[], message: RegExp, remedy: Remedy | undefined])[] = [
        ["a folder that is not there", ["none", "out"], /out cannot be written: its folder does not exist\.$/, "place"],
        ["a file in the folder's place", ["file", "out"], /out cannot be written: its folder does not exist/, "place"],
        ["a folder in the file's place", ["folder"], /folder is a folder, not a file\.$/, "place"],
        ["a name that is too long", ["x".repeat(300)], /cannot be written: the name is too long\.$/, undefined]
    ];
    for (const [name, target, message, remedy] of impossible)
        it(`says why a place cannot be written: ${name}`, async () => {
            writeFileSync(place("file"), "a file");
            mkdirSync(place("folder"));
            await assert.rejects(writeWhole(place(...target), ["text"]), {name: "UserError", message, remedy});
            assert.deepEqual(readdirSync(place()).sort(), ["file", "folder"]);
        });

    it("says that the disk is full, and leaves nothing on it but the old file", async function () {
        mountDisk(this, place("disk"), "size=256k");
        writeFileSync(place("disk", "out"), "old");
        await assert.rejects(writeWhole(place("disk", "out"), Array.from({length: 50}, () => "x".repeat(10_000))), {
            name: "UserError", message: /out cannot be written: the disk is full\. Make room and run again\.$/
        });
        assert.deepEqual(readdirSync(place("disk")), ["out"]);
        assert.equal(readFileSync(place("disk", "out"), "utf8"), "old");
    });
});

describe("requireWritable", () => {
    const place = temporaryFolder();

    it("leaves no trace where a file can be made, and does not touch the one that is there", async () => {
        writeFileSync(place("out"), "old");
        await requireWritable(place("out"));
        await requireWritable(place("new"));
        assert.deepEqual(readdirSync(place()), ["out"]);
        assert.equal(readFileSync(place("out"), "utf8"), "old");
    });

    it("says why not", async () => {
        writeFileSync(place("file"), "");
        for (const target of [place("none", "out"), place("file", "out")])
            await assert.rejects(requireWritable(target), {name: "UserError", message: /its folder does not exist/});
        assert.ok(!existsSync(path.dirname(place("none", "out"))));
    });

    it("says that the disk is read-only or full", async function () {
        mountDisk(this, place("disk"), "ro");
        await assert.rejects(requireWritable(place("disk", "out")), {name: "UserError", message: /cannot be written: no permission/});
    });
});
