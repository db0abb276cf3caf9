import {topAmount, type SelectionRule} from "../core/selection.js";
import {decisionCode} from "../core/table/buildTable.js";
import {placesByScore} from "../core/table/order.js";
import {unknown, type ExampleTable} from "../core/table/table.js";
import type {GoldenAmounts} from "./protocol.js";

type Scoring = Pick<ExampleTable, "goldenScore" | "meanGain" | "decision">;

const keep = decisionCode("keep"), drop = decisionCode("drop");

/** Rows, ascending. */
export interface GoldenRows {
    readonly chosen: number[];
    /** In, or not in, only because a review said so. */
    readonly added: number[];
    readonly removed: number[];
}

/** What `select` of core/selection chooses, from columns: a million examples need no objects. */
export function goldenRows({goldenScore, meanGain, decision}: Scoring, rule: SelectionRule, places = placesByScore({goldenScore, meanGain})): GoldenRows {
    const passes = rule.kind === "min-score"
        ? (row: number): boolean => (goldenScore[row] ?? NaN) >= rule.score
        : isBelow(places, topAmount(rule, scoredAmount(places)));
    const chosen: number[] = [], added: number[] = [], removed: number[] = [];
    for (let row = 0; row < goldenScore.length; row++) {
        const byRule = passes(row), own = decision[row];
        if (own === keep || (own !== drop && byRule))
            chosen.push(row);
        if (own === keep && !byRule)
            added.push(row);
        else if (own === drop && byRule)
            removed.push(row);
    }
    return {chosen, added, removed};
}

export function goldenAmounts(scoring: Scoring, rules: readonly SelectionRule[]): GoldenAmounts {
    const places = placesByScore(scoring);
    const amount = (code: number): number => scoring.decision.reduce((sum, own) => sum + Number(own === code), 0);
    return {
        all: scoring.decision.length, scored: scoredAmount(places), kept: amount(keep), dropped: amount(drop),
        chosen: rules.map((rule) => goldenRows(scoring, rule, places).chosen.length)
    };
}

function isBelow(places: Uint32Array, limit: number): (row: number) => boolean {
    return (row) => (places[row] ?? unknown) < limit;
}

function scoredAmount(places: Uint32Array): number {
    return places.reduce((sum, place) => sum + Number(place !== unknown), 0);
}
