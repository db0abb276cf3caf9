import assert from "node:assert/strict";
import {endsOfSteps, stepsOf} from "../../../webview/charts/scoreSteps.js";

describe("score ranges of the panel", () => {
    it("come back as the same possible scores, with few digits, whatever the number of anchors", () => {
        for (const anchors of [1, 3, 7, 8, 50, 99, 100, 128, 333, 1000])
            for (let from = 0; from <= anchors; from++)
                for (const to of new Set([from, Math.min(anchors, from + 1), anchors])) {
                    const ends = endsOfSteps({from, to}, anchors);
                    assert.deepEqual(stepsOf(ends, anchors), {from, to}, `${from} to ${to} of ${anchors}`);
                    // What the filter compares with the scores themselves must choose the same.
                    for (let wins = Math.max(0, from - 1); wins <= Math.min(anchors, to + 1); wins++)
                        assert.equal(wins / anchors >= (ends.from ?? 0) && wins / anchors <= (ends.to ?? 1), wins >= from && wins <= to, `${wins} of ${anchors} in ${from} to ${to}`);
                }
    });

    it("leave out what an open end leaves out", () => {
        assert.deepEqual(stepsOf({from: 0.2, to: 0.8, fromOpen: true, toOpen: true}, 10), {from: 3, to: 7});
        assert.deepEqual(stepsOf({from: 0.25, to: 0.75, fromOpen: true, toOpen: true}, 10), {from: 3, to: 7});
    });

    it("are written shortly", () => {
        assert.deepEqual(endsOfSteps({from: 29, to: 57}, 100), {from: 0.29, to: 0.57});
        assert.deepEqual(endsOfSteps({from: 90, to: 99}, 99), {from: 0.9, to: undefined});
        assert.deepEqual(endsOfSteps({from: 0, to: 3}, 8), {from: undefined, to: 0.4});
    });
});
