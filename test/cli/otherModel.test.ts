import assert from "node:assert/strict";
import {copyFileSync, openSync, readFileSync, statSync, writeSync, closeSync} from "node:fs";
import {writeRandomModel} from "../../tools/random-model/randomModel.js";
import type {RunMeta} from "../../src/session/runMeta.js";
import {alpaca, jsonl, refused, succeeded, Workbench} from "./workbench.js";

describe("models that differ where version 0.1.0 did not look", function () {
    this.timeout(180_000);
    const bench = new Workbench();
    after(() => {
        bench.dispose();
    });

    const meta = (name: string): RunMeta => JSON.parse(readFileSync(bench.file(`${name}.meta.json`), "utf8")) as RunMeta;

    it("never get each other's scores, nor are their parts put together", async () => {
        const a = bench.file("a.gguf"), b = bench.file("b.gguf"), data = bench.write("data.jsonl", jsonl(alpaca(4)));
        await writeRandomModel(a, {seed: 3, vocabularySize: 40_000, contextLength: 512});
        assert.ok(statSync(a).size > 7 << 20, `${statSync(a).size} bytes`);
        copyFileSync(a, b);
        const descriptor = openSync(b, "r+");
        writeSync(descriptor, Buffer.alloc(1000, 1), 0, 1000, (4 << 20) + (64 << 10) + 10_000); // behind the first block that was looked at
        closeSync(descriptor);

        const scored = async (model: string, out: string, shard: string): Promise<string> =>
            succeeded(await bench.score(data, "--model", model, "--shard", shard, "--out", bench.file(out))).stderr;
        await scored(a, "a1", "1/2");
        const second = await scored(b, "b1", "1/2");
        assert.doesNotMatch(second, /from the store/);
        assert.equal(meta("a1").model.fingerprintSampled, meta("b1").model.fingerprintSampled, "the case is a real one");
        assert.notEqual(meta("a1").model.fingerprint, meta("b1").model.fingerprint);
        assert.match(await scored(a, "a1", "1/2"), /2 from the store/);
        await scored(b, "b2", "2/2");
        assert.match(refused(await bench.run("merge", bench.file("a1"), bench.file("b2"), "--out", bench.file("whole"))), /they differ in model\./);

        const {fingerprintSampled, ...model} = meta("a1").model; // as version 0.1.0 wrote it
        bench.write("a1.meta.json", JSON.stringify({...meta("a1"), model: {...model, fingerprint: fingerprintSampled}}));
        succeeded(await bench.run("merge", bench.file("a1"), bench.file("b2"), "--out", bench.file("whole")));
        assert.deepEqual([meta("whole").model.fingerprint, meta("whole").model.fingerprintSampled], [fingerprintSampled, undefined], "of the whole no more is known than of its parts");
    });
});
