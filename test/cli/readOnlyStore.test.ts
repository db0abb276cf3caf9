import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {mountDisk, storeFile, temporaryFolder} from "../unit/store/support.js";
import {refused, succeeded, Workbench} from "./workbench.js";

describe("the command line on a read-only store", function () {
    this.timeout(120_000);
    const place = temporaryFolder();
    const bench = new Workbench();
    before(() => bench.prepare());
    after(() => {
        bench.dispose();
    });

    it("exports with the decisions that are in it, or none where there is none, and refuses to score before a model is started", async function () {
        const data = bench.write("data.jsonl", ["One.", "Two.", "Three."].map((output) => JSON.stringify({instruction: "Say something.", output})).join("\n"));
        mountDisk(this, place("disk"));
        succeeded(await bench.score(data, "--store", place("disk")));
        const [first] = bench.rows("data.jsonl.scores.jsonl");
        const decide = "new (require('libsql'))(process.argv[1]).exec(`INSERT INTO decision VALUES ('${process.argv[2]}', 'drop')`)";
        assert.equal(spawnSync(process.execPath, ["-e", decide, storeFile(place("disk")), first?.key ?? ""]).status, 0); // this process would keep the file open
        assert.equal(spawnSync("mount", ["-o", "remount,ro", place("disk")]).status, 0);

        const exported = async (store: string): Promise<number> => {
            succeeded(await bench.run("export", data, "--scores", `${data}.scores.jsonl`, "--min-score", "0", "--store", store, "--out", bench.file("gold.jsonl"), "--force"));
            return readFileSync(bench.file("gold.jsonl"), "utf8").trimEnd().split("\n").length;
        };
        assert.equal(await exported(place("disk")), 2);
        assert.equal(await exported(place("disk", "none")), 3);
        succeeded(await bench.run("stats", `${data}.scores.jsonl`));
        const result = await bench.score(data, "--store", place("disk"), "--fresh");
        assert.match(refused(result), /The store .*disk cannot be written\. Choose another folder with --store/);
    });
});
