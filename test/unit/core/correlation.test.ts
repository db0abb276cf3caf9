import assert from "node:assert/strict";
import {averageRanks, pearson, spearman} from "../../../src/core/correlation.js";

describe("averageRanks", () => {
    it("gives equal values the mean of their ranks", () => {
        assert.deepEqual(averageRanks([30, 10, 20, 10, 30, 30]), Float64Array.of(5, 1.5, 3, 1.5, 5, 5));
        assert.deepEqual(averageRanks([]), new Float64Array(0));
    });
});

describe("spearman", () => {
    it("is 1 and -1 for any monotone relation", () => {
        assert.equal(spearman([1, 2, 3, 4], [1, 10, 100, 1000]), 1);
        assert.equal(spearman([1, 2, 3, 4], [9, 7, 5, 1]), -1);
    });

    it("handles ties as Pearson's correlation of mid-ranks", () => {
        // Ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4: products 2.25 + 0 + 0 + 2.25 = 4.5, squares 4.5 and 5.
        assert.ok(Math.abs(spearman([1, 2, 2, 3], [1, 3, 2, 4]) - 4.5 / Math.sqrt(4.5 * 5)) < 1e-12);
    });

    it("does not exist where one side does not vary", () => {
        assert.ok(Number.isNaN(spearman([1, 1, 1], [1, 2, 3])));
    });
});

describe("pearson", () => {
    it("agrees with correlation() of Python's statistics", () => {
        assert.ok(Math.abs(pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 7]) - 0.8241633836921342) < 1e-12);
    });

    it("does not exist for fewer than two different values", () => {
        for (const values of [[], [1], [3, 3, 3]])
            assert.ok(Number.isNaN(pearson(values, values)));
    });
});
