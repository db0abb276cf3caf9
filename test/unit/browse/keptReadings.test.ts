import assert from "node:assert/strict";
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync} from "node:fs";
import path from "node:path";
import {setTimeout} from "node:timers/promises";
import {keepReading} from "../../../src/browse/keepReading.js";
import type {BrowseOptions} from "../../../src/browse/protocol.js";
import {temporaryFolder, withStore} from "../store/support.js";
import {datasetOf, keptRows, measure, options, threadPath, watcher, wholeTable, type Watched} from "./browsing.js";

const records = Array.from({length: 300}, (_, id) => ({instruction: `Question ${id % 280}?`, output: id % 9 === 0 ? "" : `Answer ${id % 280} ü`, source: ["web", "book", "own"][id % 3]}));
const text = (of: readonly object[]): string => of.map((record) => `${JSON.stringify(record)}\n`).join("");

const settledMs = 100;

describe("the kept reading of a file", () => {
    const folder = temporaryFolder();
    const watched = watcher();
    const file = (): string => folder("a.jsonl");
    const readings = (): string[] => existsSync(folder("store/readings")) ? readdirSync(folder("store/readings")).map((name) => folder(path.join("store/readings", name))) : [];

    beforeEach(async () => {
        writeFileSync(file(), `${text(records)}{"broken\n`);
        await setTimeout(settledMs + 20);
    });

    /** Reads to the end, with the first rows told as early as can be, so that only a kept reading comes at once. */
    async function opened(changes: Partial<BrowseOptions> = {}, mostAtOnce = 1000): Promise<Watched> {
        const made = watched({fewestKept: 100, settledMs, pieceBytes: 1000, firstTableMs: 0, mostAtOnce});
        made.browser.read({path: file()}, options(folder("store"), changes));
        await made.until("looked-up");
        return made;
    }
    const atOnce = ({tables}: Watched): boolean => tables.length === 1;

    /** Opens until the file is kept, which is after it is told. */
    async function kept(): Promise<void> {
        const made = await opened();
        assert.ok(!atOnce(made), "the first time it is read");
        for (let left = 200; readings().every((name) => !name.endsWith(".rows")) && left > 0; left--)
            await setTimeout(25);
    }

    it("shows at once what reading it showed, with scores, decisions and texts", async () => {
        const dataset = await datasetOf(file());
        await kept();
        const expected = withStore(folder("store"), (store) => {
            const run = measure(store, dataset, {skip: (index) => index % 4 === 3, crashed: 2, truncated: 5});
            store.saveDecisions(new Map([[dataset.examples[8]?.key ?? "", "drop"]]));
            return keptRows(store, run, dataset);
        });
        const again = await opened();
        assert.ok(atOnce(again));
        const sources = records.map(({source}) => [source]);
        assert.deepEqual(again.last, wholeTable(dataset, ({key}) => ({...expected.get(key), decision: key === dataset.examples[8]?.key ? "drop" : undefined}), {names: ["source"], of: (index) => sources[index] ?? []}));
        assert.equal(again.all("table")[0]?.problems, 1);
        const [texts] = await again.browser.texts(1, [299], 0) ?? [];
        assert.deepEqual(texts, {row: 299, whole: true, turns: dataset.examples[299]?.turns});
    });

    it("shows the first rows before all of a long file, each with its score", async () => {
        writeFileSync(file(), text(Array.from({length: 4500}, (_, id) => ({instruction: `Question ${id}?`, output: `Answer ${id}`}))));
        await setTimeout(settledMs + 20);
        const dataset = await datasetOf(file());
        const expected = withStore(folder("store"), (store) => keptRows(store, measure(store, dataset), dataset));
        await kept();
        const again = await opened();
        assert.deepEqual(again.tables, [{revision: 1, length: 2000, done: false}, {revision: 1, length: 4500, done: true}]);
        assert.deepEqual(again.last, wholeTable(dataset, ({key}) => expected.get(key) ?? {}));
    });

    it("exports the same bytes, and lets itself be searched", async () => {
        await kept();
        const again = await opened();
        assert.ok(atOnce(again));
        again.browser.search(1, 1, {kind: "text", field: "output", negated: false, pattern: {kind: "plain", text: "Answer 27"}});
        await again.settled(() => again.all("found").some(({done}) => done));
        assert.deepEqual([...new Uint8Array(again.all("found")[0]?.bits ?? new ArrayBuffer(0))].some((byte) => byte !== 0), true);
        const rows = Uint32Array.of(3, 10, 11);
        await again.browser.export(1, rows, {out: folder("out.jsonl"), format: "same", card: null, origin: {kind: "none"}});
        assert.equal(readFileSync(folder("out.jsonl"), "utf8"), text(records.filter((_, index) => rows.includes(index))));
    });

    it("is not used with other columns", async () => {
        await kept();
        const other = await opened({columns: "instruction=source,output=output"});
        assert.ok(!atOnce(other));
        assert.equal(other.last.promptLength[0], 3);
    });

    it("is not used when it is damaged or cut off, and is made anew", async () => {
        await kept();
        for (const spoil of [(bytes: Buffer) => bytes.subarray(0, bytes.length - 9), (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 3000), Buffer.from([bytes[3000] === 1 ? 2 : 1]), bytes.subarray(3001)]), () => Buffer.alloc(0)]) {
            const [name = ""] = readings(), spoilt = spoil(readFileSync(name));
            writeFileSync(name, spoilt);
            assert.ok(!atOnce(await opened()));
            while (readFileSync(name).equals(spoilt)) // it is kept after it is told
                await setTimeout(25);
            assert.ok(atOnce(await opened()));
        }
    });

    it("is not used when the file was written since, be it with the same length and time", async () => {
        await kept();
        assert.ok(atOnce(await opened()));
        const {atime, mtime, size} = statSync(file());
        writeFileSync(file(), readFileSync(file(), "utf8").replace("Question 7?", "Question X?"));
        utimesSync(file(), atime, mtime);
        assert.equal(statSync(file()).size, size);
        const read = await opened();
        assert.ok(!atOnce(read));
        assert.deepEqual((await read.browser.texts(1, [7], 0))?.[0]?.turns[0]?.text, "Question X?");
    });

    it("is not used for another file under the same name", async () => {
        await kept();
        writeFileSync(folder("b.jsonl"), text(records.slice(1)));
        await setTimeout(settledMs + 20);
        renameSync(folder("b.jsonl"), file());
        const read = await opened();
        assert.ok(!atOnce(read));
        assert.equal(read.last.length, 299);
    });

    it("is not made of a file that was written a moment ago, which might be written again within the same tick of its clock", async () => {
        const until = new Date(Date.now() + 3_600_000); // always too new
        utimesSync(file(), until, until);
        await opened();
        assert.ok(!atOnce(await opened()));
        assert.deepEqual(readings(), []);
    });

    it("is not missed where it cannot be written", async () => {
        mkdirSync(folder("other"));
        writeFileSync(folder("other/readings"), "a file where the folder would be");
        writeFileSync(folder("c.jsonl"), text(records));
        utimesSync(folder("c.jsonl"), 1, 1);
        const made = watched({fewestKept: 100, settledMs});
        made.browser.read({path: folder("c.jsonl")}, options(folder("other")));
        await made.until("looked-up");
        assert.equal(made.last.length, 300);
        assert.deepEqual([...made.all("notice"), ...made.all("failed")], []);
    });

    it("is there before the file is opened where it was scored", async () => {
        const keep = (of = file(), columns = "", few = 100): Promise<void> => keepReading(threadPath, records.length, of, {columns, storeFolder: folder("store")}, {fewestKept: few, settledMs, pieceBytes: 1000});
        await keep(file(), "", records.length + 1);
        await keep(folder("not there.jsonl"));
        await keep(file(), "no mapping");
        assert.deepEqual(readings(), [], "nothing is said of what cannot be kept");
        await keep();
        const [name = ""] = readings(), {ino} = statSync(name);
        const first = await opened();
        assert.ok(atOnce(first));
        assert.deepEqual(first.last, wholeTable(await datasetOf(file()), undefined, {names: ["source"], of: (index) => [records[index]?.source]}));
        await keep();
        assert.equal(statSync(name).ino, ino, "what is kept is not read again");
    });
});
