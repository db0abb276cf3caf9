import assert from "node:assert/strict";
import {readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import {unpackPatch} from "../../../src/core/table/transfer.js";
import type {Dataset} from "../../../src/session/readDataset.js";
import {SqliteStore} from "../../../src/store/store.js";
import {temporaryFolder, unexpected, withStore} from "../store/support.js";
import {datasetOf, keptRows, measure, options, scoresText, Watched, wholeTable} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl", "utf8");

/** Made-up scores, the same for copies. */
function rowsOf(dataset: Dataset): ScoreRow[] {
    const first = new Map(dataset.examples.toReversed().map(({key, index}) => [key, index]));
    return dataset.examples.map((example) => {
        const number = first.get(example.key) ?? 0;
        return scoreRow(example, number % 5 === 4 ? null : {
            goldenScore: number % 10 / 10, wins: number % 10, anchors: 10, meanGain: number / 100, ci95: [0, 1]
        }, [...example.flags, ...(number === 7 ? ["truncated"] : [])], number % 3 === 2 ? null : number);
    });
}

function known(rows: readonly ScoreRow[]): (example: {key: string}) => Partial<ScoreRow> {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    return ({key}) => {
        const row = byKey.get(key);
        return row === undefined ? {} : {goldenScore: row.goldenScore, wins: row.wins, anchors: row.anchors, meanGain: row.meanGain, ci95: row.ci95, answerTokens: row.answerTokens, flags: row.flags.filter((flag) => flag === "truncated")};
    };
}

describe("the scores of a file", () => {
    const folder = temporaryFolder();
    let dataset: Dataset;
    const watcheds: Watched[] = [];

    beforeEach(async () => {
        writeFileSync(folder("a.jsonl"), lines + lines.split("\n").slice(0, 3).join("\n")); // copies at the end
        dataset = await datasetOf(folder("a.jsonl"));
    });
    afterEach(async () => {
        for (const {browser} of watcheds.splice(0))
            await browser.close();
    });

    function watched(...settings: ConstructorParameters<typeof Watched>): Watched {
        const made = new Watched(...settings);
        watcheds.push(made);
        return made;
    }

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

    it("are those of the scores file beside it where there is no run, in any order and with rows of other files", async () => {
        const rows = rowsOf(dataset), strange: ScoreRow = {...scoreRow({index: 0, line: 1, key: "f".repeat(32)}, null, []), goldenScore: 1};
        writeFileSync(folder("a.jsonl.scores.jsonl"), scoresText([strange, {...strange, key: "no key"}, ...rows.toReversed()]));
        for (const settings of [{}, {pieceBytes: 500, firstTableMs: 0}]) {
            const file = watched(settings);
            file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
            await file.until("looked-up");
            assert.deepEqual(file.all("origin"), [{kind: "origin", origin: {kind: "file", path: folder("a.jsonl.scores.jsonl"), model: null}}]);
            assert.deepEqual(file.last, wholeTable(dataset, known(rows)));
        }
    });

    it("are those of a chosen file until a run has scored it", async () => {
        withStore(folder("store"), (store) => {
            measure(store, dataset);
        });
        const rows = rowsOf(dataset), [first] = dataset.examples;
        writeFileSync(folder("other.jsonl"), scoresText(rows));
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        file.browser.showScoresFile(folder("other.jsonl"));
        await file.until("looked-up", 2);
        assert.deepEqual(file.last, wholeTable(dataset, known(rows)));
        file.browser.refresh(options(folder("store")));
        await file.until("looked-up", 3);
        file.browser.scored([{key: first?.key ?? "", goldenScore: 1, meanGain: 1, ci95: null, wins: 3, anchors: 3, flags: [], answerTokens: null}]);
        file.browser.refresh(options(folder("store")));
        await file.until("looked-up", 4);
        assert.deepEqual(file.all("origin").map(({origin}) => origin.kind), ["run", "file", "file", "run"]);
    });

    it("are those of a file that was chosen before the first reading, and of no file any more once a run has begun", async () => {
        const [run, expected] = withStore(folder("store"), (store) => {
            const noted = measure(store, dataset, {skip: (index) => index > 5});
            return [noted, keptRows(store, noted, dataset)] as const;
        });
        const rows = rowsOf(dataset);
        writeFileSync(folder("other.jsonl"), scoresText(rows));
        const file = watched();
        file.browser.showScoresFile(folder("other.jsonl"));
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        assert.deepEqual(file.last, wholeTable(dataset, known(rows)));
        file.browser.beginRun();
        file.browser.refresh(options(folder("store")));
        await file.until("looked-up", 2);
        assert.deepEqual(file.all("origin").at(-1)?.origin, {kind: "run", run});
        assert.deepEqual(file.last, wholeTable(dataset, ({key}) => expected.get(key) ?? {}), "before anything was measured");
    });

    it("are what there is without it again where a chosen file is taken back, holds no score of any example, or cannot be read", async () => {
        const expected = withStore(folder("store"), (store) => keptRows(store, measure(store, dataset), dataset));
        const own = wholeTable(dataset, ({key}) => expected.get(key) ?? {});
        const chosen = folder("other.jsonl"), strange = folder("strange\u001b.jsonl"), damaged = folder("damaged.jsonl");
        const rows = rowsOf(dataset), unknown = rows.map((row, at) => ({...row, key: at.toString(16).padStart(32, "0")}));
        writeFileSync(chosen, scoresText([...unknown, ...rows.slice(0, 1)])); // one that fits is enough
        writeFileSync(strange, scoresText(unknown));
        writeFileSync(damaged, "{}\n");
        const cases: readonly (readonly [path: string, sentence: RegExp | undefined])[] = [
            [chosen, undefined], [strange, /strange\\u001b\.jsonl holds no score of any example of a\.jsonl: the two do not belong together\.$/],
            [damaged, /damaged\.jsonl:1: this is no row of a scores file/], [folder("none.jsonl"), /none\.jsonl/]
        ];
        for (const [path, sentence] of cases)
            for (const first of [true, false]) {
                const file = watched();
                if (first)
                    file.browser.showScoresFile(path);
                file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
                await file.until("looked-up");
                if (!first) {
                    file.browser.showScoresFile(path);
                    await file.until("looked-up", 2);
                }
                const looks = file.all("looked-up").length;
                if (sentence === undefined) {
                    assert.deepEqual([file.all("origin").at(-1)?.origin.kind, file.all("scores-file-refused"), file.all("notice")], ["file", [], []], path);
                    file.browser.showScoresFile(undefined);
                    await file.until("looked-up", looks + 1);
                    file.browser.showScoresFile(undefined); // nothing is looked up again for it
                    file.browser.refresh(options(folder("store")));
                    await file.until("looked-up", looks + 2);
                } else {
                    assert.deepEqual(file.all("scores-file-refused"), [{kind: "scores-file-refused", path}], path);
                    assert.match(file.all("notice").map((notice) => notice.sentence).join("\n"), sentence);
                    assert.equal(file.all("notice").length, 1, path);
                }
                assert.equal(file.all("origin").at(-1)?.origin.kind, "run", path);
                assert.deepEqual(file.last, own, path);
            }
    });

    it("are those of a chosen file as long as it is read by the same columns: others make other examples", async () => {
        const chosen = folder("other.jsonl"), columns = "instruction=instruction,output=output";
        writeFileSync(chosen, scoresText(rowsOf(dataset)));
        const file = watched();
        const origins: unknown[] = [];
        const read = async (changes: {columns?: string}, amount: number): Promise<void> => {
            file.browser.read({path: folder("a.jsonl")}, options(folder("store"), changes));
            await file.until("looked-up", amount);
            origins.push(file.all("origin").at(-1)?.origin);
        };
        file.browser.showScoresFile(chosen);
        await read({}, 1);
        await read({}, 2);
        file.browser.refresh(options(folder("store"), {columns})); // as by a look at the settings before the file is read by them
        await file.until("looked-up", 3);
        await read({columns}, 4);
        await read({}, 5);
        const shown = {kind: "file", path: chosen, model: null}, none = {kind: "none"};
        assert.deepEqual(origins, [shown, shown, none, none]);
        assert.ok(file.last.goldenScore.every(Number.isNaN));
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

    it("are missing with a notice when the scores file is none, and the table is there", async () => {
        writeFileSync(folder("a.jsonl.scores.jsonl"), "{\"not\": \"a row\"}\n");
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        assert.match(file.all("notice").map(({sentence}) => sentence).join(), /a\.jsonl\.scores\.jsonl:1: this is no row of a scores file/);
        assert.deepEqual(file.last, wholeTable(dataset));
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

    it("are those of the store and of the person, for copies too, taken back by null, and seen again by refresh", async () => {
        writeFileSync(folder("a.jsonl"), lines + lines.split("\n").slice(0, 3).join("\n"));
        const dataset = await datasetOf(folder("a.jsonl"));
        const [first = "", second = "", third = ""] = dataset.examples.map(({key}) => key);
        const store = new SqliteStore(folder("store"), unexpected);
        store.saveDecisions(new Map([[first, "drop"]]));
        const file = new Watched({pieceBytes: 500, firstTableMs: 0});
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
        await file.browser.close();
    });
});
