import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import type {Span} from "../../../src/core/example.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {readSpans} from "../../../src/session/readSpans.js";
import {temporaryFolder} from "../store/support.js";

describe("readSpans", () => {
    const place = temporaryFolder();
    const mebi = 1 << 20; // files are read in pieces of that

    async function cut(file: string, spans: readonly Span[]): Promise<string[]> {
        const pieces: string[] = [];
        for await (const bytes of readSpans(await readDataset(file), spans))
            pieces.push(Buffer.from(bytes).toString("utf8"));
        return pieces;
    }

    it("gives every record of a file of several pieces, one longer than a piece, plain and compressed", async () => {
        const digits = Array.from({length: mebi / 2}, (_, i) => i).join(" ");
        const lines = Array.from({length: 4000}, (_, i) => JSON.stringify({instruction: `Question ${i} é 漢`, output: digits.slice(0, i === 2007 ? 2.5 * mebi : i / 4)}));
        writeFileSync(place("data"), lines.join("\n"));
        writeFileSync(place("data.gz"), gzipSync(lines.join("\n"), {level: 1}));
        for (const file of ["data", "data.gz"]) {
            const {examples} = await readDataset(place(file));
            const pieces = await cut(place(file), examples.map(({span}) => span));
            assert.equal(pieces.length, lines.length);
            assert.ok(pieces.every((piece, i) => piece === lines[i]));
        }
    });

    it("cuts at every place around the border of two pieces", async () => {
        const text = JSON.stringify({instruction: "a", output: Array.from({length: 2 * mebi}, (_, i) => String.fromCharCode(97 + i % 26)).join("")});
        writeFileSync(place("data"), text);
        for (let start = mebi - 2; start <= mebi + 1; start++)
            for (let end = start; end <= mebi + 2; end++)
                assert.deepEqual(await cut(place("data"), [{start: 3, end: 5}, {start, end}, {start: end, end: end + 1}]), [text.slice(3, 5), text.slice(start, end), text.slice(end, end + 1)]);
    });

    it("gives what there is of a span over the end of the file, and nothing of one behind it", async () => {
        writeFileSync(place("data"), `{"instruction":"a","output":"b"}`);
        assert.deepEqual(await cut(place("data"), [{start: 0, end: 0}, {start: 28, end: 64}]), ["", `"b"}`]);
        assert.deepEqual(await cut(place("data"), [{start: 32, end: 64}]), []);
        assert.deepEqual(await cut(place("data"), []), []);
    });
});
