import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, utimesSync, writeFileSync} from "node:fs";
import path from "node:path";
import {setTimeout} from "node:timers/promises";
import Database from "libsql";
import {keepReading} from "../../../src/browse/keepReading.js";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import type {ExampleTable} from "../../../src/core/table/table.js";
import type {Dataset} from "../../../src/session/readDataset.js";
import {storeFile, temporaryFolder, withStore} from "../store/support.js";
import {datasetOf, keptRows, measure, options, scoresText, threadPath, Watched, wholeTable} from "./browsing.js";

const records = Array.from({length: 300}, (_, id) => ({instruction: `Question ${id % 280}?`, output: `Answer ${id % 280} ü`}));
const text = (of: readonly object[]): string => of.map((record) => `${JSON.stringify(record)}\n`).join("");
const settledMs = 100;
const reading = {fewestKept: 100, settledMs, pieceBytes: 1000, firstTableMs: 0, scoresAwaitedMs: 10_000};

describe("the kept scores of a file", () => {
    const folder = temporaryFolder();
    const file = (): string => folder("a.jsonl"), store = (): string => folder("store");
    const kept = (): string[] => existsSync(folder("store/readings")) ? readdirSync(folder("store/readings")).filter((name) => name.endsWith(".scores")).map((name) => folder(path.join("store/readings", name))) : [];

    beforeEach(async () => {
        writeFileSync(file(), text(records));
        await setTimeout(settledMs + 20);
    });

    async function opened(changes: Parameters<typeof options>[1] = {}): Promise<Watched> {
        const made = new Watched(reading);
        made.browser.read({path: file()}, options(store(), changes));
        await made.until("looked-up");
        await made.browser.close();
        return made;
    }
    const keep = (): Promise<void> => keepReading(threadPath, records.length, file(), {columns: "", storeFolder: store()}, reading);

    /** Of the table that is told there is nothing to add. */
    const atOnce = (watched: Watched): boolean => watched.tables.length === 1 && watched.all("patch").length === 0;

    /** Measurements of all examples; `lift` makes others of them. */
    function measured(dataset: Dataset, changes: Parameters<typeof measure>[2] = {}): ExampleTable {
        const known = withStore(store(), (own) => keptRows(own, measure(own, dataset, changes), dataset));
        return wholeTable(dataset, ({key}) => known.get(key) ?? {});
    }

    /** Of the one-shot measurements only the newest is left, so that others can be told of what was kept only. */
    function forget(): void {
        const database = new Database(storeFile(store()));
        database.exec("DELETE FROM one_shot WHERE rowid < (SELECT max(rowid) FROM one_shot)");
        database.close();
    }

    it("come with its rows, without a look at the measurements that they follow from", async () => {
        const expected = measured(await datasetOf(file()), {crashed: 2, truncated: 5, skip: (index) => index === 9});
        await keep();
        assert.equal(kept().length, 1);
        forget();
        const again = await opened();
        assert.ok(atOnce(again));
        assert.deepEqual(again.last, expected);
    });

    it("are told to whoever asks for all again before they have come, and to the end", async () => {
        const expected = measured(await datasetOf(file()));
        await keep();
        for (let round = 0; round < 5; round++) {
            const made = new Watched(reading);
            made.browser.read({path: file()}, options(store()));
            for (let ask = 0; made.all("looked-up").length === 0; ask++) {
                made.browser.resend();
                await setTimeout(ask % 2);
            }
            await made.browser.close();
            assert.deepEqual(made.last, expected);
        }
    });

    it("are no longer shown once something of their run was measured since, but what was", async () => {
        const dataset = await datasetOf(file());
        measured(dataset);
        await keep();
        const expected = measured(dataset, {lift: 2});
        assert.deepEqual((await opened()).last, expected);
        forget();
        assert.deepEqual((await opened()).last, expected, "by then the new ones are kept");
    });

    it("stay while other models measure, and are not those of another run", async () => {
        const dataset = await datasetOf(file());
        const first = measured(dataset);
        await keep();
        const other = measured(dataset, {modelFingerprint: "another", lift: 3, anchorCount: 2});
        const [newest, oldest] = withStore(store(), (own) => own.runs());
        assert.ok(newest !== undefined && oldest !== undefined);
        assert.deepEqual((await opened({run: oldest})).last, first);
        assert.deepEqual((await opened({run: newest})).last, other);
        assert.notDeepEqual(first.goldenScore, other.goldenScore);
        const fewer = {...oldest, anchors: oldest.anchors.slice(0, 1)};
        const known = withStore(store(), (own) => keptRows(own, fewer, dataset));
        await opened({run: oldest});
        assert.deepEqual((await opened({run: fewer})).last, wholeTable(dataset, ({key}) => known.get(key) ?? {}), "of the same measurements, by fewer anchors");
    });

    it("are those of unchanged examples after an edit; the others are looked up", async () => {
        measured(await datasetOf(file()));
        await keep();
        const edited = [{instruction: "A new one", output: "at the beginning"}, ...records.slice(3), {instruction: "and one", output: "at the end"}];
        writeFileSync(file(), text(edited));
        await setTimeout(settledMs + 20);
        const dataset = await datasetOf(file());
        const known = withStore(store(), (own) => {
            const [run] = own.runs();
            assert.ok(run !== undefined);
            return keptRows(own, run, dataset);
        });
        const {last} = await opened();
        assert.deepEqual(last, wholeTable(dataset, ({key}) => known.get(key) ?? {}));
        assert.equal(last.goldenScore.filter((score) => !Number.isNaN(score)).length, records.length - 3);
    });

    it("are looked up where what is kept is damaged, and kept anew", async () => {
        const expected = measured(await datasetOf(file()));
        await keep();
        const [name = ""] = kept(), whole = readFileSync(name);
        for (const spoilt of [whole.subarray(0, whole.length - 3), Buffer.alloc(0), Buffer.from(whole).fill(7, 2000, 2001)]) {
            writeFileSync(name, spoilt);
            assert.deepEqual((await opened()).last, expected);
            assert.notDeepEqual(readFileSync(name), spoilt);
        }
    });

    it("of a scores file that was not read to its end, because its view was closed, are not kept", async () => {
        const dataset = await datasetOf(file()), score = {goldenScore: 0.5, wins: 5, anchors: 10, meanGain: 0.5, ci95: [0, 1]} as const;
        const strangers = Array.from({length: 100_000}, (_, index) => scoreRow({index, line: index + 1, key: index.toString(16).padStart(32, "0")}, score, []));
        writeFileSync(`${file()}.scores.jsonl`, scoresText([...strangers, ...dataset.examples.map((example) => scoreRow(example, score, []))]));
        await setTimeout(settledMs + 20);
        const closed = new Watched(reading);
        closed.browser.read({path: file()}, options(store()));
        await closed.until("origin");
        await setTimeout(200); // some of it has been read
        await closed.browser.close();
        assert.deepEqual([closed.all("looked-up"), kept()], [[], []]);
        assert.equal((await opened()).last.goldenScore.filter((known) => known === 0.5).length, records.length);
    });

    it("of a scores file are those of that file, until it is another one", async () => {
        const dataset = await datasetOf(file()), scores = `${file()}.scores.jsonl`;
        const rows = (lift: number): ScoreRow[] => dataset.examples.map((example) => scoreRow(example, {goldenScore: (example.index % 280 + lift) % 11 / 10, wins: (example.index % 280 + lift) % 11, anchors: 10, meanGain: 0.5, ci95: [0, 1]}, []));
        const table = (of: readonly ScoreRow[]): ExampleTable => wholeTable(dataset, ({index}) => of[index] ?? {});
        writeFileSync(scores, scoresText(rows(0)));
        const now = new Date(), until = new Date(now.getTime() + 3_600_000);
        utimesSync(scores, until, until);
        await opened();
        assert.deepEqual(kept(), [], "it might be written again without its times telling");
        utimesSync(scores, now, now);
        await setTimeout(settledMs + 20);
        await keep();
        const again = await opened();
        assert.ok(atOnce(again));
        assert.deepEqual(again.last, table(rows(0)));
        const [name = ""] = kept(), before = readFileSync(name);
        writeFileSync(scores, scoresText(rows(1)));
        await setTimeout(settledMs + 20);
        assert.deepEqual((await opened()).last, table(rows(1)));
        assert.notDeepEqual(readFileSync(name), before);
        writeFileSync(scores, `${scoresText(rows(2))}{"broken`);
        await setTimeout(settledMs + 20);
        const after = readFileSync(name);
        assert.match((await opened()).all("notice")[0]?.sentence ?? "", /scores\.jsonl:301: /);
        assert.deepEqual(readFileSync(name), after, "what could not be read to its end is not kept");
    });
});
