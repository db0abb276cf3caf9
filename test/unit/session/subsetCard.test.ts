import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import {shellQuoted} from "../../../src/core/shellText.js";
import {protocolFor, type ProtocolName} from "../../../src/core/protocol.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {reviewEffect, subsetCard, type SubsetOrigin} from "../../../src/session/subsetCard.js";
import {subsetFile, subsetRow} from "../../../src/session/subsetRows.js";
import {cardPath, companionPath, requireName, writeSubset} from "../../../src/session/writeSubset.js";
import {exportFormats, type ExportFormat} from "../../../src/session/exportSubset.js";
import {temporaryFolder} from "../store/support.js";

const hostileName = "a|`b`\n```\n<img src=x>[c](d)\u202e\".jsonl";

const origin: SubsetOrigin = {
    goldpan: "0.1.0", made: "2026-11-21T10:00:00.000Z",
    dataset: {file: hostileName, sha256: "da", examples: 10, problems: 1, columns: null}, scores: {file: "s.jsonl", sha256: "5c"},
    run: null, rule: {kind: "min-score", score: 0.8}, filter: "text:/```|<b>/", counts: {scored: 9, inQuestion: 8},
    review: {added: ["k1"], removed: Array.from({length: 1001}, (_, i) => `r${i}`)}, command: `goldpan export ${shellQuoted(hostileName)}`
};

/** The block of JSON in a card. */
function facts(card: string): Record<string, unknown> {
    const [, json = ""] = /\n```json\n([^]*?)\n```\n/.exec(card) ?? [];
    return JSON.parse(json) as Record<string, unknown>;
}

describe("the card of a subset", () => {
    const place = temporaryFolder();
    const row = {index: 0, line: 1, key: "k1", goldenScore: 0.9, wins: 9, anchors: 10, meanGain: 0, ci95: null, flags: ["refusal", "__proto__"], answerTokens: null, span: {start: 0, end: 1}, decision: "keep"} as const;
    const rows = [row, {...row, index: 3, goldenScore: null, flags: [], decision: undefined}];
    const card = subsetCard(origin, {file: "gold.jsonl", format: "trl", bytes: 12, sha256: "0f"}, rows);

    it("says the same for people and for programs: run, choice, counts, decisions, flags", () => {
        const {counts, review, filter, rule, file} = facts(card);
        assert.deepEqual(counts, {scored: 9, inQuestion: 8, examples: 2, withoutScore: 1, decisions: {keep: 1}, flags: JSON.parse(`{"__proto__": 1, "refusal": 1}`) as unknown});
        assert.deepEqual([filter, rule, file], [origin.filter, origin.rule, {file: "gold.jsonl", format: "trl", bytes: 12, sha256: "0f"}]);
        const {added, removed} = review as Record<"added" | "removed", {amount: number; keys: string[]}>;
        assert.deepEqual([added, removed.amount, removed.keys.length], [{amount: 1, keys: ["k1"]}, 1001, 1000]);
        assert.match(card, /^\| counts \| 9 of 10 scored, 8 in question, 2 chosen \|$/m);
        assert.match(card, /^\| review \| 1 added, 1,001 removed; among the chosen: keep 1 \|$/m);
        assert.match(card, /^\| run \| not known/m);
    });

    it("lets no name or filter be more than text", () => {
        assert.equal(card.match(/^```/gm)?.length, 4, "two blocks");
        // eslint-disable-next-line no-control-regex -- exactly these must not be there
        assert.doesNotMatch(card, /[\u0000-\u0009\u000b-\u001f\u202e]/);
        const table = card.split("\n").filter((line) => line.startsWith("|"));
        assert.ok(table.every((line) => line.replaceAll(/\\./g, "").split("|").length === 4), "two cells a row");
        assert.ok(table.every((line) => !/[<`[]/.test(line.replaceAll(/\\./g, ""))));
        assert.equal((facts(card).dataset as {file: string}).file, hostileName);
    });

    it("lets nothing that a meta file says of the run be more than text", () => {
        const hostile = "](x)|<b>`\u001b[2J\n```\n# h", run = {
            modelFile: hostile, modelFingerprint: hostile, protocol: {...protocolFor("paper", 2048), name: hostile as ProtocolName}, seed: hostile as unknown as number,
            anchors: {source: hostile, count: 3, hash: hostile}, datasetSha256: hostile
        };
        const text = subsetCard({...origin, run, dataset: {...origin.dataset, sha256: hostile}, scores: {file: hostile, sha256: hostile}}, {file: "gold.jsonl", format: "trl", bytes: 12, sha256: hostile}, rows);
        // eslint-disable-next-line no-control-regex -- exactly these must not be there
        assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f]/);
        assert.equal(text.match(/^```/gm)?.length, 4, "two blocks");
        const table = text.split("\n").filter((line) => line.startsWith("|"));
        assert.equal(table.length, 10);
        assert.ok(table.every((line) => line.replaceAll(/\\./g, "").split("|").length === 4 && !/[<`[\]#]/.test(line.replaceAll(/\\./g, ""))), table.join("\n"));
        assert.deepEqual(facts(text).run, run);
    });

    it("leaves plain names readable as they stand, and makes no link of an address", () => {
        const named = (file: string): string => subsetCard({...origin, dataset: {...origin.dataset, file}}, {file: "gold-0.8.jsonl", format: "trl", bytes: 1, sha256: "0f"}, rows);
        assert.match(named("data.jsonl"), /^# How gold-0\.8\.jsonl was made$/m);
        assert.match(named("data.jsonl"), /^\| dataset \| data\.jsonl: 10 examples/m);
        assert.ok(named("www.example.com").includes("| www\\.example\\.com: "));
        assert.ok(named("https://example.com").includes("| https\\:\\/\\/example\\.com: "));
    });

    it("tells examples that a review has added or removed from those that the rule chose", () => {
        const [a, b, c] = ["a", "b", "c"].map((key) => ({example: {key}}));
        assert.ok(a && b && c);
        assert.deepEqual(reviewEffect([a, b], [b, c]), {added: ["c"], removed: ["a"]});
    });

    it("is written beside the subset, with its size and hash, and with no text of the dataset", async () => {
        writeFileSync(place("data.jsonl"), `{"instruction":"secret question","output":"secret answer"}\n`);
        const dataset = await readDataset(place("data.jsonl"));
        const all = dataset.examples.map((example) => subsetRow(example, undefined, undefined));
        await writeSubset(subsetFile(dataset, undefined), all, {out: place("gold.csv"), format: "csv", withScore: false, card: origin});
        const written = readFileSync(place("gold.csv"));
        const text = readFileSync(cardPath(place("gold.csv")), "utf8");
        assert.deepEqual(facts(text).file, {file: "gold.csv", format: "csv", bytes: written.length, sha256: createHash("sha256").update(written).digest("hex")});
        assert.doesNotMatch(text, /secret/);
    });

    it("is not written, nor a trainer's file, where an example cannot be said", async () => {
        writeFileSync(place("data.jsonl"), `{"messages":[{"role":"user","content":"a"},{"role":"user","content":"b"},{"role":"assistant","content":"c"}]}\n`);
        const dataset = await readDataset(place("data.jsonl"));
        const all = dataset.examples.map((example) => subsetRow(example, undefined, undefined));
        const out = place("gold.jsonl");
        await assert.rejects(writeSubset(subsetFile(dataset, undefined), all, {out, format: "llama-factory", withScore: false, card: origin}), {
            name: "UserError", message: `${place("data.jsonl")}:1: LLaMA-Factory takes only turns of the user (or a tool) and of the model one after the other, and would skip this example; leave it out by the filter -index:0, or use another form than llama-factory.`
        });
        for (const file of [out, cardPath(out), companionPath(out, "llama-factory") ?? ""])
            assert.ok(!existsSync(file));
    });
});

describe("the name of a subset's file", () => {
    const wrong: readonly (readonly [format: ExportFormat, names: readonly string[]])[] = [
        ["parquet", ["a.jsonl", "a", "a.parquet.gz", "parquet"]], ["csv", ["a.parquet", "a.csv.zip"]], ["llama-factory", ["a.jsonl.gz", "a.txt", "a.csv"]],
        ["axolotl", ["a.jsonl.gz"]], ["trl", ["a.csv"]]
    ];
    const right: readonly (readonly [format: ExportFormat, names: readonly string[]])[] = [
        ["parquet", ["a.parquet"]], ["csv", ["a.csv", "a.csv.gz"]], ["llama-factory", ["a.jsonl", "a.json"]], ["axolotl", ["a.jsonl", "a.json"]], ["trl", ["a.jsonl", "a.json.gz"]],
        ...exportFormats.slice(0, 5).map((format) => [format, ["a", "a.csv", "a.parquet", "a.jsonl"]] as const)
    ];
    it("tells what is in it, for the forms where programs go by it", () => {
        for (const [format, names] of wrong)
            for (const name of names)
                assert.throws(() => {
                    requireName(`/folder/${name}`, format);
                }, {name: "UserError", message: new RegExp(`^${name}: the name of a file in the form ${format} must end in \\.`)});
        for (const [format, names] of right)
            for (const name of names)
                requireName(`/folder/${name}`, format);
    });
});

describe("words for a shell", () => {
    const words: readonly (readonly [word: string, quoted: string])[] = [
        ["data/a-1.jsonl", "data/a-1.jsonl"], ["a b", "'a b'"], ["it's", String.raw`'it'\''s'`], ["$(rm -rf /)", "'$(rm -rf /)'"], ["", "''"],
        ["a\nb'\\", String.raw`$'a\nb\'\\'`], ["\u202ea", String.raw`$'\u202ea'`]
    ];
    for (const [word, quoted] of words)
        it(`are taken to the letter: ${JSON.stringify(word)}`, () => {
            assert.equal(shellQuoted(word), quoted);
        });
});
