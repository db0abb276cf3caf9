import assert from "node:assert/strict";
import {appendFileSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {rankLines} from "../../../src/core/table/rankLines.js";
import {columnText, sortLine, textColumns, type TextColumn} from "../../../src/core/table/textColumns.js";
import {unknown} from "../../../src/core/table/table.js";
import type {SortResult} from "../../../src/browse/messages.js";
import type {BrowsedFile} from "../../../src/browse/protocol.js";
import {sortedByTexts} from "../../../src/browse/sorter.js";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, Watched} from "./browsing.js";

const samples = readFileSync("samples/instructions.jsonl", "utf8").trimEnd().split("\n");
const several = JSON.stringify({instruction: "Add", instances: [{input: "two", output: "four"}, {input: "", output: "none"}, {input: "ten", output: "twenty"}]});
const conversation = JSON.stringify({messages: [{role: "system", content: "s"}, {role: "user", content: "first?"}, {role: "assistant", content: "no"}, {role: "user", content: "last?"}, {role: "assistant", content: "<b>yes</b>"}]});
const lines = [...samples, several, "{\"broken\": ", conversation, JSON.stringify({instruction: "\u202e\u200b ZEBRA", output: "\u{1f600}"})];

describe("the order of a file's examples by their texts", () => {
    const folder = temporaryFolder();
    let file: Watched;
    beforeEach(() => {
        file = new Watched();
    });
    afterEach(() => file.browser.close());

    async function read(browsed: BrowsedFile): Promise<void> {
        const before = file.all("looked-up").length;
        file.browser.read(browsed, options(folder("store")));
        await file.until("looked-up", before + 1);
    }

    async function expected(name: string, column: TextColumn): Promise<Uint32Array> {
        const {examples} = await datasetOf(folder(name));
        return rankLines(examples.length, (rows, take) => {
            for (const row of rows)
                take(sortLine(columnText(examples[row]?.turns ?? [], column)));
        });
    }

    /** So many that a thread is at it for a while. */
    function writeMany(name: string, amount = 30_000): void {
        writeFileSync(folder(name), Array.from({length: amount}, (_, at) => JSON.stringify({instruction: `${"same words in front ".repeat(11)}${at * 7919 % amount}`, output: `${at}`})).join("\n"));
    }

    const ways: Readonly<Record<string, {readonly bytes: Buffer; readonly edited?: Buffer}>> = {
        "lines": {bytes: Buffer.from(lines.join("\n"))},
        "an array": {bytes: Buffer.from(`[${lines.filter((line) => !line.includes("broken")).join(",\n")}]`)},
        "compressed": {bytes: gzipSync(lines.join("\n"))},
        "an edited text": {bytes: Buffer.from("{}"), edited: Buffer.from(lines.slice(7).join("\n"))},
        "without an example": {bytes: Buffer.from("\n")}
    };
    for (const [what, {bytes, edited}] of Object.entries(ways))
        it(`is that of the texts themselves, in every column: ${what}`, async () => {
            writeFileSync(folder("expected"), edited ?? bytes);
            writeFileSync(folder("a"), bytes);
            await read(edited === undefined ? {path: folder("a")} : {path: folder("a"), bytes: Buffer.from(edited)});
            for (const column of textColumns)
                assert.deepEqual(await file.browser.textRanks(1, column), await expected("expected", column), column);
        });

    it("has no place for what is not there", async () => {
        writeFileSync(folder("a"), [several, JSON.stringify({instruction: " ", output: "b"}), JSON.stringify({instruction: "A", output: ""})].join("\n"));
        await read({path: folder("a")});
        assert.deepEqual(await file.browser.textRanks(1, "input"), Uint32Array.of(1, unknown, 0, unknown, unknown));
        assert.deepEqual(await file.browser.textRanks(1, "instruction"), Uint32Array.of(1, 1, 1, unknown, 0));
    });

    it("waits for the last row where it is asked for while the file is read, and is found once, however often it is asked for", async () => {
        writeMany("a");
        file.browser.read({path: folder("a")}, options(folder("store")));
        const asked = await Promise.all([1, 2, 3].map(() => file.browser.textRanks(1, "instruction")));
        assert.ok(file.tables.at(-1)?.done === true);
        const ranks = await expected("a", "instruction");
        for (const each of asked)
            assert.deepEqual(each, ranks);
        rmSync(folder("a")); // so it cannot be found again
        assert.deepEqual(await file.browser.textRanks(1, "instruction"), ranks);
    });

    it("keeps nothing waiting while it is found: texts, decisions and searches", async () => {
        writeMany("a", 100_000);
        await read({path: folder("a")});
        const said: string[] = [];
        const note = (what: string) => (): void => {
            said.push(what);
        };
        const sorted = Promise.all(textColumns.map((column) => file.browser.textRanks(1, column))).then(note("sorted"));
        const texts = file.browser.texts(1, [0, 29_999], 10).then(note("texts")), keys = file.browser.keys(1, Uint32Array.of(3));
        file.browser.decided(await keys ?? [], "keep");
        note("keys")();
        await file.settled(() => file.last.decision[3] !== 0);
        note("decision")();
        file.browser.search(1, 1, {kind: "text", negated: false, field: "text", pattern: {kind: "plain", text: "words"}});
        await file.until("found");
        note("found")();
        await Promise.all([texts, sorted]);
        assert.deepEqual([said.slice(0, -1).sort(), said.at(-1)], [["decision", "found", "keys", "texts"], "sorted"], said.join());
    });

    it("is of its revision: that of a text before is given up, and the next one has its own", async () => {
        writeMany("a");
        await read({path: folder("a")});
        const given = file.browser.textRanks(1, "instruction");
        writeFileSync(folder("b"), lines.join("\n"));
        await read({path: folder("a"), bytes: Buffer.from(lines.join("\n"))});
        assert.equal(await given, undefined);
        assert.equal(await file.browser.textRanks(1, "instruction"), undefined);
        assert.deepEqual(await file.browser.textRanks(2, "instruction"), await expected("b", "instruction"));
    });

    const changes: Readonly<Record<string, (name: string) => void>> = {
        "longer": (name) => {
            appendFileSync(name, `\n${several}`);
        },
        "gone": (name) => {
            rmSync(name);
        }
    };
    for (const [what, change] of Object.entries(changes))
        it(`is not given when the file has changed, which is said once; read again, it is that of the new texts: it is ${what}`, async () => {
            writeFileSync(folder("a"), lines.join("\n"));
            await read({path: folder("a")});
            change(folder("a"));
            assert.deepEqual(await Promise.all(textColumns.map((column) => file.browser.textRanks(1, column))), [undefined, undefined, undefined]);
            assert.deepEqual(file.all("changed"), [{kind: "changed", revision: 1}]);
            writeFileSync(folder("a"), lines.slice(3).join("\n"));
            await read({path: folder("a")});
            assert.deepEqual(await file.browser.textRanks(2, "output"), await expected("a", "output"));
        });

    it("is refused in a sentence where the file cannot be read any more", () => {
        writeFileSync(folder("a"), "a file where a folder was");
        const job = {column: "input", columns: undefined, start: Float64Array.of(0), size: Uint32Array.of(9)} as const;
        const refused = (path: string): SortResult => sortedByTexts({...job, source: {kind: "file", path, identity: {size: 9, modifiedMs: 0, inode: 0}}});
        assert.deepEqual(refused(folder("a/\u001bb")), {kind: "failed", sentence: `${folder("a")}/\\u001bb cannot be read any more (ENOTDIR).`});
        assert.deepEqual([refused(folder("a")), refused(folder("b"))], [{kind: "changed"}, {kind: "changed"}], "another file, or none");
    });

    it("does not keep the thread from being closed, and is settled then", async () => {
        writeMany("a");
        await read({path: folder("a")});
        const sorted = textColumns.map((column) => file.browser.textRanks(1, column));
        await file.browser.keys(1, Uint32Array.of(0)); // the thread has taken the questions
        await file.browser.close();
        assert.deepEqual(await Promise.all(sorted), [undefined, undefined, undefined]);
        assert.equal(file.ended, undefined);
    });
});
