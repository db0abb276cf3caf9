import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {SqliteStore} from "../../src/store/store.js";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("goldpan export, stats and merge", () => {
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

    const exported = async (out: string, ...args: readonly string[]): Promise<string> => {
        succeeded(await bench.run("export", data, "--scores", scores, "--out", bench.file(out), ...args));
        return readFileSync(bench.file(out), "utf8");
    };

    it("takes the best N in the order of the dataset, with their own bytes", async () => {
        const best = new Set([...bench.rows("data.scores.jsonl")]
            .sort((a, b) => (b.goldenScore ?? 0) - (a.goldenScore ?? 0) || (b.meanGain ?? 0) - (a.meanGain ?? 0)).slice(0, 3).map(({index}) => index));
        assert.equal(await exported("top.jsonl", "--top", "3"), jsonl(records.filter((_, index) => best.has(index))));
        assert.equal(await exported("percent.jsonl", "--top", "30%"), readFileSync(bench.file("top.jsonl"), "utf8"));
    });

    it("takes what reaches a threshold, the threshold included", async () => {
        const [middle] = bench.rows("data.scores.jsonl").map(({goldenScore}) => goldenScore ?? 0).sort((a, b) => b - a).slice(4);
        const expected = records.filter((_, index) => (bench.rows("data.scores.jsonl")[index]?.goldenScore ?? 0) >= (middle ?? 0));
        assert.equal(await exported("threshold.jsonl", "--min-score", String(middle)), jsonl(expected));
    });

    it("joins scores by content, not by line: a shuffled dataset gives the same examples", async () => {
        const shuffled = bench.write("shuffled.jsonl", jsonl([...records].reverse()));
        succeeded(await bench.run("export", shuffled, "--scores", scores, "--top", "3", "--out", bench.file("shuffled-top.jsonl")));
        const lines = readFileSync(bench.file("shuffled-top.jsonl"), "utf8").trimEnd().split("\n");
        assert.deepEqual(lines.reverse(), (await exported("straight-top.jsonl", "--top", "3")).trimEnd().split("\n"));
    });

    it("writes other forms and scores on request", async () => {
        const messages = JSON.parse((await exported("messages.jsonl", "--top", "1", "--format", "messages", "--with-score")).trim()) as {messages: {role: string}[]; goldenScore: number};
        assert.deepEqual(messages.messages.map(({role}) => role), ["user", "assistant"]);
        assert.equal(typeof messages.goldenScore, "number");
        const array = JSON.parse(await exported("array.json", "--top", "2", "--format", "alpaca")) as unknown[];
        assert.equal(array.length, 2);
    });

    it("leaves an existing file alone without --force", async () => {
        bench.write("there.jsonl", "mine");
        assert.match(refused(await bench.run("export", data, "--scores", scores, "--top", "1", "--out", bench.file("there.jsonl"))), /exists.*--force/);
        assert.equal(readFileSync(bench.file("there.jsonl"), "utf8"), "mine");
        assert.notEqual(await exported("there.jsonl", "--top", "1", "--force"), "mine");
    });

    it("never writes over the dataset, even with --force", async () => {
        assert.match(refused(await bench.run("export", data, "--scores", scores, "--top", "1", "--force", "--out", data)), /is the file/);
        assert.equal(readFileSync(data, "utf8"), jsonl(records));
    });

    it("refuses scores of another dataset", async () => {
        const other = bench.write("other.jsonl", jsonl([{instruction: "Quite another", output: "thing"}]));
        assert.match(refused(await bench.run("export", other, "--scores", scores, "--top", "1", "--out", bench.file("none.jsonl"))), /do not belong together/);
        assert.ok(!existsSync(bench.file("none.jsonl")));
    });

    it("adds what was kept by review and takes away what was dropped", async () => {
        const rows = bench.rows("data.scores.jsonl");
        const best = (await exported("unreviewed.jsonl", "--top", "1")).trim();
        const bestIndex = records.findIndex((record) => JSON.stringify(record) === best);
        const keptIndex = bestIndex === 0 ? 1 : 0;
        const store = new SqliteStore(bench.file("store-review"), () => undefined);
        store.saveDecisions(new Map([[rows[bestIndex]?.key ?? "", "drop"]]));
        store.saveDecisions(new Map([[rows[keptIndex]?.key ?? "", "keep"]]));
        store.close();
        assert.equal(await exported("reviewed.jsonl", "--top", "1", "--store", bench.file("store-review")), jsonl(records.slice(keptIndex, keptIndex + 1)));
    });

    it("prints counts, quantiles and a histogram, for people and for scripts", async () => {
        const {stdout} = succeeded(await bench.run("stats", scores));
        assert.match(stdout, /10 scored/);
        assert.match(stdout, /median \d\.\d{3}/);
        const figures = JSON.parse(succeeded(await bench.run("stats", scores, "--json")).stdout) as {scored: number; thresholds: {threshold: number; atLeast: number}[]; histogram: {count: number}[]};
        assert.equal(figures.scored, 10);
        assert.deepEqual(figures.thresholds.map(({threshold}) => threshold), [0.5, 0.6, 0.7, 0.8, 0.85, 0.9]);
        assert.equal(figures.histogram.reduce((sum, {count}) => sum + count, 0), 10);
    });

    it("refuses parts of different runs, twins, and gaps, each by name", async () => {
        const part = async (name: string, ...args: readonly string[]): Promise<string> => {
            succeeded(await bench.score(data, "--out", bench.file(name), ...args));
            return bench.file(name);
        };
        const one = await part("p1.jsonl", "--shard", "1/3"), two = await part("p2.jsonl", "--shard", "2/3");
        const other = await part("p3.jsonl", "--shard", "3/3", "--protocol", "reference");
        const merge = async (...parts: readonly string[]): Promise<string> => refused(await bench.run("merge", ...parts, "--out", bench.file("merged.jsonl")));
        assert.match(await merge(one, two, other), /p3\.jsonl and .*p1\.jsonl are of different runs: they differ in protocol/);
        assert.match(await merge(one, two), /part 3\/3 is missing/);
        assert.match(await merge(one, two, two), /are the same part, 2\/3/);
        assert.match(await merge(one, scores), /different runs: they differ in number of shards/);
        assert.ok(!existsSync(bench.file("merged.jsonl")));
    });

    it("puts nothing together that is not whole: parts cut short, exchanged, edited, or of numbers that cannot be", async () => {
        const [one = "", two = ""] = ["1/2", "2/2"].map((_, at) => bench.file(`half${at + 1}.jsonl`));
        for (const [at, file] of [one, two].entries())
            succeeded(await bench.score(data, "--out", file, "--shard", `${at + 1}/2`));
        const whole = readFileSync(two, "utf8"), meta = readFileSync(`${two}.meta.json`, "utf8"), out = bench.file("both.jsonl");
        const merge = async (): Promise<string> => refused(await bench.run("merge", one, two, "--out", out));
        /** As an earlier version wrote it, which knew no checksum. */
        const older = (change: (meta: Record<string, unknown>) => void = () => undefined): string => {
            const fields = JSON.parse(meta) as Record<string, unknown>;
            delete fields.scores;
            change(fields);
            return JSON.stringify(fields);
        };
        const table: readonly (readonly [rows: string, meta: string, says: RegExp])[] = [
            [whole.slice(0, whole.indexOf("\n") + 1), meta, /half2\.jsonl is not the file that .*half2\.jsonl\.meta\.json was written for/],
            [whole.slice(0, whole.indexOf("\n") + 1), older(), /half2\.jsonl holds 1 row, and .* says 5: it was cut short/],
            [readFileSync(one, "utf8"), older(), /half2\.jsonl holds a row with index 0, which belongs to part 1\/2/],
            [whole, readFileSync(`${one}.meta.json`, "utf8"), /is not the file that/],
            [whole, older((fields) => Object.assign(fields, {shard: {part: 2, of: 1e9}})), /number of shards/],
            [whole, older((fields) => Object.assign(fields, {dataset: {...fields.dataset as object, examples: 9}})), /differ in number of examples/],
            [whole, older((fields) => Object.assign(fields, {model: {...fields.model as object, file: {}}})), /half2\.jsonl\.meta\.json is damaged \(model\.file\); remove it/]
        ];
        for (const [rows, facts, says] of table) {
            bench.write("half2.jsonl", rows);
            bench.write("half2.jsonl.meta.json", facts);
            assert.match(await merge(), says);
        }
        for (const of of [-1, 0, 1.5, 1e9]) {
            bench.write("half2.jsonl", whole);
            bench.write("half2.jsonl.meta.json", older((fields) => Object.assign(fields, {shard: {part: 1, of}})));
            assert.match(refused(await bench.run("merge", two, "--out", out)), /says that it is part 1 of .*, which cannot be/);
        }
        assert.ok(!existsSync(out));
        bench.write("half2.jsonl.meta.json", older());
        assert.match(succeeded(await bench.run("merge", one, two, "--out", out)).stderr, /10 rows from 2 parts/);
        assert.equal(readFileSync(out, "utf8"), readFileSync(scores, "utf8"));
    });

    it("says in a sentence what is wrong with a meta file that a card would tell of", async () => {
        const copied = bench.write("copied.jsonl", readFileSync(scores));
        bench.write("copied.jsonl.meta.json", readFileSync(`${scores}.meta.json`, "utf8").replace(/"protocol": \{[^}]*\}/, "\"protocol\": null"));
        const args = ["export", data, "--scores", copied, "--top", "1", "--format", "csv", "--out", bench.file("card.csv")];
        assert.match(refused(await bench.run(...args)), /copied\.jsonl\.meta\.json is damaged \(protocol\)/);
        assert.ok(!existsSync(bench.file("card.csv")));
        succeeded(await bench.run(...args, "--no-card"));
    });
});
