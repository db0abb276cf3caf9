import assert from "node:assert/strict";
import type {Evaluator} from "../../../src/engine/evaluator.js";
import {noiseOf, probeOf, requireAgreement, scoreProbe} from "../../../src/engine/llama/verify.js";

const tokenize = (text: string): number[] => text.split(" ").map((word) => word.length);

describe("the comparison of two evaluators", () => {
    it("probes with and without an example in front, after BOS where there is one", () => {
        const probe = probeOf(tokenize, 7, 100);
        assert.deepEqual(probe[0]?.prefix, [7]);
        assert.ok(probe.length === 2 && probe.slice(1).every(({prefix}) => prefix[0] === 7 && prefix.length > 10));
        assert.deepEqual(probeOf(tokenize, null, 100)[0]?.prefix, []);
        assert.ok(probe.every(({continuations}) => continuations.every(({tokens, scoredFrom}) => scoredFrom >= 1 && scoredFrom < tokens.length)));
    });

    it("keeps within a small context", () => {
        assert.ok(probeOf(tokenize, 7, 10).every(({prefix, continuations}) => prefix.length <= 10 && continuations.every(({tokens}) => tokens.length <= 10)));
    });

    it("takes the mean over the scored tokens", async () => {
        const evaluator: Evaluator = {evaluate: (_, continuations) => Promise.resolve(continuations.map(({tokens, scoredFrom}) => -3 * (tokens.length - scoredFrom))), dispose: () => Promise.resolve()};
        assert.deepEqual(new Set(await scoreProbe(evaluator, probeOf(tokenize, null, 100))), new Set([-3]));
    });

    it("tells the largest difference as noise, rounded up", () => {
        assert.equal(noiseOf([-3, -5], [-3.002015, -4.999]), 0.00202);
        assert.equal(noiseOf([-3], [-3]), 0);
        assert.equal(noiseOf([-3], [-3 + 1e-9]), 0.00001);
    });

    it("forgives rounding and nothing else", () => {
        requireAgreement([-3, -5], [-3.01, -4.99]);
        assert.throws(() => {
            requireAgreement([-3, -5], [-3, -5.2]);
        }, /other numbers .* \(by 0\.20 nats/);
        assert.throws(() => {
            requireAgreement([-3, -5], [-3, NaN]);
        }, /other numbers/);
        assert.throws(() => {
            requireAgreement([-3, -5], [-3]);
        }, /other numbers/);
        assert.throws(() => {
            requireAgreement([NaN], [NaN]);
        }, /other numbers/);
    });
});
