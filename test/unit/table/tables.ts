import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {decisions} from "../../../src/core/selection.js";
import {buildTable, type TableRow} from "../../../src/core/table/buildTable.js";
import {flagCodes} from "../../../src/core/table/flagBits.js";
import type {ExampleTable} from "../../../src/core/table/table.js";

/** A row that is complete, of what a test cares for. */
export function row(given: Partial<TableRow>): TableRow {
    return {index: 0, line: 1, goldenScore: null, wins: 0, anchors: 0, meanGain: null, ci95: null, flags: [], answerTokens: null, promptLength: 0, answerLength: 0, ...given};
}

/** A table of such rows, which count themselves; low is 0.5. */
export function tableOf(rows: readonly Partial<TableRow>[], categoryNames: readonly string[] = []): ExampleTable {
    return buildTable(rows.length, (place) => row({index: place, line: place + 1, ...rows[place]}), 0.5, categoryNames);
}

/** Rows of everything: unscored ones, many ties, flags, decisions, unknown tokens and two categories. */
export function randomRows(amount: number, seed: number): TableRow[] {
    const random = xoroshiro128plus(seed);
    const below = (end: number): number => uniformInt(random, 0, end - 1);
    return Array.from({length: amount}, (_, index) => {
        const anchors = below(5) === 0 ? 9 : 10, wins = below(anchors + 1), scored = below(6) > 0;
        return row({
            index, line: index + 1, goldenScore: scored ? wins / anchors : null, wins: scored ? wins : 0, anchors: scored ? anchors : 0,
            meanGain: scored ? (below(7) - 3) / 10 : null, ci95: scored ? [0.5 * wins / anchors, 0.5 + 0.5 * wins / anchors] : null,
            flags: flagCodes.slice(1).filter(() => below(8) === 0), decision: [undefined, undefined, ...decisions][below(5)],
            promptLength: below(50), answerLength: below(200), ...(below(2) === 0 ? {} : {answerTokens: below(40)}),
            categories: [["alpaca", "dolly", undefined][below(3)], `part ${below(20)}`]
        });
    });
}

export const randomCategories: readonly string[] = ["source", "part"];
