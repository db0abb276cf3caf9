import assert from "node:assert/strict";
import {copyFileSync, readFileSync, writeFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, Watched, wholeTable} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl");
const records = lines.toString("utf8").trim().split("\n");
const many = Buffer.from(Array.from({length: 40}, (_, round) => records.map((line) => line.replace("\"instruction\": \"", `"instruction": "${round} `))).flat().join("\n"));

const files: Readonly<Record<string, {name: string; bytes: Buffer}>> = {
    "lines": {name: "a.jsonl", bytes: lines},
    "lines with a byte-order mark and CRLF": {name: "a.jsonl", bytes: Buffer.from(`\ufeff${records.join("\r\n")}\r\n`)},
    "an array": {name: "a.json", bytes: Buffer.from(JSON.stringify(records.map((record) => JSON.parse(record) as unknown), null, 2))},
    "compressed lines": {name: "a.jsonl.gz", bytes: gzipSync(lines)},
    "broken records among others": {name: "a.jsonl", bytes: Buffer.from(["{\"instruction\": \"x\"", records[0], "[1]", "", "no JSON", "{\"foo\": 1}", records[1], records[0], "{\"instruction\": \"\\ud800\", \"output\": \"\"}"].join("\n"))},
    "several examples in a record": {name: "a.jsonl", bytes: Buffer.from(`${JSON.stringify({instruction: "Add", instances: [{input: "1 1", output: "2"}, {input: "2 2", output: "4"}]})}\n${records[0] ?? ""}`)}
};

describe("the table of a file", () => {
    const folder = temporaryFolder();

    for (const [what, {name, bytes}] of Object.entries(files))
        it(`is in the end the one made from everything at once: ${what}`, async () => {
            writeFileSync(folder(name), bytes);
            const dataset = await datasetOf(folder(name));
            for (const pieceBytes of [1, 7, 1000, 1 << 18].filter((size) => size > 1 || bytes.length < 4000)) {
                const watched = new Watched({pieceBytes});
                watched.browser.read({path: folder(name)}, options(folder("store")));
                await watched.until("looked-up");
                assert.deepEqual(watched.last, wholeTable(dataset), `pieces of ${pieceBytes}`);
                assert.equal(watched.all("table").at(-1)?.problems, dataset.problems.length);
                assert.deepEqual(watched.keys, dataset.examples.map(({key}) => key));
                assert.deepEqual(watched.all("notice"), []);
                await watched.browser.close();
            }
        });

    it("is told with the first rows, then when they have doubled, then whole, each row once", async () => {
        writeFileSync(folder("many.jsonl"), many);
        const watched = new Watched({pieceBytes: 4096, firstTableMs: 0});
        watched.browser.read({path: folder("many.jsonl")}, options(folder("store")));
        await watched.until("looked-up");
        const lengths = watched.tables.map(({length}) => length), dones = watched.tables.map(({done}) => done);
        assert.ok(lengths.length >= 4, String(lengths));
        assert.ok(lengths.every((length, at) => length > 0 && (at === 0 || at === lengths.length - 1 || length >= 2 * (lengths[at - 1] ?? 0))), String(lengths));
        assert.deepEqual(dones, lengths.map((_, at) => at === lengths.length - 1));
        assert.deepEqual(new Set(watched.tables.map(({revision}) => revision)), new Set([1]));
        const shares = watched.all("table").map(({share}) => share);
        assert.ok(shares.every((share, at) => share > 0 && share <= 1 && share >= (shares[at - 1] ?? 0)), String(shares));
        assert.deepEqual(watched.all("table").map(({table: {from}}) => from), [0, ...lengths.slice(0, -1)]);
        assert.deepEqual(watched.last, wholeTable(await datasetOf(folder("many.jsonl"))));
        await watched.browser.close();
    });

    it("is told from its beginning when a field turns out to be a category, or to be none any more", async () => {
        const texts = 350, record = (at: number): object => ({instruction: `Question ${at}?`, output: "An answer.", ...at < 100 ? {} : {source: ["a", "b"][at % 2]}, ...at < 600 ? {topic: "one"} : {topic: `${at % texts}`}});
        const records = Array.from({length: 2000}, (_, at) => record(at));
        writeFileSync(folder("late.jsonl"), records.map((one) => JSON.stringify(one)).join("\n"));
        const watched = new Watched({pieceBytes: 4096, firstTableMs: 0});
        watched.browser.read({path: folder("late.jsonl")}, options(folder("store")));
        await watched.until("looked-up");
        const told = watched.all("table").map(({table: {from, categories}}) => `${from > 0 ? "more" : "all"}: ${categories.map(({name}) => name).join()}`);
        assert.deepEqual([...new Set(told)], ["all: topic", "all: source,topic", "more: source,topic", "all: source", "more: source"]);
        assert.deepEqual(watched.last, wholeTable(await datasetOf(folder("late.jsonl")), undefined, {names: ["source"], of: (index) => [index < 100 ? undefined : ["a", "b"][index % 2]]}));
        await watched.browser.close();
    });

    it("is told whole only where the file is read again, but in parts to somebody who begins to look at it", async () => {
        writeFileSync(folder("many.jsonl"), many);
        writeFileSync(folder("others.jsonl"), many);
        const watched = new Watched({pieceBytes: 4096, firstTableMs: 0});
        const donesOf = (wanted: number): boolean[] => watched.tables.filter(({revision}) => revision === wanted).map(({done}) => done);
        const read = (bytes?: Buffer, name = "many.jsonl"): void => {
            watched.browser.read({path: folder(name), ...bytes === undefined ? {} : {bytes}}, options(folder("store")));
        };
        const whole = async (wanted: number): Promise<void> => watched.settled(() => donesOf(wanted).includes(true));
        read();
        await whole(1);
        read(Buffer.from(many));
        await whole(2);
        read(Buffer.from(many));
        read(Buffer.from(many)); // the one before is not through
        await whole(4);
        read(Buffer.from(many));
        watched.browser.resend();
        await whole(5);
        read(undefined, "others.jsonl");
        await whole(6);
        assert.deepEqual([2, 3, 4].map(donesOf), [[true], [], [true]]);
        for (const revision of [1, 5, 6]) {
            const dones = donesOf(revision);
            assert.ok(dones.length > 1 && dones.indexOf(true) === dones.length - 1, `revision ${revision}: ${dones.join()}`);
        }
        await watched.browser.close();
    });

    it("is said to be on its way where the file is read again and that takes long, and not where it is told in parts", async () => {
        writeFileSync(folder("many.jsonl"), many);
        for (const progressMs of [0, 1 << 30]) {
            const watched = new Watched({pieceBytes: 4096, firstTableMs: 0, progressMs});
            for (const amount of [1, 2]) {
                watched.browser.read({path: folder("many.jsonl")}, options(folder("store")));
                await watched.until("looked-up", amount);
            }
            const shares = watched.all("reading-again").map(({share}) => share);
            assert.ok(progressMs > 0 ? shares.length === 0 : shares.length > 10 && shares.every((share, at) => share > 0 && share <= 1 && share >= (shares[at - 1] ?? 0)), shares.join());
            assert.deepEqual(new Set(watched.all("reading-again").map(({revision}) => revision)), new Set(progressMs > 0 ? [] : [2]));
            const kinds = watched.events.map(({kind}) => kind);
            assert.ok(kinds.lastIndexOf("reading-again") < kinds.lastIndexOf("table"), "nothing of it after the table");
            await watched.browser.close();
        }
    });

    it("is said to be on its way a few times a second", async () => {
        const name = folder("long.jsonl");
        writeFileSync(name, Buffer.concat(Array.from({length: 6}, () => Buffer.concat([many, Buffer.from("\n")]))));
        const watched = new Watched({pieceBytes: 4096, progressMs: 50});
        const times: number[] = [];
        watched.browser.read({path: name}, options(folder("store")));
        await watched.until("looked-up");
        watched.browser.read({path: name}, options(folder("store")));
        const began = performance.now();
        for (let amount = 1; watched.all("looked-up").length < 2; amount++) {
            await watched.settled(() => watched.all("reading-again").length >= amount || watched.all("looked-up").length === 2);
            times.push(performance.now() - began);
        }
        const told = watched.all("reading-again").length, took = times.at(-1) ?? 0;
        assert.ok(told > 0 && told <= took / 50, `${told} in ${took} ms`);
        await watched.browser.close();
    });

    it("has categories of small fields of text, and none of long, many-valued or other ones", async () => {
        const values = Array.from({length: 400}, (_, at) => ({source: at % 3 === 0 ? undefined : `source ${at % 2}`, category: at, language: `language ${at}`, lang: at < 399 ? "en" : "x".repeat(300), type: at === 399 ? "__proto__" : undefined}));
        writeFileSync(folder("c.jsonl"), values.map((fields, at) => JSON.stringify({instruction: `${at}`, output: "o", ...fields})).join("\n"));
        const watched = new Watched();
        watched.browser.read({path: folder("c.jsonl")}, options(folder("store")));
        await watched.until("looked-up");
        assert.deepEqual(watched.last, wholeTable(await datasetOf(folder("c.jsonl")), undefined, {names: ["source", "type"], of: (index) => [values[index]?.source, values[index]?.type]}));
        await watched.browser.close();
    });

    it("is that of an edited text where there is one, with a revision of its own", async () => {
        writeFileSync(folder("edited.jsonl"), lines);
        copyFileSync(folder("edited.jsonl"), folder("other.jsonl"));
        writeFileSync(folder("other.jsonl"), records.slice(3).join("\n"));
        const watched = new Watched();
        watched.browser.read({path: folder("edited.jsonl")}, options(folder("store")));
        await watched.until("looked-up");
        watched.browser.read({path: folder("edited.jsonl"), bytes: Buffer.from(records.slice(3).join("\n"))}, options(folder("store")));
        await watched.until("looked-up", 2);
        assert.deepEqual(watched.last, wholeTable(await datasetOf(folder("other.jsonl"))));
        assert.deepEqual(watched.tables.filter(({done}) => done).map(({revision}) => revision), [1, 2]);
        assert.equal(await watched.browser.keys(1, Uint32Array.of(0)), undefined);
        assert.equal((await watched.browser.texts(2, [0], 0))?.[0]?.turns[0]?.text, (JSON.parse(records[3] ?? "") as {instruction: string}).instruction);
        await watched.browser.close();
    });

    it("is only that of the last of several readings that begin at once", async () => {
        writeFileSync(folder("many.jsonl"), many);
        const watched = new Watched({pieceBytes: 4096, firstTableMs: 0});
        for (let at = 1; at <= 5; at++)
            watched.browser.read({path: folder("many.jsonl"), bytes: Buffer.from(records.slice(at).join("\n"))}, options(folder("store")));
        await watched.until("looked-up");
        assert.deepEqual(watched.tables.at(-1), {revision: 5, length: (await countOf(folder, records.slice(5).join("\n"))), done: true});
        assert.ok(watched.tables.every(({revision, done}) => revision === 5 || !done));
        await watched.browser.close();
    });

    const refused: Readonly<Record<string, {bytes?: Buffer; columns?: string; sentence: RegExp}>> = {
        "there is none": {sentence: /no such file\.$/},
        "it is UTF-16": {bytes: Buffer.from("\ufeff{}", "utf16le"), sentence: /is UTF-16 text; save it as UTF-8/},
        "it is preference data": {bytes: Buffer.from("{\"prompt\": \"p\", \"chosen\": \"c\", \"rejected\": \"r\"}"), sentence: /this is preference data \(DPO, 1 record\)/},
        "it is gzip that is cut off": {bytes: gzipSync(lines).subarray(0, 2000), sentence: /gzip file that is cut off or damaged/},
        "the columns cannot be read": {bytes: lines, columns: "what=ever", sentence: /"what" is no column/}
    };
    for (const [what, {bytes, columns = "", sentence}] of Object.entries(refused))
        it(`is refused in one sentence where ${what}; the next file is read all the same`, async () => {
            if (bytes !== undefined)
                writeFileSync(folder("bad"), bytes);
            writeFileSync(folder("good.jsonl"), lines);
            const watched = new Watched();
            watched.browser.read({path: folder("bad")}, options(folder("store"), {columns}));
            assert.match((await watched.until("failed")).sentence, sentence);
            assert.equal(await watched.browser.keys(1, Uint32Array.of(0)), undefined);
            watched.browser.read({path: folder("good.jsonl")}, options(folder("store")));
            await watched.until("looked-up");
            assert.equal(watched.last.length, (await datasetOf(folder("good.jsonl"))).examples.length);
            assert.equal(watched.all("failed").length, 1);
            await watched.browser.close();
        });
});

async function countOf(folder: (name: string) => string, text: string): Promise<number> {
    writeFileSync(folder("counted.jsonl"), text);
    return (await datasetOf(folder("counted.jsonl"))).examples.length;
}
