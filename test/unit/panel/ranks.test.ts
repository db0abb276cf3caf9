import assert from "node:assert/strict";
import {ranks} from "../../../src/core/ranking.js";
import {placesByScore} from "../../../src/core/table/order.js";
import {rankOf} from "../../../webview/derive/ranks.js";

describe("ranks in the panel", () => {
    const files = [[0.5, 0.8, 0.5, 0.2, 0.8, 0.5], [1], [0.3, 0.3], [0.9, NaN, 0.1, 0.9, NaN], [NaN, NaN], []];
    for (const scores of files)
        it(`are those of the lenses, which equal scores share: ${scores.join(", ")}`, () => {
            const goldenScore = Float64Array.from(scores), place = placesByScore({goldenScore, meanGain: goldenScore.map((_, row) => row)});
            const amounts = new Map<number, number>();
            for (const score of scores.filter((one) => !Number.isNaN(one)))
                amounts.set(score, (amounts.get(score) ?? 0) + 1);
            const expected = ranks(amounts);
            assert.deepEqual(scores.map((_, row) => rankOf({goldenScore, place}, row)), scores.map((score) => expected.get(score)));
        });

    it("follow the scores", () => {
        const of = (scores: readonly number[]): number | undefined => {
            const goldenScore = Float64Array.from(scores);
            return rankOf({goldenScore, place: placesByScore({goldenScore, meanGain: goldenScore})}, 0)?.rank;
        };
        assert.deepEqual([of([0.5, 0.8]), of([0.9, 0.8])], [2, 1]);
    });
});
