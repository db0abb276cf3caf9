import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {scoreRow} from "../../../src/core/scoresFile.js";
import {select, type Decision, type SelectionRule} from "../../../src/core/selection.js";
import {reviewEffect} from "../../../src/session/subsetCard.js";
import {temporaryFolder} from "../store/support.js";
import {datasetOf, options, Watched} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl", "utf8").trimEnd().split("\n");

/** As an export fails that came after the look-up: nothing has a score. */
function notChosen(error: unknown): void {
    if (!String(error).includes("No example is chosen"))
        throw error;
}

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
        const order = {out: folder("out.jsonl"), format: "same", card: null, origin: {kind: "none"}} as const;
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
            await file.browser.export(1, rule, {out, format: "same", origin: {kind: "none"}, card: {goldpan: "1", made: "now", run: null, filter: null, command: "x", scoresFile: null}});
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
        await file.browser.export(1, Uint32Array.from({length: 20}, (_, at) => 40 + at), {out, format: "same", origin: {kind: "none"}, card: {goldpan: "1", made: "now", run: null, filter: "x", command: "x", scoresFile: null}});
        assert.match(readFileSync(`${out}.card.md`, "utf8"), /5[01] of 200 scored, 20 in question, 20 chosen/); // one of them may have a copy
    });

    it("is refused when the scores that are shown by now are of another origin than those of the card", async () => {
        const [example] = (await datasetOf(folder("a.jsonl"))).examples;
        assert.ok(example !== undefined);
        writeFileSync(folder("other.jsonl"), JSON.stringify({...scoreRow(example, null, []), goldenScore: 1, wins: 1, anchors: 1}));
        file.browser.showScoresFile(folder("other.jsonl"));
        await file.until("looked-up", 2);
        const order = {out: folder("out.jsonl"), format: "same", card: null} as const;
        for (const rows of [Uint32Array.of(0), {kind: "min-score", score: 0.5}] as const) {
            for (const origin of [{kind: "none"}, {kind: "file", path: folder("another.jsonl")}] as const)
                await assert.rejects(file.browser.export(1, rows, {...order, origin}), /Other scores are shown by now .* nothing was written/);
            assert.throws(() => readFileSync(folder("out.jsonl")), {code: "ENOENT"});
        }
        await file.browser.export(1, Uint32Array.of(0), {...order, origin: {kind: "file", path: folder("other.jsonl")}});
        assert.equal(readFileSync(folder("out.jsonl"), "utf8"), `${lines[0] ?? ""}\n`);
    });

    it("has the scores and the decisions of its beginning, whatever is scored and decided while it is written", async () => {
        const keys = [...new Set((await datasetOf(folder("a.jsonl"))).examples.map(({key}) => key))];
        const score = (goldenScore: number): void => {
            file.browser.scored(keys.map((key) => ({key, goldenScore, meanGain: 1, ci95: null, wins: 1, anchors: 1, flags: [], answerTokens: null})));
        };
        score(0.25);
        file.browser.decided(keys, "keep");
        const written = file.browser.export(1, Uint32Array.of(0, 1), {out: folder("out.csv"), format: "csv", origin: {kind: "none"}, card: null});
        score(0.75);
        file.browser.decided(keys, "drop");
        await written;
        const text = readFileSync(folder("out.csv"), "utf8");
        assert.deepEqual([text.match(/0\.25/g)?.length, text.match(/keep/g)?.length, text.includes("0.75"), text.includes("drop")], [2, 2, false, false], text);
    });

    it("is refused by a rule while its scores are still looked up, and of a text that is not saved", async () => {
        const rule = {kind: "top", amount: 5} as const, order = {out: folder("out.jsonl"), format: "same", card: null, origin: {kind: "none"}} as const;
        let looks = 1;
        for (const ask of [() => file.browser.golden(1, []), () => file.browser.export(1, rule, order).catch(notChosen)]) {
            let refused: unknown;
            for (let trial = 0; refused === undefined && trial < 20; trial++) { // a look-up may be over sooner than the question comes
                file.browser.refresh(options(folder("store")));
                refused = await ask().then(() => undefined, (error: unknown) => error);
                await file.until("looked-up", ++looks);
            }
            assert.match(String(refused), /scores of the file are still being looked up/);
        }
        assert.deepEqual((await file.browser.golden(1, []))?.chosen, []);
        file.browser.read({path: folder("a.jsonl"), bytes: Buffer.from(lines.join("\n"))}, options(folder("store")));
        await file.until("looked-up", looks + 1);
        await assert.rejects(file.browser.golden(2, []), /changes that are not saved/);
    });
});
