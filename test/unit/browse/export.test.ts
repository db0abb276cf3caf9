import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {temporaryFolder} from "../store/support.js";
import {options, Watched} from "./browsing.js";

const lines = readFileSync("samples/instructions.jsonl", "utf8").trimEnd().split("\n");

describe("the export of a file that is held", () => {
    const folder = temporaryFolder();
    let file: Watched;
    beforeEach(async () => {
        writeFileSync(folder("a.jsonl"), lines.join("\n"));
        file = new Watched();
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        await file.until("looked-up");
    });
    afterEach(() => file.browser.close());

    it("is answered when it is written, also when the file is read anew meanwhile; one of rows that are gone writes nothing", async () => {
        const order = {out: folder("out.jsonl"), format: "same", card: null} as const;
        const written = file.browser.export(1, Uint32Array.of(0, 2), order);
        file.browser.read({path: folder("a.jsonl")}, options(folder("store")));
        assert.deepEqual(await written, {subset: "2 examples", of: lines.length});
        assert.equal(readFileSync(folder("out.jsonl"), "utf8"), [lines[0], lines[2]].map((line) => `${line ?? ""}\n`).join(""));
        await file.until("looked-up", 2);
        assert.equal(await file.browser.export(1, Uint32Array.of(0), {...order, out: folder("late.jsonl")}), undefined);
        assert.throws(() => readFileSync(folder("late.jsonl")), {code: "ENOENT"});
    });
});
