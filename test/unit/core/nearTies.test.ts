import assert from "node:assert/strict";
import {goldenScore} from "../../../src/core/golden.js";
import {describeNearTies, GainCounts} from "../../../src/core/nearTies.js";

describe("gains that are close to zero", () => {
    it("are counted for any noise, also one that is known only after them", () => {
        const counts = new GainCounts();
        const gains = [0, 0.00001, -0.0019, 0.002, -0.0021, 0.0499, 0.05, -3, 1e300];
        for (const gain of gains)
            counts.add(gain);
        assert.equal(counts.comparisons, gains.length);
        for (const noise of [0, 0.00001, 0.00002, 0.0019, 0.00191, 0.002, 0.00201, 0.0022, 0.05])
            assert.equal(counts.nearTies(noise), gains.filter((gain) => Math.abs(gain) < noise).length, String(noise));
    });

    it("are those of each anchor but the example itself, and of no anchor without an answer's token", () => {
        const gains: number[] = [];
        const measured = (sums: Record<string, number>, tokens = 2): Map<string, {logProbability: number; tokens: number}> =>
            new Map(Object.entries(sums).map(([key, logProbability]) => [key, {logProbability, tokens: key === "cut" ? 0 : tokens}]));
        const zero = measured({"a": -4, "b": -4, "own": -4, "cut": 0, "missing": -4});
        goldenScore(["a", "b", "own", "cut", "missing"], zero, measured({"a": -3, "b": -5, "own": -1, "cut": 0}), "own", (gain) => gains.push(gain));
        assert.deepEqual(gains, [0.5, -0.5]);
    });

    it("are told with their share", () => {
        assert.equal(describeNearTies({nearTies: 37, comparisons: 1200, noise: 0.00321}), "37 of 1,200 comparisons (3.1 %) are near-ties, closer than 0.0032 nats a token");
        assert.equal(describeNearTies({nearTies: 0, comparisons: 0, noise: 0.003}), "0 of 0 comparisons (0.0 %) are near-ties, closer than 0.0030 nats a token");
    });
});
