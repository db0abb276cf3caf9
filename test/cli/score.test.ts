import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import type {RunMeta} from "../../src/session/runMeta.js";
import {ended, interruptAt, onEvents, startCli, type CliEvent} from "../support/cli.js";
import {alpaca, jsonl, succeeded, Workbench} from "./workbench.js";

for (const engine of ["direct", "public"] as const)
    describe(`goldpan score --engine ${engine}`, () => {
        const bench = new Workbench(engine);
        /** What does not hang on who measures, and takes long. */
        const once = (title: string, test: () => Promise<void>): void => {
            if (engine === "direct")
                it(title, test);
        };
        before(() => bench.prepare());
        after(() => {
            bench.dispose();
        });

        it("writes one row per readable example in the order of the file, with problems told as file:line:column", async () => {
            const [a, b, c] = alpaca(3);
            const data = bench.write("mixed.jsonl", `${JSON.stringify(a)}\n{"instruction": "broken\n\n${JSON.stringify(b)}\n{"unknown": 1}\n${JSON.stringify({...c, output: ""})}\n`);
            const {stderr} = succeeded(await bench.score(data, "--out", bench.file("mixed.scores.jsonl")));
            const rows = bench.rows("mixed.scores.jsonl");
            assert.deepEqual(rows.map(({index, line}) => [index, line]), [[0, 1], [1, 4], [2, 6]]);
            assert.deepEqual(Object.keys(rows[0] ?? {}), ["index", "line", "key", "goldenScore", "wins", "anchors", "meanGain", "ci95", "flags", "answerTokens"]);
            assert.deepEqual(rows.map(({flags}) => flags), [[], [], ["empty-output"]]);
            assert.ok(rows.slice(0, 2).every(({answerTokens}) => answerTokens !== null && answerTokens > 1 && answerTokens < 100) && rows[2]?.answerTokens === 0, "of the answers");
            for (const {goldenScore, wins, anchors, ci95} of rows) {
                assert.equal(goldenScore, wins / anchors);
                assert.ok(anchors === 4 && ci95 !== null && ci95[0] <= wins / anchors && wins / anchors <= ci95[1]);
            }
            assert.match(stderr, /mixed\.jsonl:2:\d+: /);
            assert.match(stderr, /mixed\.jsonl:5:1: /);
        });

        it("describes the run in the meta file", async () => {
            const data = bench.write("meta.jsonl", jsonl(alpaca(2)));
            succeeded(await bench.score(data, "--out", bench.file("meta.scores.jsonl"), "--protocol", "reference"));
            const meta = JSON.parse(readFileSync(bench.file("meta.scores.jsonl.meta.json"), "utf8")) as RunMeta;
            assert.equal(meta.backend?.backend, "cpu");
            assert.deepEqual([meta.backend.threads, meta.backend.evaluator], [1, engine]);
            assert.deepEqual([meta.protocol.name, meta.protocol.contextSize, meta.protocol.anchorCut], ["reference", 512, 200]);
            assert.deepEqual([meta.counts.rows, meta.counts.scored, meta.counts.problems, meta.anchors.count], [2, 2, 0, 4]);
            assert.ok(meta.tokensEvaluated > 0 && meta.seconds > 0);
            assert.equal(meta.versions["node-llama-cpp"], "3.22.1");
        });

        once("takes everything from the store the second time and starts no model", async () => {
            const data = bench.write("again.jsonl", jsonl(alpaca(3)));
            succeeded(await bench.score(data, "--out", bench.file("again1.jsonl")));
            const {stderr} = succeeded(await bench.score(data, "--out", bench.file("again2.jsonl")));
            assert.doesNotMatch(stderr, /Scorer model/);
            assert.equal(readFileSync(bench.file("again2.jsonl"), "utf8"), readFileSync(bench.file("again1.jsonl"), "utf8"));
            assert.match(succeeded(await bench.score(data, "--out", bench.file("again3.jsonl"), "--fresh")).stderr, /Scorer model/);
            assert.equal(readFileSync(bench.file("again3.jsonl"), "utf8"), readFileSync(bench.file("again1.jsonl"), "utf8"));
        });

        once("measures only what an edit changed, and keeps drawn anchors", async () => {
            const records = alpaca(8);
            const data = bench.write("edit.jsonl", jsonl(records));
            succeeded(await bench.score(data, "--out", bench.file("edit1.jsonl"), "--anchors", "random:5"));
            bench.write("edit.jsonl", jsonl(records.map((record, i) => i === 2 ? {...record, output: "Another answer."} : record)));
            const {stderr} = succeeded(await bench.score(data, "--out", bench.file("edit2.jsonl"), "--anchors", "random:5"));
            assert.match(stderr, /kept/);
            assert.match(stderr, /1 example measured .*7 from the store/);
            const before = bench.rows("edit1.jsonl"), after = bench.rows("edit2.jsonl");
            assert.deepEqual(before.filter(({index}) => index !== 2), after.filter(({index}) => index !== 2));
        });

        once("does not count an anchor for the example that it is", async () => {
            const data = bench.write("self.jsonl", jsonl(alpaca(4)));
            succeeded(await bench.score(data, "--out", bench.file("self.scores.jsonl"), "--anchors", "random:4"));
            assert.deepEqual(bench.rows("self.scores.jsonl").map(({anchors}) => anchors), [3, 3, 3, 3]);
        });

        it("gives the same scores in shards as in one run", async () => {
            const data = bench.write("shards.jsonl", jsonl(alpaca(7)));
            succeeded(await bench.score(data, "--out", bench.file("whole.jsonl"), "--store", bench.file("store-whole")));
            for (const part of ["1/3", "2/3", "3/3"])
                succeeded(await bench.score(data, "--out", bench.file(`part${part[0] ?? ""}.jsonl`), "--shard", part, "--store", bench.file(`store-${part[0] ?? ""}`)));
            succeeded(await bench.run("merge", ...["3", "1", "2"].map((part) => bench.file(`part${part}.jsonl`)), "--out", bench.file("merged.jsonl")));
            assert.equal(readFileSync(bench.file("merged.jsonl"), "utf8"), readFileSync(bench.file("whole.jsonl"), "utf8"));
        });

        it("prints nothing but JSON lines on stdout with --json", async () => {
            const data = bench.write("json.jsonl", jsonl(alpaca(3)));
            const {stdout} = succeeded(await bench.score(data, "--out", bench.file("json.scores.jsonl"), "--json", "--store", bench.file("store-json")));
            const events = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as CliEvent);
            assert.equal(events.filter(({event}) => event === "scored").length, 3);
            if (engine === "direct") { // the other one makes no trial when the threads are given
                const estimate = events.find(({event}) => event === "estimate");
                assert.ok(Number(estimate?.tokens) > 100 && Number(estimate?.seconds) > 0);
            }
            const {tokens, comparisons, nearTies, noise, ...done} = events.at(-1) ?? ({} as Partial<CliEvent>);
            assert.deepEqual(done, {event: "done", out: bench.file("json.scores.jsonl"), rows: 3, measured: 3, fromStore: 0});
            assert.ok(Number(tokens) > 100 && Number(comparisons) > 0);
            assert.deepEqual([typeof nearTies, typeof noise], engine === "direct" ? ["number", "number"] : ["object", "object"], "the other one has nothing to compare itself with");
        });

        it("leaves an anchor that this model cannot hold out of the run and names it", async () => {
            const anchors = bench.write("long-anchor.jsonl", jsonl([...alpaca(2), {instruction: "Count", input: "", output: "one two three ".repeat(200)}]));
            const data = bench.write("long.jsonl", jsonl([{instruction: "Name a colour", input: "", output: "Red"}]));
            const {stderr} = succeeded(await bench.score(data, "--out", bench.file("long.scores.jsonl"), "--anchors", anchors));
            assert.match(stderr, /"Instruction:\\nCount.*left out: it is \d+ tokens long/);
            assert.equal(bench.rows("long.scores.jsonl")[0]?.anchors, 2);
        });

        it("stops cleanly on Ctrl-C, writes no scores file, says how to go on, and goes on", async () => {
            const data = bench.write("stop.jsonl", jsonl(alpaca(40)));
            const out = bench.file("stop.scores.jsonl");
            const args = ["score", data, "--model", bench.model, "--anchors", "samples/anchors.jsonl", "--threads", "1", "--gpu", "off", "--engine", engine, "--store", bench.file("store-stop"), "--out", out, "--json"];
            const child = startCli(args);
            let notes = "";
            interruptAt(child, ({event}) => event === "scored");
            onEvents(child, ({event, message}) => {
                notes += event === "note" ? String(message) : "";
            });
            assert.equal((await ended(child)).code, 130);
            assert.match(notes, /Stopped: \d+ of 40 examples are scored and kept\. Run the same command again to go on\./);
            assert.ok(!existsSync(out));
            const {stdout} = succeeded(await ended(startCli(args)));
            const done = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as CliEvent;
            assert.ok(Number(done.fromStore) >= 1 && Number(done.measured) < 40);
        });
    });
