import assert from "node:assert/strict";
import {fuzzReaders} from "../../fuzz/readers.js";
import {randomSource} from "./support.js";

describe("readers of files that were damaged at random", () => {
    it("find every other record, the same ones in the editor, and never throw", async () => {
        assert.ok(await fuzzReaders(randomSource(20261), performance.now() + 4000) > 0);
    });
});
