import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("goldpan, given what cannot work", () => {
    const bench = new Workbench();
    let data: string;
    before(async () => {
        await bench.prepare();
        data = bench.write("data.jsonl", jsonl(alpaca(3)));
    });
    after(() => {
        bench.dispose();
    });

    const table: readonly {readonly title: string; readonly args: () => readonly string[]; readonly says: RegExp}[] = [
        {title: "an unknown command", args: () => ["scor"], says: /unknown command 'scor'/},
        {title: "an unknown option", args: () => ["score", data, "--modle", "x"], says: /unknown option '--modle'/},
        {title: "no dataset", args: () => ["score"], says: /missing required argument/},
        {title: "a dataset that is not there", args: () => ["score", "none.jsonl", "--model", bench.model], says: /none\.jsonl: no such file/},
        {title: "a folder for a dataset", args: () => ["score", bench.folder, "--model", bench.model], says: /is not a file/},
        {title: "an empty dataset", args: () => ["score", bench.write("empty.jsonl", ""), "--model", bench.model], says: /holds no example/},
        {title: "JSON that is no dataset", args: () => ["score", bench.write("package.json", "{\"name\": \"x\"}"), "--model", bench.model], says: /package\.json:1:1: no example/},
        {title: "pairs of preferences", args: () => ["score", bench.write("dpo.jsonl", jsonl([{prompt: "a", chosen: "b", rejected: "c"}])), "--model", bench.model], says: /preference data \(DPO/},
        {title: "single preferences", args: () => ["score", bench.write("kto.jsonl", jsonl([{prompt: "a", completion: "b", label: true}])), "--model", bench.model], says: /preference data \(KTO/},
        {title: "UTF-16 text", args: () => ["score", bench.write("wide.jsonl", Buffer.from("\ufeff{}", "utf16le")), "--model", bench.model], says: /UTF-16/},
        {title: "a gzip file that is cut off", args: () => ["score", bench.write("cut.jsonl.gz", Buffer.from("1f8b0800000000000003abe6", "hex")), "--model", bench.model], says: /gzip/},
        {title: "a model that is not there", args: () => ["score", data, "--model", "none.gguf"], says: /none\.gguf: no such file\. Name a GGUF model with --model/},
        {title: "a model that is no GGUF file", args: () => ["score", data, "--model", bench.write("text.gguf", "hello")], says: /is not a GGUF model/},
        {title: "a model with a damaged header", args: () => ["score", data, "--model", bench.write("head.gguf", "GGUF\u0003\u0000\u0000\u0000\u00ff\u00ff")], says: /head\.gguf is not a readable GGUF model/},
        {title: "a model that is cut off", args: () => ["score", data, "--model", bench.write("cut.gguf", readFileSync(bench.model).subarray(0, 100_000))], says: /is cut off/},
        {title: "a model whose last bytes are missing", args: () => ["score", data, "--model", bench.write("tail.gguf", readFileSync(bench.model).subarray(0, -100))], says: /tail\.gguf/},
        {title: "anchors that are not there", args: () => ["score", data, "--model", bench.model, "--anchors", "none.jsonl"], says: /none\.jsonl: no such file/},
        {title: "no usable anchor", args: () => ["score", data, "--model", bench.model, "--anchors", bench.write("blank.jsonl", jsonl([{instruction: "a", output: ""}]))], says: /no usable anchor/},
        {title: "only anchors that are too long", args: () => ["score", data, "--model", bench.model, "--anchors", bench.write("far.jsonl", jsonl([{instruction: "a", output: "word ".repeat(600)}]))], says: /No anchor can be used/},
        {title: "a bad number of anchors", args: () => ["score", data, "--model", bench.model, "--anchors", "random:many"], says: /random:N .*--anchors/},
        {title: "a bad limit", args: () => ["score", data, "--model", bench.model, "--limit", "0"], says: /whole number from 1/},
        {title: "a bad seed", args: () => ["score", data, "--model", bench.model, "--seed", "1.5"], says: /whole number/},
        {title: "a shard outside of its number", args: () => ["score", data, "--model", bench.model, "--shard", "4/3"], says: /i\/n/},
        {title: "a shard without examples", args: () => ["score", data, "--model", bench.model, "--shard", "9/9", "--anchors", "samples/anchors.jsonl"], says: /holds no example/},
        {title: "an unknown protocol", args: () => ["score", data, "--model", bench.model, "--protocol", "mine"], says: /Allowed choices are paper, reference/},
        {title: "a backend that is not there", args: () => ["score", data, "--model", bench.model, "--gpu", "metal"], says: /no metal engine .*--gpu off/},
        {title: "unknown columns", args: () => ["score", data, "--model", bench.model, "--columns", "question=q"], says: /"question" is no column.*--columns/},
        {title: "the dataset as output", args: () => ["score", data, "--model", bench.model, "--out", data], says: /is the file .* that is read/},
        {title: "an output that is something else", args: () => ["score", data, "--model", bench.model, "--out", bench.write("notes.txt", "mine")], says: /is no scores file/},
        {title: "an output in no folder", args: () => ["score", data, "--model", bench.model, "--out", bench.file("no/where.jsonl")], says: /folder does not exist.*--out/},
        {title: "a file for a store", args: () => ["score", data, "--model", bench.model, "--store", data], says: /store .* cannot be .*--store/},
        {title: "statistics of no scores file", args: () => ["stats", data], says: /data\.jsonl:1: this is no row.*"goldpan score"/},
        {title: "an export without a way to choose", args: () => ["export", data, "--scores", data, "--out", bench.file("x.jsonl")], says: /--min-score or --top/},
        {title: "an export with two", args: () => ["export", data, "--scores", data, "--out", bench.file("x.jsonl"), "--top", "1", "--min-score", "0.5"], says: /--min-score or --top/},
        {title: "a threshold above 1", args: () => ["export", data, "--scores", data, "--out", bench.file("x.jsonl"), "--min-score", "80"], says: /from 0 to 1/},
        {title: "parts of nothing", args: () => ["merge", data, "--out", bench.file("x.jsonl")], says: /is no row/}
    ];
    for (const {title, args, says} of table)
        it(`says what is wrong with ${title} in one sentence and exits with 1`, async () => {
            assert.match(refused(await bench.run(...args())), says);
        });

    it("writes nothing when a run fails", async () => {
        const out = bench.file("failed.scores.jsonl");
        refused(await bench.run("score", data, "--model", bench.file("cut.gguf"), "--out", out));
        assert.ok(!existsSync(out) && !existsSync(`${out}.meta.json`));
    });

    it("prints help with examples for every command, and no key that only VS Code could look up", async () => {
        const help = succeeded(await bench.run("--help")).stdout;
        assert.match(help, /Finds the gold in instruction-tuning data/);
        assert.doesNotMatch(help, /%\w/);
        for (const command of ["score", "anchors", "export", "stats", "merge"])
            assert.match(succeeded(await bench.run(command, "--help")).stdout, new RegExp(`Examples:\n {2}goldpan ${command} `));
    });

    it("shows dataset text in warnings without letting it act on the terminal", async () => {
        const anchors = bench.write("hostile.jsonl", jsonl([...alpaca(1), {instruction: "\u001b[2J\u001b]0;owned\u0007\u202eevil", output: ""}, {instruction: "\u001b[31mlong", output: "word ".repeat(600)}]));
        const {stderr} = succeeded(await bench.run("score", data, "--model", bench.model, "--anchors", anchors, "--gpu", "off", "--threads", "1", "--out", bench.file("hostile.scores.jsonl")));
        assert.match(stderr, /\\u001b\[31mlong/);
        // eslint-disable-next-line no-control-regex -- that none of these comes through is the point
        assert.doesNotMatch(stderr, /[\u001b\u0007\u202e]/);
    });
});
