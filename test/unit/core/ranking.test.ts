import assert from "node:assert/strict";
import {ranks} from "../../../src/core/ranking.js";

describe("ranks", () => {
    it("count from the best; the same golden score is the same rank", () => {
        assert.deepEqual(ranks(new Map([[0.5, 2], [0.9, 1], [0.7, 0], [0.1, 1]])), new Map([
            [0.9, {rank: 1, of: 4, topPercent: 25}], [0.5, {rank: 2, of: 4, topPercent: 75}], [0.1, {rank: 4, of: 4, topPercent: 100}]
        ]));
    });

    it("are none where nothing is scored", () => {
        assert.deepEqual(ranks(new Map([[0.5, 0]])), new Map());
    });
});
