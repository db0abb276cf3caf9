import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {closeSync, mkdirSync, symlinkSync, truncateSync, writeFileSync} from "node:fs";
import {createServer, type Server} from "node:net";
import {readDataset} from "../../../src/session/readDataset.js";
import {eachScore, readMeta, readScores} from "../../../src/session/scoresFiles.js";
import {fileFacts} from "../../../src/session/fileFacts.js";
import {openRegular, openRegularSync, readSmall} from "../../../src/files/regularFile.js";
import {temporaryFolder} from "../store/support.js";

describe("what is read is a regular file", () => {
    const place = temporaryFolder();
    let server: Server | undefined;
    afterEach(() => {
        server?.close();
        server = undefined;
    });

    const others: readonly (readonly [name: string, make: (file: string) => Promise<void> | void, kind: RegExp])[] = [
        ["a folder", (file) => {
            mkdirSync(file);
        }, /but a folder/],
        ["a named pipe into which nobody writes", (file) => {
            assert.equal(spawnSync("mkfifo", [file]).status, 0);
        }, /but a named pipe/],
        ["a link to a named pipe", (file) => {
            assert.equal(spawnSync("mkfifo", [`${file}.pipe`]).status, 0);
            symlinkSync(`${file}.pipe`, file);
        }, /but a named pipe/],
        ["a link to a device that never ends", (file) => {
            symlinkSync("/dev/zero", file);
        }, /but a device/],
        ["a socket", async (file) => {
            server = createServer().listen(file);
            await new Promise((resolve) => server?.once("listening", resolve));
        }, /but a socket/]
    ];
    for (const [name, make, kind] of others)
        it(`is said of ${name}, by everything that reads`, async function () {
            if (process.platform === "win32")
                this.skip();
            await make(place("it"));
            await make(place("it.meta.json"));
            const refusal = {name: "UserError", message: kind};
            await assert.rejects(openRegular(place("it")), refusal);
            assert.throws(() => openRegularSync(place("it")), refusal);
            await assert.rejects(readSmall(place("it"), 10), refusal);
            await assert.rejects(fileFacts(place("it")), refusal);
            await assert.rejects(readDataset(place("it")), refusal);
            await assert.rejects(readScores(place("it")), refusal);
            await assert.rejects(readMeta(place("it")), refusal);
        });

    it("also through a link", async () => {
        writeFileSync(place("file"), "text");
        symlinkSync(place("file"), place("link"));
        assert.equal((await readSmall(place("link"), 4)).toString(), "text");
        closeSync(openRegularSync(place("link")));
        await assert.rejects(readSmall(place("none"), 4), {code: "ENOENT"});
    });

    it("and no larger than what it should be", async () => {
        writeFileSync(place("large"), "");
        truncateSync(place("large"), 2 ** 40); // takes no room
        await assert.rejects(readSmall(place("large"), 1 << 20), {name: "UserError", message: /large is larger than 1 MiB/});
        writeFileSync(place("s.jsonl.meta.json"), "");
        truncateSync(place("s.jsonl.meta.json"), 2 ** 40);
        await assert.rejects(readMeta(place("s.jsonl")), {name: "UserError", message: /meta\.json is larger than 16 MiB/});
        await assert.rejects(readScores(place("large")), {name: "UserError", message: /large:1: the line is longer than 1 MiB, so it is no row/});
        const row = `${JSON.stringify({index: 0, line: 1, key: "k", goldenScore: null, flags: []})}\n`;
        writeFileSync(place("rows"), row.repeat(100));
        const some = async (mostBytes: number): Promise<number> => {
            let rows = 0;
            for await (const {index} of eachScore(place("rows"), mostBytes))
                rows += index + 1;
            return rows;
        };
        assert.equal(await some(100 * row.length), 100);
        await assert.rejects(some(100 * row.length - 1), {name: "UserError", message: /rows is larger than .* open it as a scores file/});
    });
});
