import assert from "node:assert/strict";
import {existsSync, readdirSync} from "node:fs";
import {setTimeout} from "node:timers/promises";
import {options, Watched} from "../unit/browse/browsing.js";
import {alpaca, jsonl, succeeded, Workbench} from "./workbench.js";

/** Fewer are read in no time. */
const many = 5000;
/** What was written a moment ago may be written again without its times telling. */
const settledMs = 3100;

describe("a file that was scored on the command line", () => {
    const bench = new Workbench();
    before(() => bench.prepare());
    after(() => {
        bench.dispose();
    });

    it("opens at once in the panel where it is large, with nothing kept of a small one", async () => {
        const small = bench.write("small.jsonl", jsonl(alpaca(3))), large = bench.write("large.jsonl", jsonl(alpaca(many)));
        await setTimeout(settledMs);
        succeeded(await bench.score(small));
        assert.equal(existsSync(bench.file("store/readings")), false);
        succeeded(await bench.score(large, "--limit", "4"));
        assert.equal(readdirSync(bench.file("store/readings")).length, 1);
        const watched = new Watched({pieceBytes: 1000, firstTableMs: 0});
        watched.browser.read({path: large}, options(bench.file("store")));
        await watched.until("looked-up");
        assert.deepEqual(watched.tables.map(({length, done}) => [length, done]), [[many, true]], "it was not read in pieces");
        // On a busy machine the scores may come a moment after their rows.
        assert.equal(watched.last.goldenScore.filter((score) => !Number.isNaN(score)).length, 4);
        await watched.browser.close();
    });
});
