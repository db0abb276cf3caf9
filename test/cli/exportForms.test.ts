import assert from "node:assert/strict";
import {existsSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {parquetReadObjects} from "hyparquet";
import type {ScoreRow} from "../../src/core/scoresFile.js";
import {SqliteStore} from "../../src/store/store.js";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("goldpan export for trainers and as tables", () => {
    const bench = new Workbench();
    const records = alpaca(10);
    let data: string;
    let scores: string;
    before(async () => {
        await bench.prepare();
        data = bench.write("data.jsonl", jsonl(records));
        scores = bench.file("data.scores.jsonl");
        succeeded(await bench.score(data, "--out", scores));
    });
    after(() => {
        bench.dispose();
    });

    const exported = async (...args: readonly string[]): Promise<string> => succeeded(await bench.run("export", data, "--scores", scores, ...args)).stderr;
    const refusedExport = async (...args: readonly string[]): Promise<string> => refused(await bench.run("export", data, "--scores", scores, ...args));
    const text = (name: string): string => readFileSync(bench.file(name), "utf8");
    const beside = (name: string): string[] => readdirSync(bench.folder).filter((file) => file.startsWith(name)).map((file) => file.slice(name.length)).sort();
    const card = (name: string): Record<string, unknown> => JSON.parse(/\n```json\n([^]*?)\n```\n/.exec(text(`${name}.card.md`))?.[1] ?? "") as Record<string, unknown>;

    it("writes for LLaMA-Factory records, the entry for its dataset_info.json, and a card, and says so", async () => {
        const said = await exported("--top", "3", "--format", "llama-factory", "--out", bench.file("llama.jsonl"));
        assert.deepEqual(beside("llama.jsonl"), ["", ".card.md", ".dataset_info.json"]);
        assert.match(said, /Wrote .*llama\.jsonl: 3 examples of 10\.\nWrote .*dataset_info\.json: .* dataset: llama\.\nWrote .*card\.md: how the subset was made\.\n/);
        const {llama} = JSON.parse(text("llama.jsonl.dataset_info.json")) as {llama: {file_name: string; columns: Record<string, string>}};
        const lines = text("llama.jsonl").trimEnd().split("\n").map((line) => JSON.parse(line) as Record<string, unknown>);
        assert.equal(llama.file_name, "llama.jsonl");
        assert.ok(lines.length === 3 && lines.every((line) => Object.keys(line).sort().join() === Object.values(llama.columns).sort().join()));
    });

    it("writes for axolotl and TRL lists of messages, for axolotl with a stanza", async () => {
        for (const [format, files] of [["axolotl", ["", ".axolotl.yml", ".card.md"]], ["trl", ["", ".card.md"]]] as const) {
            await exported("--top", "10", "--format", format, "--out", bench.file(`${format}.jsonl`));
            assert.deepEqual(beside(`${format}.jsonl`), files);
            assert.equal(text(`${format}.jsonl`), jsonl(records.map(({instruction, output}) => ({messages: [{role: "user", content: instruction}, {role: "assistant", content: output}]}))));
        }
        assert.match(text("axolotl.jsonl.axolotl.yml"), /^datasets:\n {2}- path: "axolotl\.jsonl"\n {4}ds_type: json\n {4}type: chat_template$/m);
    });

    it("writes tables with the scores of the scores file", async () => {
        await exported("--filter", "index:2..5", "--format", "parquet", "--out", bench.file("table.parquet"));
        await exported("--filter", "index:2..5", "--format", "csv", "--no-card", "--out", bench.file("table.csv"));
        assert.deepEqual([beside("table.parquet"), beside("table.csv")], [["", ".card.md"], [""]]);
        const rows = await parquetReadObjects({file: new Uint8Array(readFileSync(bench.file("table.parquet"))).buffer}) as ScoreRow[];
        assert.deepEqual(rows.map(({index, key, goldenScore, wins, anchors, meanGain}) => ({index, key, goldenScore, wins, anchors, meanGain})),
            bench.rows("data.scores.jsonl").slice(2, 6).map(({index, key, goldenScore, wins, anchors, meanGain}) => ({index, key, goldenScore, wins, anchors, meanGain})));
        assert.deepEqual(text("table.csv").trimEnd().split("\r\n").slice(1).map((line) => line.slice(0, 2)), ["2,", "3,", "4,", "5,"]);
    });

    it("says in the card what it was made of, and the command line in it makes the same bytes again", async () => {
        const store = new SqliteStore(bench.file("store-card"), () => undefined);
        const [first, second] = bench.rows("data.scores.jsonl");
        store.saveDecisions(new Map([[first?.key ?? "", "drop"]]));
        store.saveDecisions(new Map([[second?.key ?? "", "keep"]]));
        store.close();
        await exported("--top", "100%", "--filter", "-index:9", "--card", "--with-score", "--store", bench.file("store-card"), "--out", bench.file("it's gold.jsonl"));
        const {command, run, counts, review, file, rule, filter} = card("it's gold.jsonl") as {command: string} & Record<string, unknown>;
        const meta = JSON.parse(text("data.scores.jsonl.meta.json")) as {model: {fingerprint: string}; anchors: {hash: string}};
        assert.deepEqual([(run as {modelFingerprint: string}).modelFingerprint, (run as {anchors: {hash: string}}).anchors.hash], [meta.model.fingerprint, meta.anchors.hash]);
        assert.deepEqual([rule, filter], [{kind: "top-percent", percent: 100}, "-index:9"]);
        assert.deepEqual(counts, {scored: 10, inQuestion: 9, examples: 8, withoutScore: 0, decisions: {keep: 1}, flags: {}});
        assert.deepEqual(review, {added: {amount: 0, keys: []}, removed: {amount: 1, keys: [first?.key]}});
        const before = text("it's gold.jsonl");
        const words = [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, quoted, plain]) => quoted?.replaceAll("'\\''", "'") ?? plain ?? "");
        succeeded(await bench.run(...words.slice(1), "--force"));
        assert.equal(text("it's gold.jsonl"), before);
        assert.deepEqual(card("it's gold.jsonl").file, file);
    });

    it("writes no file beside the forms that had none, unless a card is asked for", async () => {
        for (const format of ["same", "alpaca", "sharegpt", "messages", "jsonl"]) {
            await exported("--top", "1", "--format", format, "--out", bench.file(`${format}.old.jsonl`));
            assert.deepEqual(beside(`${format}.old.jsonl`), [""]);
        }
    });

    it("leaves a file beside the subset alone without --force, before anything is written", async () => {
        for (const name of ["mine.jsonl.dataset_info.json", "mine.jsonl.card.md"]) {
            bench.write(name, "mine");
            assert.match(await refusedExport("--top", "1", "--format", "llama-factory", "--out", bench.file("mine.jsonl")), new RegExp(`${name} exists.*--force`));
            assert.deepEqual([existsSync(bench.file("mine.jsonl")), text(name)], [false, "mine"]);
            await exported("--top", "1", "--format", "llama-factory", "--force", "--out", bench.file("mine.jsonl"));
            assert.notEqual(text(name), "mine");
            for (const file of beside("mine.jsonl"))
                rmSync(bench.file(`mine.jsonl${file}`));
        }
    });

    it("refuses a name that does not fit the form, in one sentence", async () => {
        assert.match(await refusedExport("--top", "1", "--format", "parquet", "--out", bench.file("table.jsonl")), /table\.jsonl: the name of a file in the form parquet must end in \.parquet\.$/);
        assert.match(await refusedExport("--top", "1", "--format", "llama-factory", "--out", bench.file("x.jsonl.gz")), /must end in \.jsonl or \.json/);
    });
});
