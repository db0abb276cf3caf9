import assert from "node:assert/strict";
import {existsSync, mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import {runCli} from "../support/cli.js";
import {scoreWithKills} from "../support/kills.js";
import {needs} from "../support/shared.js";

const limit = 12;

for (const engine of ["direct", "public"] as const)
    describe(`kill -9 at random moments, --engine ${engine}`, () => {
        let folder: string;
        let model: string;
        let undisturbed: string;

        const file = (name: string): string => path.join(folder, name);

        before(async () => {
            folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
            model = file("random.gguf");
            await writeRandomModel(model, {seed: 3, vocabularySize: 1000, width: 128});
            const {code, stderr} = await runCli(["score", "samples/instructions.jsonl", "--model", model, "--anchors", "samples/anchors.jsonl", "--limit", String(limit),
                "--store", file("store"), "--out", file("whole.jsonl"), "--threads", "1", "--gpu", "off", "--engine", engine]);
            assert.equal(code, 0, stderr);
            undisturbed = readFileSync(file("whole.jsonl"), "utf8");
        });

        after(() => {
            rmSync(folder, {recursive: true, force: true});
        });

        for (const victim of ["parent", "child"] as const)
            it(`of the ${victim}: going on repeats at most the example in flight and gives the same file, byte for byte`, async function () {
                if (victim === "child")
                    needs(this, "/proc/self/task");
                const random = xoroshiro128plus(victim === "parent" ? 1 : 2);
                const out = file(`${victim}.jsonl`);
                const outcome = await scoreWithKills({
                    dataset: "samples/instructions.jsonl", anchors: "samples/anchors.jsonl", model, limit, victim, engine, kills: 5,
                    store: file(`store-${victim}`), out, wait: () => uniformInt(random, 0, 900) + (victim === "child" ? 900 : 0), log: () => undefined
                });
                assert.ok(outcome.kills > 0);
                assert.equal(outcome.lost, 0);
                assert.equal(outcome.measured, limit);
                assert.equal(readFileSync(out, "utf8"), undisturbed);
                assert.ok(existsSync(`${out}.meta.json`));
            });
    });
