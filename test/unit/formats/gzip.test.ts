import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import {UserError} from "../../../src/core/errors.js";
import {parseColumns} from "../../../src/core/formats/columns.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {bytesOf, fixtureFolder, line, read, record} from "./support.js";

describe("readDataset", () => {
    let folder: string;

    before(async () => {
        folder = await mkdtemp(path.join(os.tmpdir(), "formats-"));
    });

    after(async () => {
        await rm(folder, {recursive: true, force: true});
    });

    async function write(name: string, data: string | Uint8Array): Promise<string> {
        const file = path.join(folder, name);
        await writeFile(file, data);
        return file;
    }

    async function refuses(file: string, message: RegExp): Promise<void> {
        await assert.rejects(readDataset(file), (error) => {
            assert.ok(error instanceof UserError, String(error));
            assert.match(error.message, message);
            assert.ok(error.message.startsWith(file));
            return true;
        });
    }

    const lines = `\ufeff${line("1")}\r\n{"broken\n${line("3")}\n`;
    const array = JSON.stringify([record("1"), record("2"), record("3")], null, 2);

    for (const [name, text] of [["lines.jsonl", lines], ["array.json", array], ["minified.json", JSON.stringify(JSON.parse(array))]] as const) {
        it(`reads the same from ${name} and from its gzip form, with offsets in the decompressed bytes`, async () => {
            const plain = await readDataset(await write(name, text));
            const packed = gzipSync(text);
            const zipped = await readDataset(await write(`${name}.gz`, packed));
            const {examples, problems, container} = read(text);
            assert.deepEqual([plain.examples, plain.problems, plain.container, plain.compressed], [examples, problems, container, false]);
            assert.deepEqual([zipped.examples, zipped.problems, zipped.container, zipped.compressed], [examples, problems, container, true]);
            assert.equal(plain.sha256, createHash("sha256").update(text).digest("hex"));
            assert.equal(zipped.sha256, createHash("sha256").update(packed).digest("hex"));
        });
    }

    it("tells gzip by content, not by name", async () => {
        assert.equal((await readDataset(await write("packed.jsonl", gzipSync(line("1"))))).examples.length, 1);
        assert.equal((await readDataset(await write("plain.gz", line("1")))).examples.length, 1);
    });

    it("reads gzip files of several members, as cat makes them", async () => {
        const file = await write("members.gz", Buffer.concat([gzipSync(`${line("1")}\n`), gzipSync(`${line("2")}\n`)]));
        assert.equal((await readDataset(file)).examples.length, 2);
    });

    it("hashes a gzip file to its last byte, even where zeros follow the data", async () => {
        const packed = Buffer.concat([gzipSync(line("1")), Buffer.alloc(3_000_000)]);
        const {examples, sha256} = await readDataset(await write("padded.gz", packed));
        assert.equal(examples.length, 1);
        assert.equal(sha256, createHash("sha256").update(packed).digest("hex"));
    });

    it("reads files of many chunks", async () => {
        const text = Array.from({length: 30_000}, (_, at) => line(`${at} ${"é".repeat(50)}`)).join("\n");
        for (const data of [text, gzipSync(text), `[${text.replaceAll("\n", ",")}]`]) {
            const {examples, problems} = await readDataset(await write("many", data));
            assert.deepEqual([examples.length, problems.length], [30_000, 0]);
        }
    });

    it("reads by a user's columns", async () => {
        const {examples} = await readDataset(await write("columns.jsonl", "{\"q\": {\"text\": \"x\"}, \"a\": \"y\"}"), parseColumns("instruction=q.text,output=a"));
        assert.equal(examples.length, 1);
    });

    it("gives nothing for an empty file", async () => {
        assert.deepEqual((await readDataset(await write("empty.jsonl", ""))).examples, []);
    });

    it("refuses a gzip file that is cut off or damaged", async () => {
        const packed = gzipSync(Array.from({length: 500}, (_, at) => line(`${at}`)).join("\n"));
        await refuses(await write("cut.gz", packed.subarray(0, 200)), /is a gzip file that is cut off or damaged/);
        await refuses(await write("damaged.gz", packed.map((byte, at) => at === 100 ? byte ^ 0xff : byte)), /is a gzip file that is cut off or damaged/);
    });

    it("refuses UTF-16, packed or not", async () => {
        const text = Buffer.from(`\ufeff${line("1")}`, "utf16le");
        await refuses(await write("utf16.jsonl", text), /is UTF-16 text; save it as UTF-8/);
        await refuses(await write("utf16.jsonl.gz", gzipSync(text)), /is UTF-16 text; save it as UTF-8/);
    });

    it("refuses what is no file", async () => {
        await refuses(path.join(folder, "nothing.jsonl"), /: no such file\.$/);
        await refuses(path.join(folder), /is not a file/);
        await refuses(path.join(await write("some.jsonl", ""), "below.jsonl"), /: no such file\.$/);
    });

    it("refuses a file of preference data, and says of which kind", async () => {
        await refuses(path.join(fixtureFolder, "dpo.json"), /:2: this is preference data \(DPO, 2 records\); a golden score needs one answer/);
        await refuses(path.join(fixtureFolder, "kto.jsonl"), /:1: this is preference data \(KTO, 2 records\)/);
    });

    it("makes problems, in their places, of a few preference records among others", async () => {
        const text = await readFile(path.join(fixtureFolder, "kto.jsonl"), "utf8");
        const [first = ""] = text.split("\n");
        const {examples, problems} = await readDataset(await write("mixed.jsonl", `${line("1")}\n${first}\n${line("2")}\n{\n`));
        assert.equal(examples.length, 2);
        assert.deepEqual(problems.map(({message, span, ...place}) => ({...place, message: message.slice(0, 30), length: span.end - span.start})), [
            {line: 2, column: 1, message: "This record is preference data", length: bytesOf(first).length},
            {line: 4, column: 2, message: "The text ends inside this reco", length: 1}
        ]);
    });
});
