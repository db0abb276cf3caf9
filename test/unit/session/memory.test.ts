import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {distFile} from "../../engine/support.js";
import {line} from "../formats/support.js";

describe("a dataset that is larger than the memory", () => {
    it("is refused in words before V8 ends the process", function () {
        this.timeout(170_000);
        const folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-memory-"));
        try {
            const file = path.join(folder, "many.jsonl");
            writeFileSync(file, Array.from({length: 300_000}, (_, at) => `${line(String(at))}\n`).join(""));
            const {status, stderr} = spawnSync(process.execPath, ["--max-old-space-size=120", distFile("cli.js"), "anchors", file, "--method", "random", "--out", path.join(folder, "out.jsonl")], {encoding: "utf8"});
            assert.match(stderr, /many\.jsonl holds more than there is memory for: [1-9][0-9,]+ examples of it take nearly all of [0-9,]+ MB\. Split it/);
            assert.equal(status, 1);
        } finally {
            rmSync(folder, {recursive: true});
        }
    });
});
