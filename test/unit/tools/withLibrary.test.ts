import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {existsSync} from "node:fs";

const script = "tools/testing/withLibrary.mjs";
const run = (...args: readonly string[]): {status: number | null; stdout: string; stderr: string} => spawnSync(process.execPath, [script, ...args], {encoding: "utf8"});

describe("the script that runs a command with one of llama.cpp's processor libraries", function () {
    before(function () {
        if (!existsSync(`node_modules/@node-llama-cpp/${process.platform}-${process.arch}`))
            this.skip(); // of another platform's names nothing is promised
    });

    it("lists those that this processor can run, has each be found alone, and passes failures on", () => {
        const libraries = run().stdout.trim().split("\n");
        const last = libraries.at(-1) ?? "";
        const loaded = "import('node-llama-cpp').then(async ({getLlama}) => { await getLlama({gpu: false, build: 'never', skipDownload: true}); "
            + "console.log(process.report.getReport().sharedObjects.filter((file) => file.includes('ggml-cpu')).join()); process.exit(); })";
        const {status, stdout} = run(last, process.execPath, "-e", loaded);
        assert.equal(status, 0);
        assert.match(stdout, new RegExp(`^--- ${last}\n[^,\n]*ggml-cpu-${last}\\.[a-z]+\nSucceeded with ${last}\\.\n$`));
        const folder = /^(\/.*)\/[^/]+\/bins\//m.exec(stdout)?.[1];
        assert.ok(folder !== undefined && !existsSync(folder), "the copy is gone");
        const failed = run(last, process.execPath, "-e", "process.exit(3)");
        assert.deepEqual([failed.status, failed.stdout], [1, `--- ${last}\nFAILED with ${last} of ${last}.\n`]);
    });

    it("says which libraries there are when another one is named", () => {
        const {status, stderr} = run("none-such", process.execPath, "--version");
        assert.equal(status, 1);
        assert.match(stderr, /^This machine cannot run none-such, but \w+/);
    });
});
