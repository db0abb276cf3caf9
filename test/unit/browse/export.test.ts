import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {select, type Decision, type SelectionRule} from "../../../src/core/selection.js";
import {reviewEffect} from "../../../src/session/subsetCard.js";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, Watched} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl", "utf8").trimEnd().split("\n");

describe("the export of a file that is held", () => {
    const folder = temporaryFolder();
    let file: Watched;
    beforeEach(async () => {
        writeFileSync(folder("a.jsonl"), lines.join("\n"));
        file = new Watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
    });
    afterEach(() => file.browser.close());

    it("is answered when it is written, also when the file is read anew meanwhile; one of rows that are gone writes nothing", async () => {
        const order = {out: folder("out.jsonl"), format: "same", card: null} as const;
        const written = file.browser.export(1, Uint32Array.of(0, 2), order);
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        assert.deepEqual(await written, {subset: "2 examples", of: lines.length});
        assert.equal(readFileSync(folder("out.jsonl"), "utf8"), [lines[0], lines[2]].map((line) => `${line ?? ""}\n`).join(""));
        await file.until("looked-up", 2);
        assert.equal(await file.browser.export(1, Uint32Array.of(0), {...order, out: folder("late.jsonl")}), undefined);
        assert.throws(() => readFileSync(folder("late.jsonl")), {code: "ENOENT"});
    });

    it("is by a rule what core/selection chooses, with the decisions, and the card names what they changed", async () => {
        const {examples} = await datasetOf(folder("a.jsonl"));
        const keys = examples.map(({key}) => key), decisionOf = new Map<string, Decision>([[keys[0] ?? "", "keep"], [keys[10] ?? "", "drop"], [keys[20] ?? "", "fixed"]]);
        const scored = examples.map(({index, key}) => {
            const number = keys.indexOf(key); // copies have one score
            return {index, key, goldenScore: number % 7 === 6 ? null : number % 11 / 10, meanGain: number % 5};
        });
        file.browser.scored(scored.map((row) => ({...row, ci95: null, wins: 1, anchors: 10, flags: [], answerTokens: null})));
        for (const [key, decision] of decisionOf)
            file.browser.decided([key], decision);
        const rules: readonly SelectionRule[] = [{kind: "min-score", score: 0.8}, {kind: "top-percent", percent: 10}, {kind: "top", amount: 3}, {kind: "top", amount: 1000}];
        const expected = rules.map((rule) => select(scored, rule, ({key}) => decisionOf.get(key)).map(({index}) => index));
        assert.deepEqual(await file.browser.golden(1, rules), {all: 200, scored: scored.filter(({goldenScore}) => goldenScore !== null).length, kept: 1, dropped: 1, chosen: expected.map((rows) => rows.length)});
        const candidates = scored.map((row) => ({...row, example: row}));
        for (const [at, rule] of rules.entries()) {
            const out = folder(`out${at}.jsonl`);
            await file.browser.export(1, rule, {out, format: "same", card: {goldpan: "1", made: "now", run: null, filter: null, command: "x", scoresFile: null}});
            assert.equal(readFileSync(out, "utf8"), (expected[at] ?? []).map((row) => `${lines[row] ?? ""}\n`).join(""));
            const facts = JSON.parse(/```json\n([^]*?)\n```/.exec(readFileSync(`${out}.card.md`, "utf8"))?.[1] ?? "") as {rule: unknown; review: {added: {keys: string[]}; removed: {keys: string[]}}; counts: {inQuestion: number}};
            const {added, removed} = reviewEffect(select(candidates, rule), select(candidates, rule, ({key}) => decisionOf.get(key)));
            assert.deepEqual([facts.rule, facts.counts.inQuestion, facts.review.added.keys, facts.review.removed.keys], [rule, 200, added, removed]);
        }
    });

    it("has a card that counts the scored of the whole file, as that of the command line does", async () => {
        const {examples} = await datasetOf(folder("a.jsonl"));
        file.browser.scored(examples.slice(0, 50).map(({key}) => ({key, goldenScore: 1, meanGain: 1, ci95: null, wins: 1, anchors: 1, flags: [], answerTokens: null})));
        const out = folder("out.jsonl");
        await file.browser.export(1, Uint32Array.from({length: 20}, (_, at) => 40 + at), {out, format: "same", card: {goldpan: "1", made: "now", run: null, filter: "x", command: "x", scoresFile: null}});
        assert.match(readFileSync(`${out}.card.md`, "utf8"), /5[01] of 200 scored, 20 in question, 20 chosen/); // one of them may have a copy
    });

    it("is refused while its scores are still looked up, and of a text that is not saved", async () => {
        let refused: unknown, looks = 1;
        while (refused === undefined && looks < 20) { // a look-up may be over sooner than the question comes
            file.browser.refresh(options(folder("store")));
            refused = await file.browser.golden(1, []).then(() => undefined, (error: unknown) => error);
            await file.until("looked-up", ++looks);
        }
        assert.match(String(refused), /scores of the file are still being looked up/);
        assert.deepEqual((await file.browser.golden(1, []))?.chosen, []);
        file.browser.read({path: folder("a.jsonl"), bytes: Buffer.from(lines.join("\n"))}, options(folder("store")));
        await file.until("looked-up", looks + 1);
        await assert.rejects(file.browser.golden(2, []), /changes that are not saved/);
    });
});
