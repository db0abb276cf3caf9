import assert from "node:assert/strict";
import {readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {unpackPatch} from "../../../src/core/table/transfer.js";
import type {Dataset} from "../../../src/session/readDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {temporaryFolder, unexpected, withStore} from "../store/support.js";
import {datasetOf, keptRows, measure, options, watcher, wholeTable} from "./browsing.js";
import {known, lines, rowsOf, writeCopies} from "./scoreRows.js";

describe("the scores of a file", () => {
    const folder = temporaryFolder();
    let dataset: Dataset;
    const watched = watcher();

    beforeEach(async () => {
        dataset = await writeCopies(folder("a.jsonl"));
    });

    it("are those of its run, with every flag and for copies too, whatever the pieces are", async () => {
        const [run, expected] = withStore(folder("store"), (store) => {
            const noted = measure(store, dataset, {skip: (index) => index % 4 === 3, crashed: 2, truncated: 5});
            return [noted, keptRows(store, noted, dataset)] as const;
        });
        for (const settings of [{}, {pieceBytes: 500, firstTableMs: 0}]) {
            const file = watched(settings);
            file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
            await file.until("looked-up");
            assert.deepEqual(file.all("origin"), [{kind: "origin", origin: {kind: "run", run}}]);
            assert.deepEqual(file.last, wholeTable(dataset, ({key}) => expected.get(key) ?? {}));
        }
    });

    it("are those of exactly the run that is asked for, where a newer one fits the settings as well", async () => {
        const [older, newer, expected] = withStore(folder("store"), (store) => {
            const first = measure(store, dataset, {anchorCount: 2});
            return [first, measure(store, dataset), keptRows(store, first, dataset)] as const;
        });
        const wanted = {modelFingerprint: newer.modelFingerprint, protocol: newer.protocol.name, anchorSource: newer.anchorSource, seed: newer.seed};
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store"), {wanted, run: older}));
        await file.until("looked-up");
        assert.deepEqual(file.all("origin").map(({origin}) => origin), [{kind: "run", run: older}]);
        assert.deepEqual(file.last, wholeTable(dataset, ({key}) => expected.get(key) ?? {}));
        file.browser.refresh(options(folder("store"), {wanted}));
        await file.until("looked-up", 2);
        assert.deepEqual(file.all("origin").at(-1)?.origin, {kind: "run", run: newer});
    });

    it("are found under the file's real path, and in a copy of the file by its content", async () => {
        withStore(folder("store"), (store) => {
            measure(store, dataset);
        });
        symlinkSync(folder("a.jsonl"), folder("link.jsonl"));
        writeFileSync(folder("copy.jsonl"), lines);
        writeFileSync(folder("stranger.jsonl"), "{\"instruction\": \"never scored\", \"output\": \"at all\"}");
        for (const [name, kind] of [["link.jsonl", "run"], ["copy.jsonl", "run"], ["stranger.jsonl", "none"]] as const) {
            const file = watched();
            file.browser.read({path: folder(name)}, options(folder("store")));
            await file.until("looked-up");
            assert.deepEqual(file.all("origin").map(({origin}) => origin.kind), [kind], name);
            assert.equal(file.last.place.some((place) => place !== 0xffffffff), kind === "run", name);
        }
    });

    it("that a run has just measured are shown without the store, for copies too, and stay", async () => {
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        const rows = rowsOf(dataset).slice(0, 2);
        file.browser.scored([...rows, ...rows.map((row) => ({...row, key: "unknown"}))]);
        const {patch} = await file.until("patch");
        assert.deepEqual([...unpackPatch(patch).rows], [0, 1, dataset.examples.length - 3, dataset.examples.length - 2]);
        assert.deepEqual(file.last, wholeTable(dataset, known(rows)));
        file.browser.refresh(options(folder("store")));
        await file.until("looked-up", 2);
        assert.deepEqual(file.last, wholeTable(dataset, known(rows)));
    });

    it("are flagged low by the value of the settings, also after a change of it", async () => {
        withStore(folder("store"), (store) => {
            measure(store, dataset);
        });
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store"), {lowScore: -1}));
        await file.until("looked-up");
        const low = (): number => file.last.flags.reduce((amount, flags) => amount + (flags & 1), 0);
        assert.equal(low(), 0);
        file.browser.refresh(options(folder("store"), {lowScore: 1}));
        await file.until("looked-up", 2);
        assert.equal(low(), file.last.goldenScore.filter((score) => !Number.isNaN(score)).length);
    });

    it("are carried over to an edited text, where only what is new is looked up", async () => {
        const expected = withStore(folder("store"), (store) => keptRows(store, measure(store, dataset), dataset));
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        writeFileSync(folder("edited.jsonl"), `{"instruction": "new", "output": "text"}\n${lines}`);
        file.browser.read({path: folder("a.jsonl"), bytes: readFileSync(folder("edited.jsonl"))}, options(folder("store")));
        await file.until("looked-up", 2);
        const {table} = file.all("table").at(-1) ?? {};
        assert.equal(table?.length, file.last.length);
        assert.equal(file.all("patch").filter(({revision}) => revision === 2).length, 0, "the first table of the new text has its scores");
        assert.deepEqual(file.last, wholeTable(await datasetOf(folder("edited.jsonl")), ({key}) => expected.get(key) ?? {}));
    });

    it("are carried over also where a text before it was read in part only", async () => {
        withStore(folder("store"), (store) => {
            measure(store, dataset);
        });
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        const scores = file.last.goldenScore.slice();
        assert.ok(scores.some((score) => !Number.isNaN(score)));
        for (let time = 0; time < 3; time++)
            file.browser.read({path: folder("a.jsonl"), bytes: readFileSync(folder("a.jsonl"))}, options(folder("store")));
        await file.settled(() => file.tables.some(({revision}) => revision === 4));
        assert.deepEqual(file.last.goldenScore, scores, "before any is looked up");
    });

    it("are missing with a notice when the store cannot be used, and the table is there", async () => {
        writeFileSync(folder("no folder"), "");
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("no folder")));
        await file.until("looked-up");
        assert.match(file.all("notice").map(({sentence}) => sentence).join(), /The store .* cannot be written/);
        assert.deepEqual(file.last, wholeTable(dataset));
    });
});

describe("the decisions of a file", () => {
    const folder = temporaryFolder();
    const watched = watcher();

    it("are those of the store and of the person, for copies too, taken back by null, and seen again by refresh", async () => {
        const dataset = await writeCopies(folder("a.jsonl"));
        const [first = "", second = "", third = ""] = dataset.examples.map(({key}) => key);
        const store = new SqliteStore(folder("store"), unexpected);
        store.saveDecisions(new Map([[first, "drop"]]));
        const file = watched({pieceBytes: 500, firstTableMs: 0});
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        const decided = (...pairs: readonly [string, "keep" | "drop" | "fixed"][]): void => {
            assert.deepEqual(file.last, wholeTable(dataset, ({key}) => ({decision: new Map(pairs).get(key)})));
        };
        decided([first, "drop"]);
        file.browser.decided([second, third, "no key"], "keep");
        file.browser.decided([first, third], null);
        await file.settled(() => file.last.decision[0] === 0 && file.last.decision[1] === 1);
        decided([second, "keep"]);
        store.saveDecisions(new Map([[third, "fixed"]]));
        file.browser.refresh(options(folder("store")));
        await file.until("looked-up", 2);
        decided([first, "drop"], [third, "fixed"]); // the store was not told of the others
        store.close();
    });
});
