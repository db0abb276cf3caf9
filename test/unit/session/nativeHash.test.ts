import assert from "node:assert/strict";
import {hashText} from "../../../src/core/contentKey.js";
import {nativeHash} from "../../../src/session/readDataset.js";

describe("nativeHash", () => {
    for (const text of ["", "a", "é😀中文 \u0000", "long ".repeat(10_000)])
        it(`is the core's own hash of ${JSON.stringify(text.slice(0, 12))}`, () => {
            assert.equal(nativeHash(text), hashText(text));
        });
});
