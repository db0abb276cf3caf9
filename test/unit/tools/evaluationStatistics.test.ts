import assert from "node:assert/strict";
import {Random} from "../../../tools/embedded-model/evaluation/random.js";
import {auc, bootstrap, meanEstimate, tiedShare} from "../../../tools/embedded-model/evaluation/statistics.js";

describe("auc", () => {
    const cases: readonly (readonly [name: string, positives: readonly number[], negatives: readonly number[], expected: number])[] = [
        ["all above", [3, 4], [1, 2], 1],
        ["all below", [1, 2], [3, 4], 0],
        ["everything equal", [5, 5, 5], [5, 5], 0.5],
        ["by hand: 3 > {1, 2}, = 3, < 4 is 2.5; 1 = 1 is 0.5; 3 of 8", [3, 1], [1, 2, 3, 4], 3 / 8],
        ["a positive between", [2], [1, 3], 0.5]
    ];
    for (const [name, positives, negatives, expected] of cases)
        it(name, () => {
            assert.equal(auc(positives, negatives), expected);
        });

    it("does not exist without one side", () => {
        assert.ok(Number.isNaN(auc([], [1])));
        assert.ok(Number.isNaN(auc([1], [])));
    });

    it("counts equal pairs", () => {
        assert.equal(tiedShare([1, 3], [1, 2, 3, 4]), 2 / 8);
    });
});

describe("bootstrap", () => {
    it("repeats with the same seed and use, and with no other", () => {
        const values = Array.from({length: 40}, (_, i) => Math.sqrt(i));
        assert.deepEqual(meanEstimate(values, new Random(1, "a")), meanEstimate(values, new Random(1, "a")));
        assert.notDeepEqual(meanEstimate(values, new Random(1, "a")), meanEstimate(values, new Random(2, "a")));
        assert.notDeepEqual(meanEstimate(values, new Random(1, "a")), meanEstimate(values, new Random(1, "b")));
    });

    it("is about 1.96 standard errors wide for a mean", () => {
        const random = new Random(7, "values");
        const values = Array.from({length: 400}, () => random.below(1000));
        const {value, low, high} = meanEstimate(values, new Random(0, "interval"));
        const error = Math.sqrt(values.reduce((total, one) => total + (one - value) ** 2, 0)) / 400;
        assert.ok(Math.abs((high - low) / (2 * 1.96 * error) - 1) < 0.1);
    });

    it("draws every group from itself", () => {
        const {low, high} = bootstrap([[1, 1], [5, 5]], ([a = [], b = []]) => (b[0] ?? 0) - (a[0] ?? 0), new Random(0, ""));
        assert.deepEqual([low, high], [4, 4]);
    });

    it("gives no interval where the statistic mostly does not exist", () => {
        assert.ok(Number.isNaN(bootstrap([[] as number[]], () => Number.NaN, new Random(0, "")).low));
        let call = 0;
        assert.ok(Number.isNaN(bootstrap([[1]], () => call++ % 2 === 0 ? 1 : Number.NaN, new Random(0, "")).low));
    });
});

describe("Random", () => {
    it("shuffles without losing anything, and picks a smaller sample from the front of a larger one", () => {
        const values = Array.from({length: 50}, (_, i) => i);
        assert.deepEqual(new Random(3, "x").shuffled(values).sort((a, b) => a - b), values);
        assert.deepEqual(new Random(3, "x").sample(values, 10), new Random(3, "x").sample(values, 30).slice(0, 10));
    });

    it("puts every value at every place about equally often", () => {
        const random = new Random(4, "places");
        const counts = Array.from({length: 4}, () => [0, 0, 0, 0]);
        for (let i = 0; i < 4000; i++)
            for (const [place, value] of random.shuffled([0, 1, 2, 3]).entries()) {
                const row = counts[place] ?? [];
                row[value] = (row[value] ?? 0) + 1;
            }
        assert.ok(counts.flat().every((count) => count > 880 && count < 1120), counts.join(" | "));
    });
});
