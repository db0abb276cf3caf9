import assert from "node:assert/strict";
import {binLayout} from "../../../src/core/figures/scoreBins.js";
import {lengthCorrelation, lengthDensity, samplePoints} from "../../../src/core/figures/scoreByLength.js";
import {select} from "../../../src/core/table/select.js";
import type {ExampleTable} from "../../../src/core/table/table.js";
import {tableOf} from "../table/tables.js";

const every = (table: ExampleTable): Uint32Array => select(table, []);

/** Scores and lengths; two more examples that have only one of them. */
function table(...pairs: readonly (readonly [score: number, length: number])[]): ExampleTable {
    return tableOf([...pairs.map(([goldenScore, answerTokens]) => ({goldenScore, anchors: 10, answerTokens})), {answerTokens: 99}, {goldenScore: 0.9, anchors: 10}]);
}

describe("lengthCorrelation", () => {
    it("is of the examples with a score and a known length", () => {
        const given = table([0.1, 9], [0.2, 99], [0.3, 999], [0.4, 9999]);
        const {count, pearson, pearsonOfLog, spearman} = lengthCorrelation(given, every(given), "answerTokens");
        assert.equal(count, 4);
        assert.ok(Math.abs(pearson - 0.824140716620699) < 1e-12, String(pearson)); // by correlation() of Python's statistics
        assert.ok(Math.abs(pearsonOfLog - 1) < 1e-12);
        assert.ok(Math.abs(spearman - 1) < 1e-12);
    });

    it("gives equal values their average rank", () => {
        const given = table([0.1, 1], [0.2, 3], [0.2, 2], [0.3, 4]);
        assert.ok(Math.abs(lengthCorrelation(given, every(given), "answerTokens").spearman - 4.5 / Math.sqrt(4.5 * 5)) < 1e-12);
    });

    it("does not exist for nothing or for equal lengths", () => {
        const given = table([0.1, 5], [0.9, 5]);
        assert.deepEqual(lengthCorrelation(given, every(given), "answerTokens"), {count: 2, pearson: NaN, pearsonOfLog: NaN, spearman: NaN});
        assert.equal(lengthCorrelation(given, new Uint32Array(0), "answerTokens").count, 0);
    });
});

describe("lengthDensity", () => {
    it("counts by stretches of equal ratio, from the shortest to the longest, and by score from below", () => {
        const given = table([0, 0], [0.1, 1], [0.95, 3], [1, 3], [0.5, 15]);
        const {edges, scores, counts} = lengthDensity(given, every(given), "answerTokens", 4, binLayout(10, 2));
        assert.deepEqual([...edges].map((edge) => Math.round(1e6 * edge) / 1e6), [0, 1, 3, 7, 15]);
        assert.deepEqual(scores, {anchors: 10, size: 5, bins: 2});
        assert.deepEqual([...counts], [1, 1, 0, 0, 0, 0, 2, 1]);
    });

    it("puts equal lengths into the first stretch, and takes nothing", () => {
        const given = table([0.2, 7], [0.9, 7]);
        assert.deepEqual([...lengthDensity(given, every(given), "answerTokens", 3, binLayout(10, 2)).counts], [1, 0, 0, 1, 0, 0]);
        assert.deepEqual([...lengthDensity(given, new Uint32Array(0), "answerTokens", 3, binLayout(10, 2)).counts], [0, 0, 0, 0, 0, 0]);
    });
});

describe("samplePoints", () => {
    const given = table(...Array.from({length: 100}, (_, at) => [at / 100, at] as const));

    it("takes all where they are few", () => {
        assert.deepEqual([...samplePoints(given, every(given), "answerTokens", 100, 0)], Array.from({length: 100}, (_, at) => at));
    });

    it("draws so many, the same each time, in order, and others with another seed", () => {
        const drawn = samplePoints(given, every(given), "answerTokens", 10, 1);
        assert.equal(new Set(drawn).size, 10);
        assert.deepEqual(drawn, drawn.slice().sort());
        assert.deepEqual(drawn, samplePoints(given, every(given), "answerTokens", 10, 1));
        assert.notDeepEqual(drawn, samplePoints(given, every(given), "answerTokens", 10, 2));
    });
});
