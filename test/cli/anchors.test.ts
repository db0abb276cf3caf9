import assert from "node:assert/strict";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import type {AnchorsMeta} from "../../src/session/anchorFile.js";
import type {RunMeta} from "../../src/session/runMeta.js";
import {ended, interruptAt, startCli, type CliEvent, type CliResult} from "../support/cli.js";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("goldpan anchors", () => {
    const bench = new Workbench();
    let data: string;
    before(async () => {
        await bench.prepare();
        data = bench.write("data.jsonl", jsonl([...alpaca(20), {instruction: "long", output: "word ".repeat(600)}, {instruction: "none", output: ""}, ...alpaca(2)]) + "broken\n");
    });
    after(() => {
        bench.dispose();
    });

    const device = ["--threads", "1", "--gpu", "off"];
    const draw = (out: string, ...more: readonly string[]): Promise<CliResult> => bench.run("anchors", data, "--model", bench.model, ...device, "--size", "5", "--out", bench.file(out), ...more);
    const meta = (out: string): AnchorsMeta => JSON.parse(readFileSync(bench.file(`${out}.meta.json`), "utf8")) as AnchorsMeta;
    const doneOf = ({stdout}: CliResult): CliEvent => stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as CliEvent).find(({event}) => event === "done") ?? assert.fail(stdout);

    it("draws by k-means, writes a dataset, and says how it lies", async () => {
        const {stderr} = succeeded(await draw("tasks.jsonl"));
        assert.match(stderr, /Scorer model: .*\nAbout .*\n/);
        assert.match(stderr, /\nDrawn from 20 eligible examples; not eligible: 1 cannot be read, 1 without an answer, 2 copies of others, 1 longer than half the context\.\nK-means: \d clusters of \d+ to \d+ examples \(median [\d.]+\), \d+ pass(es)?\.\nFrom an example to its nearest anchor: mean distance [\d.]+, mean cosine [\d.]+ \(to 5 random anchors: [\d.]+, [\d.]+\)\.\nWrote .*tasks\.jsonl: 5 anchors \(21 examples embedded with [\d,]+ tokens, /);
        const lines = readFileSync(bench.file("tasks.jsonl"), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line) as object);
        assert.equal(lines.length, 5);
        assert.deepEqual(Object.keys(lines[0] ?? {}), ["instruction", "input", "output"]);
        const {format, dataset, model, draw: how, count, hash} = meta("tasks.jsonl");
        assert.deepEqual([format, dataset.examples, model?.file, model?.trainedContext, count], ["goldpan-anchors", 24, "random.gguf", 512, 5]);
        assert.deepEqual([how.method, how.size, how.seed, how.eligible, how.subsample, how.notEligible], ["kmeans", 5, 0, 20, null, {"broken": 1, "empty": 1, "duplicate": 2, "too-long": 1}]);
        assert.match(hash, /^[0-9a-f]{32}$/);
    });

    it("needs no model time for another size or seed, and gives the same anchors for the same seed", async () => {
        succeeded(await draw("first.jsonl"));
        assert.equal(doneOf(succeeded(await draw("other.jsonl", "--size", "7", "--seed", "3", "--json"))).embedded, 0);
        succeeded(await draw("again.jsonl", "--fresh"));
        assert.equal(readFileSync(bench.file("again.jsonl"), "utf8"), readFileSync(bench.file("first.jsonl"), "utf8"));
        assert.equal(meta("other.jsonl").count, 7);
    });

    it("goes on after Ctrl-C where it was, to the anchors of a draw in one go", async () => {
        const large = bench.write("large.jsonl", jsonl(alpaca(300)));
        const args = (out: string, store: string): string[] => ["anchors", large, "--model", bench.model, ...device, "--size", "9", "--out", bench.file(out), "--store", bench.file(store), "--json"];
        const child = startCli(args("stopped.jsonl", "store-a"));
        interruptAt(child, ({event, done}) => event === "embedded" && Number(done) > 5);
        assert.equal((await ended(child)).code, 130);
        assert.ok(!existsSync(bench.file("stopped.jsonl")));
        const done = doneOf(succeeded(await bench.run(...args("stopped.jsonl", "store-a"))));
        assert.ok(Number(done.fromStore) > 5 && Number(done.fromStore) + Number(done.embedded) === 300);
        succeeded(await bench.run(...args("whole.jsonl", "store-b")));
        assert.equal(readFileSync(bench.file("stopped.jsonl"), "utf8"), readFileSync(bench.file("whole.jsonl"), "utf8"));
    });

    it("draws at random without a model, and never over a file unless told to", async () => {
        const random = (...more: readonly string[]): Promise<CliResult> => bench.run("anchors", data, "--method", "random", "--size", "100", "--out", bench.file("random.json"), ...more);
        const {stderr} = succeeded(await random());
        assert.match(stderr, /warning: 100 anchors were asked for and the file has 21 to draw from\./);
        assert.equal((JSON.parse(readFileSync(bench.file("random.json"), "utf8")) as unknown[]).length, 21);
        assert.equal(meta("random.json").model, null);
        assert.match(refused(await random()), /random\.json exists; choose another name with --out, or give --force/);
        succeeded(await random("--force"));
    });

    it("gives score a task set whose anchors are those that score draws itself, in one engine process", async () => {
        succeeded(await draw("tasks2.jsonl"));
        const few = ["--limit", "3"];
        const {stderr} = succeeded(await bench.score(data, "--anchors", "kmeans:5", "--out", bench.file("own.jsonl"), "--store", bench.file("store-own"), ...few));
        assert.equal(stderr.match(/Scorer model:/g)?.length, 1);
        assert.match(stderr, /Anchors: 5 tasks drawn from this file \(k-means, seed 0\)\./);
        succeeded(await bench.score(data, "--anchors", bench.file("tasks2.jsonl"), "--out", bench.file("file.jsonl"), "--store", bench.file("store-own"), ...few));
        const [own, file] = ["own.jsonl", "file.jsonl"].map((name) => JSON.parse(readFileSync(bench.file(`${name}.meta.json`), "utf8")) as RunMeta);
        assert.deepEqual([own?.anchors.source, own?.anchors.hash, file?.anchors.hash, own?.anchors.draw?.method, file?.backend], ["kmeans:5", file?.anchors.hash, own?.anchors.hash, "kmeans", null]);
        const again = succeeded(await bench.score(data, "--anchors", "kmeans:5", "--out", bench.file("own.jsonl"), "--store", bench.file("store-own"), ...few));
        assert.match(again.stderr, /drawn earlier from this file and kept/);
        assert.doesNotMatch(again.stderr, /Scorer model/);
    });

    it("says in one sentence where the model cannot embed", async () => {
        assert.match(refused(await draw("never.jsonl", "--engine", "public", "--fresh")), /Use --anchors random:100 or a file of anchors/);
        assert.match(refused(await bench.score(data, "--anchors", "kmeans:3", "--engine", "public", "--store", bench.file("store-public"))), /random:100/);
    });

    it("says in one sentence what is wrong with its options", async () => {
        const out = bench.file("wrong.jsonl");
        assert.match(refused(await bench.run("anchors", data, "--model", bench.model)), /--out/);
        assert.match(refused(await bench.run("anchors", data, "--method", "best", "--out", out)), /Allowed choices are random, kmeans/);
        assert.match(refused(await bench.run("anchors", data, "--method", "random", "--size", "0", "--out", out)), /whole number from 1/);
        assert.match(refused(await bench.run("anchors", data, "--method", "random", "--out", data)), /is the file .* that is read/);
        assert.match(refused(await bench.run("anchors", bench.write("blank.jsonl", jsonl([{instruction: "a", output: ""}])), "--method", "random", "--out", out)), /no example with an answer/);
        assert.match(refused(await bench.run("score", data, "--model", bench.model, "--anchors", "kmeans:many")), /kmeans:N/);
        assert.ok(!existsSync(out));
    });

    it("shows nothing of the dataset that a terminal could act on", async () => {
        const hostile = bench.file("hostile\u001b[2J.jsonl");
        writeFileSync(hostile, jsonl([...alpaca(3), {instruction: "\u001b[31mx", output: "\u202ey"}]));
        const {stderr} = succeeded(await bench.run("anchors", hostile, "--model", bench.model, ...device, "--size", "9", "--out", bench.file("hostile\u001b[2J.out.jsonl")));
        // eslint-disable-next-line no-control-regex -- that none of these comes through is the point
        assert.doesNotMatch(stderr, /[\u001b\u202e]/);
    });
});
