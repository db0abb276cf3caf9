import assert from "node:assert/strict";
import {sortedCurve, type CurvePoint} from "../../../src/core/figures/sortedCurve.js";
import {select} from "../../../src/core/table/select.js";
import {tableOf} from "../table/tables.js";

function curveOf(scores: readonly number[], most: number): CurvePoint[] {
    const table = tableOf(scores.map((goldenScore) => ({goldenScore})));
    return sortedCurve(table, select(table, []), most);
}

describe("sortedCurve", () => {
    const shapes: Readonly<Record<string, (share: number) => number>> = {
        "a line": (share) => 1 - share,
        "one step": (share) => share < 0.3 ? 1 : 0,
        "equal scores": () => 0.7,
        "steps of ten anchors": (share) => Math.round(10 * (1 - share)) / 10,
        "steps of a hundred anchors, most of them high": (share) => Math.round(100 * (1 - share ** 8)) / 100,
        "one outlier on each side": (share) => share === 0 ? 1 : share === 1 ? 0 : 0.5
    };
    for (const [name, shape] of Object.entries(shapes))
        it(`keeps the shape of ${name} with few points`, () => {
            const size = 5000;
            const sorted = Array.from({length: size}, (_, at) => shape(at / (size - 1)));
            const height = Math.max(...sorted) - Math.min(...sorted);
            for (const most of [4, 5, 10, 51, 400]) {
                const points = curveOf([...sorted].reverse(), most);
                assert.ok(points.length <= most, `${points.length} of ${most}`);
                assert.deepEqual([points[0]?.rank, points.at(-1)?.rank], [1, size]);
                for (const [at, {rank, score}] of points.entries()) {
                    assert.equal(score, sorted[rank - 1]);
                    const {rank: next = rank + 1, score: lower = score} = points[at + 1] ?? {};
                    const sides = (next - rank) / (size - 1) + (height === 0 ? 0 : (score - lower) / height);
                    assert.ok(next === rank + 1 || sides < 4 / (most - 2), `${rank}-${next} of ${most}: ${sides}`);
                }
            }
        });

    it("shows every chosen scored example where there are few", () => {
        const table = tableOf([{goldenScore: 0.2}, {}, {goldenScore: 0.9}, {goldenScore: 0.5}, {goldenScore: 1}]);
        assert.deepEqual(sortedCurve(table, Uint32Array.of(0, 1, 2, 3), 10), [{rank: 1, score: 0.9}, {rank: 2, score: 0.5}, {rank: 3, score: 0.2}]);
        assert.deepEqual(sortedCurve(table, new Uint32Array(0), 10), []);
    });
});
