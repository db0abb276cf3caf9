import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import type {Dataset} from "../../../src/session/readDataset.js";
import {temporaryFolder, withStore} from "../store/support.js";
import {keptRows, measure, options, scoresText, watcher, wholeTable} from "./browsing.js";
import {known, rowsOf, writeCopies} from "./scoreRows.js";

describe("the scores of a file that comes with a scores file", () => {
    const folder = temporaryFolder();
    let dataset: Dataset;
    const watched = watcher();

    beforeEach(async () => {
        dataset = await writeCopies(folder("a.jsonl"));
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

    it("are missing with a notice when the scores file is none, and the table is there", async () => {
        writeFileSync(folder("a.jsonl.scores.jsonl"), "{\"not\": \"a row\"}\n");
        const file = watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
        assert.match(file.all("notice").map(({sentence}) => sentence).join(), /a\.jsonl\.scores\.jsonl:1: this is no row of a scores file/);
        assert.deepEqual(file.last, wholeTable(dataset));
    });
});
