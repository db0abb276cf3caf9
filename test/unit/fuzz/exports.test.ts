import assert from "node:assert/strict";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {fuzzExports} from "../../fuzz/exports.js";

describe("exports of random and damaged files", () => {
    for (const seed of [1, 2])
        it(`read back as what was chosen, or are refused by a sentence: seed ${seed}`, async () => {
            const random = xoroshiro128plus(seed);
            const {files, readBack, refused} = await fuzzExports((below) => uniformInt(random, 0, below - 1), Date.now() + 2000);
            assert.ok(files > 0 && readBack + refused > 0);
        });
});
