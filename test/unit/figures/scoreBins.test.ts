import assert from "node:assert/strict";
import {binLayout, binOf, binRange, commonAnchors, scoreHistogram, type BinLayout} from "../../../src/core/figures/scoreBins.js";
import {select} from "../../../src/core/table/select.js";
import {scoredRows, type ExampleTable} from "../../../src/core/table/table.js";
import {tableOf} from "../table/tables.js";

const layoutOf = (table: ExampleTable, rows: Uint32Array, wanted: number): BinLayout => binLayout(commonAnchors(table, scoredRows(table, rows)).anchors, wanted);
const every = (table: ExampleTable): Uint32Array => select(table, []);

describe("binLayout", () => {
    const cases: readonly (readonly [anchors: number, wanted: number, size: number, bins: number, lastValues: number])[] = [
        [100, 20, 5, 20, 6],
        [100, 10, 10, 10, 11],
        [100, 100, 1, 101, 1],
        [100, 1000, 1, 101, 1],
        [100, 1, 101, 1, 101],
        [99, 20, 5, 20, 5],
        [30, 20, 1, 31, 1],
        [8, 20, 1, 9, 1],
        [8, 3, 3, 3, 3],
        [1, 20, 1, 2, 1],
        [1000, 20, 50, 20, 51]
    ];
    for (const [anchors, wanted, size, bins, lastValues] of cases)
        it(`${anchors} anchors, about ${wanted} bins: ${bins} of ${size} scores, the last of ${lastValues}`, () => {
            const layout = binLayout(anchors, wanted);
            assert.deepEqual(layout, {anchors, size, bins});
            assert.equal(binRange(layout, bins - 1).values, lastValues);
        });

    it("covers every score once, whatever the anchors and bins", () => {
        for (let anchors = 1; anchors <= 130; anchors++)
            for (const wanted of [1, 2, 3, 7, 10, 20, 33, 50, 100]) {
                const layout = binLayout(anchors, wanted);
                const ranges = Array.from({length: layout.bins}, (_, bin) => binRange(layout, bin));
                assert.equal(ranges.reduce((sum, {values}) => sum + values, 0), anchors + 1);
                assert.ok(ranges.slice(0, -1).every(({values}) => values === layout.size));
                for (let wins = 0; wins <= anchors; wins++) {
                    const {from = 2, to = -1} = ranges[binOf(layout, wins / anchors)] ?? {};
                    assert.ok(from <= wins / anchors && wins / anchors <= to, `${wins}/${anchors} of ${wanted} bins: ${from}-${to}`);
                }
            }
    });
});

describe("scoreHistogram", () => {
    it("shows no comb: scores that are all equally frequent make bins in proportion to their values", () => {
        for (const anchors of [7, 30, 64, 99, 100, 128]) {
            const table = tableOf(Array.from({length: anchors + 1}, (_, wins) => ({goldenScore: wins / anchors, wins, anchors})));
            for (const wanted of [5, 10, 20, 40])
                for (const {count, values} of scoreHistogram(table, every(table), layoutOf(table, every(table), wanted)).bins)
                    assert.equal(count, values);
        }
    });

    it("counts the chosen scored examples, and from each bin on", () => {
        const table = tableOf([{goldenScore: 0.1, anchors: 10}, {goldenScore: 0.95, anchors: 100}, {goldenScore: 1, anchors: 10}, {}, {goldenScore: 0.5, anchors: 10}, {goldenScore: 0, anchors: 10}]);
        const rows = Uint32Array.of(0, 1, 2, 3, 4), {bins, layout: {anchors}, others} = scoreHistogram(table, rows, layoutOf(table, rows, 5));
        assert.deepEqual([anchors, others], [10, 1]);
        assert.deepEqual(bins, [
            {from: 0, to: 0.1, values: 2, count: 1, atLeast: 4}, {from: 0.2, to: 0.3, values: 2, count: 0, atLeast: 3}, {from: 0.4, to: 0.5, values: 2, count: 1, atLeast: 3},
            {from: 0.6, to: 0.7, values: 2, count: 0, atLeast: 2}, {from: 0.8, to: 1, values: 3, count: 2, atLeast: 2}
        ]);
    });

    it("has empty bins where nothing has a score, and takes scores whose anchors nobody noted", () => {
        const none = tableOf([{}]);
        assert.deepEqual(scoreHistogram(none, every(none), layoutOf(none, every(none), 20)).bins.map(({count}) => count), new Array(20).fill(0));
        const noted = tableOf([{goldenScore: 0.333, wins: 0, anchors: 0}]);
        const {bins, layout: {anchors}, others} = scoreHistogram(noted, every(noted), layoutOf(noted, every(noted), 20));
        assert.deepEqual([anchors, others, bins.findIndex(({count}) => count === 1)], [100, 1, 6]);
    });
});
