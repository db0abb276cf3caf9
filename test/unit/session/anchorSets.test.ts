import assert from "node:assert/strict";
import {symlinkSync, writeFileSync} from "node:fs";
import {parseAnchorSource, resolveAnchors, type AnchorRequest, type AnchorSet} from "../../../src/session/anchorSets.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {alpacaRecords} from "../core/examples.js";
import {temporaryFolder} from "../store/support.js";

const lines = (records: readonly object[]): string => records.map((record) => JSON.stringify(record) + "\n").join("");
const questions = ({anchors}: AnchorSet): (string | undefined)[] => anchors.map(({turns}) => turns[0]?.text);

describe("parseAnchorSource", () => {
    const cases: readonly (readonly [text: string, source: object])[] = [
        ["kmeans:1", {kind: "kmeans", size: 1}], ["kmeans:100", {kind: "kmeans", size: 100}], ["./kmeans:3", {kind: "file", path: "./kmeans:3"}],
        ["random:1", {kind: "random", size: 1}], ["random:999999", {kind: "random", size: 999_999}],
        ["tasks.jsonl", {kind: "file", path: "tasks.jsonl"}], ["./random", {kind: "file", path: "./random"}], ["C:\\tasks.jsonl", {kind: "file", path: "C:\\tasks.jsonl"}]
    ];
    for (const [text, source] of cases)
        it(`reads ${text}`, () => {
            assert.deepEqual(parseAnchorSource(text), source);
        });

    for (const method of ["random", "kmeans"])
        for (const text of ["", "0", "-1", "1.5", "ten", "1e3", " 5", "1000000"].map((number) => `${method}:${number}`))
            it(`refuses ${text}`, () => {
                assert.throws(() => parseAnchorSource(text), {name: "UserError", message: `The anchors ${text} cannot be drawn: write ${method}:N with a whole number from 1, such as ${method}:100.`, remedy: "anchors"});
            });

    it("refuses with nothing that a terminal could act on", () => {
        assert.throws(() => parseAnchorSource("kmeans:10\u001b[2J\n"), {name: "UserError", message: "The anchors kmeans:10\\u001b[2J\\n cannot be drawn: write kmeans:N with a whole number from 1, such as kmeans:100."});
    });
});

describe("resolveAnchors", () => {
    const place = temporaryFolder();
    let store: SqliteStore;
    beforeEach(() => {
        store = new SqliteStore(place("store"), (message) => {
            throw new Error(message);
        });
        writeFileSync(place("data.jsonl"), lines(alpacaRecords(200)));
    });
    afterEach(() => {
        store.close();
    });

    async function resolve(source: AnchorRequest["source"], changes: Partial<AnchorRequest> = {}, file = "data.jsonl"): Promise<AnchorSet> {
        const request = {source, dataset: await readDataset(place(file)), columns: undefined, seed: 0, store, scorer: null, fresh: false, signal: new AbortController().signal, ...changes};
        let set: AnchorSet | undefined;
        for await (const event of resolveAnchors(request))
            set = event.kind === "resolved" ? event.set : set;
        assert.ok(set !== undefined);
        return set;
    }
    const random = {kind: "random", size: 10} as const;

    it("draws once and keeps the set, so that an edit of the file does not change it", async () => {
        const first = await resolve(random);
        assert.deepEqual([first.anchors.length, first.source, first.reused, first.problems], [10, "random:10", false, []]);
        writeFileSync(place("data.jsonl"), lines(alpacaRecords(300).slice(100)));
        const second = await resolve(random);
        assert.deepEqual([second.anchors, second.reused], [first.anchors, true]);
        symlinkSync(place("data.jsonl"), place("link.jsonl"));
        assert.equal((await resolve(random, {}, "link.jsonl")).reused, true);
    });

    it("draws again for another size, seed, file or mapping of columns, and when asked to", async () => {
        const first = await resolve(random);
        writeFileSync(place("copy.jsonl"), lines(alpacaRecords(200)));
        const others = [
            await resolve({kind: "random", size: 11}), await resolve(random, {seed: 1}), await resolve(random, {}, "copy.jsonl"),
            await resolve(random, {columns: {instruction: "instruction", output: "output"}}), await resolve(random, {fresh: true})
        ];
        assert.deepEqual(others.map(({reused}) => reused), [false, false, false, false, false]);
        assert.notDeepEqual(others[1]?.anchors, first.anchors);
        writeFileSync(place("data.jsonl"), lines(alpacaRecords(20)));
        const fresh = await resolve(random, {fresh: true});
        assert.notDeepEqual(fresh.anchors, first.anchors);
        assert.deepEqual((await resolve(random)).anchors, fresh.anchors);
    });

    it("takes a file whole and in its order, each content once, without empty answers, and tells what it could not read", async () => {
        writeFileSync(place("tasks.jsonl"), lines([{instruction: "b", output: "2"}, {instruction: "c", output: " "}, {prompt: "a", completion: "1"}, {instruction: "b", output: "2"}]) + "broken\n");
        const set = await resolve({kind: "file", path: place("tasks.jsonl")});
        assert.deepEqual([questions(set), set.source, set.reused, set.problems.map(({line}) => line)], [["b", "a"], place("tasks.jsonl"), false, [5]]);
        writeFileSync(place("tasks.jsonl"), lines([{instruction: "d", output: "4"}]));
        assert.deepEqual(questions(await resolve({kind: "file", path: place("tasks.jsonl")})), ["d"]);
    });

    it("says when there is no usable one", async () => {
        writeFileSync(place("empty.jsonl"), lines([{instruction: "a", output: ""}]));
        await assert.rejects(resolve({kind: "file", path: place("empty.jsonl")}), {name: "UserError", message: `${place("empty.jsonl")} holds no usable anchor: each needs a question and an answer that is not empty.`});
        await assert.rejects(resolve(random, {}, "empty.jsonl"), {name: "UserError", message: `${place("empty.jsonl")} has no example with an answer to draw anchors from (1 example).`, remedy: "anchor-file"});
        await assert.rejects(resolve({kind: "file", path: place("none.jsonl")}), {name: "UserError", message: /none\.jsonl: no such file/});
    });
});
