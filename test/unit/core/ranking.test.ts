import assert from "node:assert/strict";
import {ranks} from "../../../src/core/ranking.js";

describe("ranks", () => {
    it("count from the best; the same golden score is the same rank; without a score there is none", () => {
        const examples = [0.5, 0.9, null, 0.5, 0.1].map((goldenScore, index) => ({index, goldenScore, meanGain: index}));
        assert.deepEqual(ranks(examples), [
            {rank: 2, of: 4, topPercent: 75}, {rank: 1, of: 4, topPercent: 25}, undefined, {rank: 2, of: 4, topPercent: 75}, {rank: 4, of: 4, topPercent: 100}
        ]);
    });

    it("are none where nothing is scored", () => {
        assert.deepEqual(ranks([{index: 0, goldenScore: null, meanGain: null}]), [undefined]);
    });
});
