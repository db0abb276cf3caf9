import assert from "node:assert/strict";
import type {Worker} from "node:worker_threads";
import {appendFileSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import type {BrowsedFile} from "../../../src/browse/protocol.js";
import {BrowserEnded} from "../../../src/browse/client.js";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, Watched} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl");
const records = lines.toString("utf8").trim().split("\n");
const array = Buffer.from(JSON.stringify([...records.map((record) => JSON.parse(record) as unknown), {instruction: "Add", instances: [{input: "1 1", output: "2"}, {input: "2 2", output: "4"}]}], null, 1));

describe("texts and other answers", () => {
    const folder = temporaryFolder();
    let file: Watched;
    beforeEach(() => {
        file = new Watched({pieceBytes: 1000, firstTableMs: 0});
    });
    afterEach(() => file.browser.close());

    async function read(browsed: BrowsedFile): Promise<void> {
        file.browser.read(browsed, options(folder("store")));
        await file.until("looked-up");
    }

    const ways: Readonly<Record<string, {bytes: Buffer; edited?: Buffer}>> = {
        "lines": {bytes: lines},
        "an array": {bytes: array},
        "CRLF behind a mark": {bytes: Buffer.from(`\ufeff${records.join("\r\n")}`)},
        "compressed": {bytes: gzipSync(array)},
        "an edited text": {bytes: lines, edited: array}
    };
    for (const [what, {bytes, edited}] of Object.entries(ways))
        it(`are the file's, in the order asked for: ${what}`, async () => {
            writeFileSync(folder("expected"), edited ?? bytes);
            writeFileSync(folder("a"), bytes);
            const {examples} = await datasetOf(folder("expected"));
            await read(edited === undefined ? {path: folder("a")} : {path: folder("a"), bytes: Buffer.from(edited)});
            const asked = [examples.length - 1, ...examples.keys(), 3, 3];
            const texts = await file.browser.texts(1, [...asked, examples.length, -1, 0.5, NaN], 0);
            assert.deepEqual(texts, asked.map((row) => ({row, turns: examples[row]?.turns, whole: true})));
            const rows = Uint32Array.from([...examples.keys(), examples.length]);
            assert.deepEqual(await file.browser.keys(1, rows), examples.map(({key}) => key));
            assert.deepEqual(await file.browser.rows(1, ["", "unknown", examples[2]?.key ?? "", examples[1]?.key ?? ""]), Uint32Array.of(1, 2));
        });

    it("are cut at a whole character, and say whether they are", async () => {
        writeFileSync(folder("a.jsonl"), JSON.stringify({instruction: "ab\u{1f600}cd", input: "xyz", output: "abc"}));
        await read({path: folder("a.jsonl")});
        const cut = async (characters: number): Promise<unknown> => (await file.browser.texts(1, [0], characters))?.map(({turns, whole}) => [...turns.map(({text, input = ""}) => `${text}|${input}`), whole]);
        assert.deepEqual(await cut(3), [["ab|xyz", "abc|", false]]);
        assert.deepEqual(await cut(4), [["ab\u{1f600}|xyz", "abc|", false]]);
        assert.deepEqual(await cut(2), [["ab|xy", "ab|", false]]);
        assert.deepEqual(await cut(6), [["ab\u{1f600}cd|xyz", "abc|", true]]);
    });

    const changes: Readonly<Record<string, (name: string) => void>> = {
        "longer": (name) => {
            writeFileSync(name, Buffer.concat([lines, Buffer.from("\n")]));
        },
        "as long, with other texts": (name) => {
            writeFileSync(name, lines.toString("utf8").replaceAll("e", "a"));
        },
        "as long and of the same moment": (name) => {
            const {atime, mtime} = statSync(name);
            writeFileSync(name, lines.toString("utf8").replaceAll("e", "a"));
            utimesSync(name, atime, mtime);
        },
        "gone": (name) => {
            rmSync(name);
        }
    };
    for (const [what, change] of Object.entries(changes))
        it(`are not given when the file has changed, which is said once: it is ${what}`, async () => {
            writeFileSync(folder("a.jsonl"), lines);
            await read({path: folder("a.jsonl")});
            change(folder("a.jsonl"));
            assert.equal(await file.browser.texts(1, [0, 1], 0), undefined);
            assert.equal(await file.browser.texts(1, [1], 0), undefined);
            assert.deepEqual(file.all("changed"), [{kind: "changed", revision: 1}]);
            assert.equal((await file.browser.keys(1, Uint32Array.of(0)))?.length, 1);
        });

    it("are not given of a file that was written to while it was read", async () => {
        const name = folder("a.jsonl");
        writeFileSync(name, Array.from({length: 60}, () => lines).join("")); // some four thousand pieces
        file.browser.read({path: name}, options(folder("store")));
        await file.until("table");
        appendFileSync(name, records[0] ?? "");
        await file.until("looked-up");
        await file.until("changed");
        assert.equal(await file.browser.texts(1, [0], 0), undefined);
    });

    it("are given again when the changed file has been read", async () => {
        writeFileSync(folder("a.jsonl"), lines);
        await read({path: folder("a.jsonl")});
        writeFileSync(folder("a.jsonl"), records.slice(1).join("\n"));
        assert.equal(await file.browser.texts(1, [0], 0), undefined);
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up", 2);
        assert.equal((await file.browser.texts(2, [0], 0))?.[0]?.turns[0]?.text, (JSON.parse(records[1] ?? "") as {instruction: string}).instruction);
    });

    it("are undefined before anything was read, and when the thread is closed meanwhile", async () => {
        writeFileSync(folder("a.jsonl"), lines);
        assert.equal(await file.browser.texts(1, [0], 0), undefined);
        await read({path: folder("a.jsonl")});
        const closed = file.browser.texts(1, [0], 0);
        await file.browser.close();
        assert.equal(await closed, undefined);
        await file.browser.close();
        assert.equal(file.ended, undefined);
    });

    it("fail, every one, when the thread dies, which is told; the next request starts another", async () => {
        writeFileSync(folder("a.jsonl"), lines);
        await read({path: folder("a.jsonl")});
        const {worker} = file.browser as unknown as {worker: Worker};
        worker.removeAllListeners("message"); // it might be quicker to answer than to die
        const answers = [file.browser.texts(1, [0], 0), file.browser.keys(1, Uint32Array.of(0))].map((answer) => assert.rejects(answer, BrowserEnded));
        void worker.terminate();
        await Promise.all(answers);
        await file.settled(() => file.ended !== undefined);
        assert.match(file.ended?.message ?? "", /^The thread that held the file ended: /);
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up", 2);
        assert.equal(file.tables.at(-1)?.revision, 2, "what was asked of the first is not of this one");
        assert.equal((await file.browser.texts(2, [0], 0))?.length, 1);
    });
});
