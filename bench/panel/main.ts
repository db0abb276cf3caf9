import {performance} from "node:perf_hooks";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {agreement, movedMost, overlap, pairScorings, sharedRows} from "../../src/core/figures/comparison.js";
import {pairDensity, pairHistogram} from "../../src/core/figures/pairBins.js";
import {lengthCorrelation, lengthDensity} from "../../src/core/figures/scoreByLength.js";
import {binLayout, scoreHistogram} from "../../src/core/figures/scoreBins.js";
import {sortedCurve} from "../../src/core/figures/sortedCurve.js";
import {parseFilter} from "../../src/core/filter/parse.js";
import {lintRules} from "../../src/core/lint/rules.js";
import {paperThresholds, thresholdCounts} from "../../src/core/statistics.js";
import {newBits} from "../../src/core/table/bits.js";
import {buildTable, type TableRow} from "../../src/core/table/buildTable.js";
import {facets} from "../../src/core/table/facets.js";
import {order, placesByScore, type SortKey} from "../../src/core/table/order.js";
import {failures, passing, select} from "../../src/core/table/select.js";
import {valuesAt} from "../../src/core/table/table.js";
import {median, printTable} from "../speed/table.js";

/** What filters, counts, sorting and figures of so many examples cost: `node dist/bench/panel.js [examples]`. Asserts nothing. */
const examples = Number(process.argv[2] ?? 1_000_000);
const rounds = 9;
const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
};

const random = xoroshiro128plus(1);
const below = (end: number): number => uniformInt(random, 0, end - 1);

/** As a scored dataset is: 100 anchors, one in fifty without a score, one in ten flagged, lengths over three orders of magnitude. */
function rowAt(index: number): TableRow {
    const scored = below(50) > 0;
    const wins = Math.round(100 * (1 - (below(1000) / 1000) ** 2));
    return {
        index, line: index + 1, goldenScore: scored ? wins / 100 : null, wins: scored ? wins : 0, anchors: scored ? 100 : 0,
        meanGain: scored ? below(1_000_000) / 1e6 - 0.3 : null, ci95: scored ? [wins / 200, 0.5 + wins / 200] : null,
        flags: below(10) === 0 ? [lintRules[below(lintRules.length)]?.code ?? ""] : [], decision: below(100) === 0 ? "keep" : undefined,
        promptLength: 20 + below(300), answerLength: Math.round(10 ** (below(3000) / 1000)), answerTokens: below(400),
        categories: [`source ${below(12)}`, `language ${below(40)}`]
    };
}

const built = performance.now();
const table = buildTable(examples, rowAt, 0.5, ["source", "language"]);
say(`${examples.toLocaleString("en-US")} examples, Node ${process.version}; built in ${(performance.now() - built).toFixed(0)} ms, random rows included`);
say(`median and worst of ${rounds} rounds after one to warm up`);

const all = select(table, []);
const results: Record<string, string | number>[] = [];
function measure(what: string, work: () => {readonly length: number}): void {
    work();
    const times: number[] = [];
    let result = 0;
    for (let round = 0; round < rounds; round++) {
        const start = performance.now();
        result = work().length;
        times.push(performance.now() - start);
    }
    results.push({what, medianMs: median(times), worstMs: Math.max(...times), values: result});
}

const found = newBits(examples).fill(0x5555_5555);
for (const text of [
    "", "score>=0.8", "score:0.2..0.8", "top:5%", "-flag:any", "flag:refusal,duplicate", "decision:none", "source:\"source 1\",\"source 2\"", "-unscored length:10..1000", "text:gold",
    "score>=0.5 top:30% -flag:duplicate,refusal -decision:drop length:10..1000 tokens<300 line>1000 source:\"source 1\",\"source 2\",\"source 3\""
]) {
    const filter = parseFilter(text).filter ?? [];
    measure(`select ${text}`, () => select(table, filter, () => found));
    if (text === "" || filter.length > 4)
        measure(`  with counts beside ${table.categories.length + 3} controls`, () => {
            const failed = failures(table, filter, () => found);
            facets(table, filter, failed);
            return passing(failed);
        });
}
measure("places by score (once for a table)", () => placesByScore(table));
for (const by of ["goldenScore", "meanGain", "answerLength", "flags", {category: "language"}] satisfies SortKey[])
    measure(`order by ${typeof by === "string" ? by : by.category}`, () => order(table, all, by, true));
measure("histogram of 20 bins", () => scoreHistogram(table, all, binLayout(100, 20)).bins);
measure("counts at the paper's thresholds", () => thresholdCounts(valuesAt(table.goldenScore, all), paperThresholds));
measure("sorted curve of 500 points", () => sortedCurve(table, all, 500));
measure("score against length: 40 x 20 cells", () => lengthDensity(table, all, "answerLength", 40, binLayout(100, 20)).counts);
measure("score against length: correlations", () => [lengthCorrelation(table, all, "answerLength")]);
const neighbours = {goldenScore: table.goldenScore.map((score, row) => table.goldenScore[row ^ 1] ?? score), meanGain: table.meanGain};
const other = {...neighbours, place: placesByScore(neighbours)};
const pair = pairScorings(table, other, {one: all, other: all});
measure("two scorings: side by side", () => pairScorings(table, other, {one: all, other: all}).rows.one);
measure("two scorings: correlations", () => [agreement(pair)]);
measure("two scorings: the 100 that moved most", () => movedMost(pair, 100));
measure("two scorings: overlap of the best 5 %", () => [overlap(pair, {kind: "top-percent", percent: 5})]);
measure("two scorings: histogram of both, density of 40 x 40 cells", () => [pairHistogram(pair, {one: 100, other: 100}, 20), pairDensity(pair, {one: 100, other: 100}, 40)]);
const keys = Array.from({length: examples}, (_, at) => at.toString(16).padStart(32, "0"));
measure("two scorings: join by content key", () => sharedRows(keys, keys).one);
printTable(results, say);
