import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync} from "node:fs";
import path from "node:path";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("what the command line writes", () => {
    const bench = new Workbench();
    const records = jsonl(alpaca(6));
    let data: string, scores: string;
    before(async () => {
        await bench.prepare();
        data = bench.write("data.jsonl", records);
        scores = bench.file("scores.jsonl");
        succeeded(await bench.score(data, "--out", scores));
        for (const part of ["1", "2"])
            succeeded(await bench.score(data, "--out", bench.file(`part${part}.jsonl`), "--shard", `${part}/2`));
    });
    after(() => {
        bench.dispose();
    });

    /** A folder of its own, with copies of what there is. */
    function folder(): (name: string) => string {
        const name = `case${readdirSync(bench.folder).length}`;
        mkdirSync(bench.file(name));
        return (file) => bench.file(path.join(name, file));
    }

    function copy(from: string, to: string): string {
        copyFileSync(from, to);
        return to;
    }

    const exported = (scored: string, out: string, ...more: readonly string[]): readonly string[] => ["export", data, "--scores", scored, "--top", "2", "--out", out, ...more];
    const drawn = (dataset: string, out: string, ...more: readonly string[]): readonly string[] => ["anchors", dataset, "--method", "random", "--size", "2", "--out", out, ...more];

    const inputs: readonly {readonly title: string; readonly prepare: (at: (name: string) => string) => {readonly args: readonly string[]; readonly input: string}}[] = [
        {title: "the dataset by the meta file of the scores", prepare: (at) => ({input: copy(data, at("foo.meta.json")), args: ["score", at("foo.meta.json"), "--model", bench.model, "--out", at("foo")]})},
        {title: "the anchors by the meta file of the scores", prepare: (at) => ({input: copy(data, at("bar.meta.json")), args: ["score", data, "--anchors", at("bar.meta.json"), "--model", bench.model, "--out", at("bar")]})},
        {title: "the dataset by the meta file of anchors", prepare: (at) => ({input: copy(data, at("baz.meta.json")), args: drawn(at("baz.meta.json"), at("baz"), "--force")})},
        {title: "a part by the meta file of what is merged", prepare: (at) => {
            copy(`${bench.file("part1.jsonl")}.meta.json`, at("m.meta.json.meta.json"));
            return {input: copy(bench.file("part1.jsonl"), at("m.meta.json")), args: ["merge", at("m.meta.json"), bench.file("part2.jsonl"), "--out", at("m")]};
        }},
        {title: "the meta file of a part", prepare: (at) => {
            copy(bench.file("part1.jsonl"), at("p"));
            return {input: copy(bench.file("part1.jsonl.meta.json"), at("p.meta.json")), args: ["merge", at("p"), bench.file("part2.jsonl"), "--out", at("p.meta.json")]};
        }},
        {title: "the scores by the card", prepare: (at) => ({input: copy(scores, at("gold.csv.card.md")), args: exported(at("gold.csv.card.md"), at("gold.csv"), "--format", "csv", "--force")})},
        {title: "the scores by LLaMA-Factory's entry", prepare: (at) => ({input: copy(scores, at("g.jsonl.dataset_info.json")), args: exported(at("g.jsonl.dataset_info.json"), at("g.jsonl"), "--format", "llama-factory", "--force")})},
        {title: "the scores by axolotl's stanza", prepare: (at) => ({input: copy(scores, at("g.jsonl.axolotl.yml")), args: exported(at("g.jsonl.axolotl.yml"), at("g.jsonl"), "--format", "axolotl", "--force")})},
        {title: "the meta file of the scores", prepare: (at) => {
            copy(scores, at("s"));
            return {input: copy(`${scores}.meta.json`, at("s.meta.json")), args: exported(at("s"), at("s.meta.json"), "--force")};
        }},
        {title: "the dataset by a link", prepare: (at) => {
            symlinkSync(copy(data, at("d.jsonl")), at("link"));
            return {input: at("d.jsonl"), args: drawn(at("d.jsonl"), at("link"), "--force")};
        }},
        {title: "the dataset by a second name, beside the output", prepare: (at) => {
            linkSync(copy(data, at("d.jsonl")), at("o.meta.json"));
            return {input: at("d.jsonl"), args: drawn(at("d.jsonl"), at("o"), "--force")};
        }},
        {title: "the store", prepare: (at) => {
            mkdirSync(at("store"));
            copy(bench.file("store/goldpan.sqlite"), at("store/goldpan.sqlite"));
            return {input: at("store/goldpan.sqlite"), args: exported(scores, at("store/goldpan.sqlite"), "--store", at("store"), "--force")};
        }}
    ];
    for (const {title, prepare} of inputs)
        it(`never is what is read: ${title}`, async () => {
            const at = folder();
            const {input, args} = prepare(at);
            const before = readFileSync(input), names = readdirSync(path.dirname(input));
            assert.match(refused(await bench.run(...args)), /is the file .* that is read\. Choose another place with --out\.$/);
            assert.deepEqual(readFileSync(input), before);
            assert.deepEqual(readdirSync(path.dirname(input)), names);
        });

    it("never is a file of a person's own beside it", async () => {
        const at = folder();
        for (const [file, args] of [
            ["own.meta.json", ["score", data, "--model", bench.model, "--anchors", "samples/anchors.jsonl", "--out", at("own")]],
            ["all.meta.json", ["merge", bench.file("part1.jsonl"), bench.file("part2.jsonl"), "--out", at("all")]],
            ["drawn.meta.json", drawn(data, at("drawn"))],
            ["gold.csv.card.md", exported(scores, at("gold.csv"), "--format", "csv")],
            ["gold.jsonl.axolotl.yml", exported(scores, at("gold.jsonl"), "--format", "axolotl", "--no-card")]
        ] as const) {
            bench.write(path.relative(bench.folder, at(file)), "{\"mine\": true}");
            assert.match(refused(await bench.run(...args)), /(exists and is no meta file that Goldpan wrote|exists; choose another name)/);
            assert.equal(readFileSync(at(file), "utf8"), "{\"mine\": true}");
            assert.ok(!existsSync(at(file.replace(/\.(meta\.json|card\.md|axolotl\.yml)$/, ""))));
        }
    });

    it("replaces scores and their meta file together, also one that is damaged", async () => {
        const at = folder();
        const merge = ["merge", bench.file("part1.jsonl"), bench.file("part2.jsonl"), "--out", at("all.jsonl")];
        succeeded(await bench.run(...merge));
        const meta = readFileSync(at("all.jsonl.meta.json"), "utf8");
        bench.write(path.relative(bench.folder, at("all.jsonl.meta.json")), "{\"format\": \"goldpan-scores\", \"seed\": []}");
        succeeded(await bench.run(...merge));
        assert.equal(readFileSync(at("all.jsonl.meta.json"), "utf8"), meta);
        assert.deepEqual(readdirSync(at(".")).sort(), ["all.jsonl", "all.jsonl.meta.json"]);
    });

    it("never replaces what is no file, with --force neither", async function () {
        if (process.platform === "win32")
            this.skip();
        const at = folder();
        assert.equal(spawnSync("mkfifo", [at("pipe")]).status, 0);
        assert.equal(spawnSync("mknod", [at("device"), "c", "1", "3"]).status === 0 || process.getuid?.() !== 0, true);
        mkdirSync(at("folder"));
        symlinkSync(at("pipe"), at("link-to-pipe"));
        symlinkSync(at("nothing"), at("dangling"));
        symlinkSync(at("loop"), at("loop"));
        for (const name of ["pipe", "device", "folder", "link-to-pipe", "dangling", "loop"]) {
            if (name === "device" && !existsSync(at(name)))
                continue;
            const {mode, ino} = lstatSync(at(name));
            for (const args of [exported(scores, at(name), "--force"), drawn(data, at(name), "--force"), ["merge", bench.file("part1.jsonl"), "--out", at(name)], ["score", data, "--model", bench.model, "--out", at(name)]])
                assert.match(refused(await bench.run(...args)), /(is not a file but a (named pipe|device)|is a folder, not a file|is a link that leads to no file)/);
            assert.deepEqual([lstatSync(at(name)).mode, lstatSync(at(name)).ino], [mode, ino]);
        }
        for (const name of ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/fd/1"])
            assert.match(refused(await bench.run(...exported(scores, name, "--force"))), /is not a file.*Choose another place/);
        assert.ok(statSync("/dev/null").isCharacterDevice());
        assert.ok(!existsSync(at("nothing")));
    });

    it("goes through a link to the file that it leads to, and the link stays", async () => {
        const at = folder();
        mkdirSync(at("elsewhere"));
        bench.write(path.relative(bench.folder, at("elsewhere/old.jsonl")), "old");
        symlinkSync(path.join("elsewhere", "old.jsonl"), at("link.jsonl"));
        assert.match(refused(await bench.run(...exported(scores, at("link.jsonl")))), /exists; choose another name/);
        succeeded(await bench.run(...exported(scores, at("link.jsonl"), "--force")));
        assert.ok(lstatSync(at("link.jsonl")).isSymbolicLink());
        assert.equal(readFileSync(at("elsewhere/old.jsonl"), "utf8").split("\n").length, 3);
        assert.deepEqual(readdirSync(at("elsewhere")), ["old.jsonl"]);
    });

    it("is two files and not one, where a link would make it one", async () => {
        const at = folder();
        bench.write(path.relative(bench.folder, at("gold.csv")), "old");
        symlinkSync("gold.csv", at("gold.csv.card.md"));
        assert.match(refused(await bench.run(...exported(scores, at("gold.csv"), "--format", "csv", "--force"))), /would both be written, and are one file/);
        assert.equal(readFileSync(at("gold.csv"), "utf8"), "old");
    });

    it("is no more readable than what it is made of", async function () {
        if (process.platform === "win32")
            this.skip();
        const at = folder();
        copy(data, at("secret.jsonl"));
        spawnSync("chmod", ["600", at("secret.jsonl")]);
        const modes = (...names: readonly string[]): string[] => names.map((name) => (statSync(at(name)).mode & 0o777).toString(8));
        succeeded(await bench.run("export", at("secret.jsonl"), "--scores", scores, "--top", "2", "--format", "llama-factory", "--out", at("gold.jsonl")));
        succeeded(await bench.run(...drawn(at("secret.jsonl"), at("tasks.jsonl"))));
        succeeded(await bench.score(at("secret.jsonl")));
        assert.deepEqual(new Set(modes(...readdirSync(at(".")))), new Set(["600"]), readdirSync(at(".")).join());
        bench.write(path.relative(bench.folder, at("open.jsonl")), "old");
        spawnSync("chmod", ["640", at("open.jsonl")]);
        succeeded(await bench.run(...exported(scores, at("open.jsonl"), "--force")));
        assert.deepEqual(modes("open.jsonl"), ["640"]);
    });
});
