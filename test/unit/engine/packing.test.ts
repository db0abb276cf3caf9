import assert from "node:assert/strict";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {planBatches, type BatchLimits, type BatchPlan} from "../../../src/engine/llama/direct/packing.js";

const limits: BatchLimits = {tokens: 100, sequences: 5};

/** Tokens of each batch. */
function sizes({batches}: BatchPlan): number[] {
    return batches.map(({pieces}) => pieces.reduce((sum, {from, to}) => sum + to - from, 0));
}

describe("planBatches", () => {
    it("puts prefix and continuations together where they fit", () => {
        const plan = planBatches(10, [20, 30], limits);
        assert.deepEqual(plan, {sequences: 2, batches: [{cut: false, pieces: [
            {continuation: null, sequence: 0, from: 0, to: 10}, {continuation: 0, sequence: 1, from: 0, to: 20}, {continuation: 1, sequence: 2, from: 0, to: 30}
        ]}]});
    });

    it("fills batches about equally, and the first one beside the prefix", () => {
        assert.deepEqual(sizes(planBatches(40, Array.from({length: 10}, () => 20), limits)), [80, 80, 80]);
    });

    it("forgets what stood behind the prefix before each further batch, and not before the first", () => {
        assert.deepEqual(planBatches(250, Array.from({length: 6}, () => 50), limits).batches.map(({cut}) => cut), [false, false, false, true, true, true]);
    });

    it("cuts a prefix and a continuation that are longer than a batch", () => {
        const plan = planBatches(120, [250, 10], limits);
        assert.deepEqual(sizes(plan), [100, 30, 100, 100, 50]);
        assert.deepEqual(plan.batches.map(({cut}) => cut), [false, false, true, false, false]);
    });

    it("leaves out what has nothing to decode", () => {
        assert.deepEqual(planBatches(10, [0, 0], limits), {batches: [], sequences: 0});
        assert.deepEqual(sizes(planBatches(10, [0, 5], limits)), [15]);
    });

    it("works without a prefix", () => {
        assert.deepEqual(planBatches(0, [5], limits).batches, [{cut: false, pieces: [{continuation: 0, sequence: 1, from: 0, to: 5}]}]);
    });

    it("works with a prefix that fills whole batches", () => {
        assert.deepEqual(sizes(planBatches(200, [5], limits)), [100, 100, 5]);
        assert.deepEqual(planBatches(200, [5], limits).batches.map(({cut}) => cut), [false, false, false]);
    });

    it("decodes every token once and keeps within the limits, whatever the lengths", () => {
        const random = xoroshiro128plus(5);
        for (let trial = 0; trial < 500; trial++) {
            const prefix = uniformInt(random, 0, 250);
            const lengths = Array.from({length: uniformInt(random, 0, 30)}, () => uniformInt(random, 0, trial % 3 === 0 ? 250 : 60));
            const plan = planBatches(prefix, lengths, limits);
            assert.deepEqual(plan, planBatches(prefix, lengths, limits));
            const reached = lengths.map(() => 0);
            let ofPrefix = 0;
            for (const [number, {pieces, cut}] of plan.batches.entries()) {
                assert.ok((sizes(plan)[number] ?? 0) <= limits.tokens);
                const sequences = pieces.filter(({continuation}) => continuation !== null).map(({sequence}) => sequence);
                assert.deepEqual(sequences, sequences.map((_, i) => i + 1));
                assert.ok(sequences.length <= limits.sequences && sequences.length <= plan.sequences);
                for (const {continuation, from, to} of pieces) {
                    assert.ok(from < to);
                    assert.equal(from, continuation === null ? ofPrefix : reached[continuation]);
                    if (continuation === null)
                        ofPrefix = to;
                    else
                        reached[continuation] = to;
                    assert.ok(continuation === null || ofPrefix === prefix, "nothing stands before the whole prefix");
                    assert.ok(from === 0 || !cut, "what is gone on with must not be forgotten");
                }
            }
            assert.deepEqual(reached, lengths);
            assert.equal(ofPrefix, plan.batches.length > 0 ? prefix : 0);
        }
    });
});
