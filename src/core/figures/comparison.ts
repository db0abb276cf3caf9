import {pearson, spearman} from "../correlation.js";
import {topAmount, type SelectionRule} from "../selection.js";
import {placesByScore, type Scoring} from "../table/order.js";
import {sortedPlaces} from "../table/radixSort.js";
import {unknown, valuesAt} from "../table/table.js";

/** Places of the same contents in two scorings, one beside the other. */
export interface SharedRows {
    readonly one: Uint32Array;
    readonly other: Uint32Array;
}

/** Joins two scorings by content key. Of a content that stands in a file several times the first place counts. */
export function sharedRows(one: Iterable<string>, other: Iterable<string>): SharedRows {
    const places = new Map<string, number>();
    let place = 0;
    for (const key of other) {
        if (!places.has(key))
            places.set(key, place);
        place++;
    }
    const pairs: {readonly one: number[]; readonly other: number[]} = {one: [], other: []};
    place = 0;
    for (const key of one) {
        const twin = places.get(key);
        if (twin !== undefined) {
            places.delete(key); // a second time it is a copy
            pairs.one.push(place);
            pairs.other.push(twin);
        }
        place++;
    }
    return {one: Uint32Array.from(pairs.one), other: Uint32Array.from(pairs.other)};
}

/** Two scorings of the same contents, value beside value; all of them have a score in both. */
export interface ScoringPair {
    readonly one: Scoring;
    readonly other: Scoring;
    /** The places they come from. */
    readonly rows: SharedRows;
}

/** The shared examples that both scorings have a score for. */
export function pairScorings(one: Scoring, other: Scoring, shared: SharedRows): ScoringPair {
    const both = (row: number, at: number): boolean => !Number.isNaN(one.goldenScore[row]) && !Number.isNaN(other.goldenScore[shared.other[at] ?? 0]);
    const kept = shared.one.map((row, at) => both(row, at) ? at : unknown).filter((at) => at !== unknown);
    const rows = {one: kept.map((at) => shared.one[at] ?? 0), other: kept.map((at) => shared.other[at] ?? 0)};
    const gathered = ({goldenScore, meanGain}: Scoring, at: Uint32Array): Scoring => ({goldenScore: valuesAt(goldenScore, at), meanGain: valuesAt(meanGain, at)});
    return {one: gathered(one, rows.one), other: gathered(other, rows.other), rows};
}

export interface Agreement {
    /** Examples with a score in both. */
    readonly count: number;
    readonly pearson: number;
    readonly spearman: number;
    /** Mean of the other score minus the one. */
    readonly meanDifference: number;
}

export function agreement({one, other}: ScoringPair): Agreement {
    const count = one.goldenScore.length;
    return {
        count, pearson: pearson(one.goldenScore, other.goldenScore), spearman: spearman(one.goldenScore, other.goldenScore),
        meanDifference: differences({one, other}).reduce((sum, difference) => sum + difference, 0) / count
    };
}

export interface Move {
    /** Place in the one scoring and in the other. */
    readonly one: number;
    readonly other: number;
    /** The other golden score minus the one. */
    readonly difference: number;
}

/** The examples whose golden scores differ most, the largest difference first, of equal ones the earlier. */
export function movedMost(pair: ScoringPair, most: number): Move[] {
    const by = differences(pair);
    return [...sortedPlaces(by.map(Math.abs), true).subarray(0, most)].map((at) => ({one: pair.rows.one[at] ?? 0, other: pair.rows.other[at] ?? 0, difference: by[at] ?? NaN}));
}

function differences({one, other}: Pick<ScoringPair, "one" | "other">): Float64Array {
    return other.goldenScore.map((score, at) => score - (one.goldenScore[at] ?? NaN));
}

/** How far two golden subsets are the same. */
export interface Overlap {
    readonly one: number;
    readonly other: number;
    readonly both: number;
    /** Shared by both, of all that one of them holds; NaN where both are empty. */
    readonly jaccard: number;
}

/** The golden subsets by one rule, chosen by each scoring from the same examples: those of the pair. */
export function overlap({one, other}: ScoringPair, rule: SelectionRule): Overlap {
    const inOne = chosenBy(one, rule), inOther = chosenBy(other, rule);
    const amounts = {one: 0, other: 0, both: 0};
    for (let at = 0; at < inOne.length; at++) {
        amounts.one += inOne[at] ?? 0;
        amounts.other += inOther[at] ?? 0;
        amounts.both += (inOne[at] ?? 0) & (inOther[at] ?? 0);
    }
    return {...amounts, jaccard: amounts.both / (amounts.one + amounts.other - amounts.both)};
}

/** 1 for each example that the rule takes; the same as `select` of core/selection. */
function chosenBy(scoring: Scoring, rule: SelectionRule): Uint8Array {
    const {length} = scoring.goldenScore;
    const chosen = new Uint8Array(length);
    const values = rule.kind === "min-score" ? scoring.goldenScore : placesByScore(scoring);
    const amount = rule.kind === "min-score" ? 0 : topAmount(rule, length);
    for (let at = 0; at < length; at++) {
        const value = values[at] ?? NaN;
        chosen[at] = (rule.kind === "min-score" ? value >= rule.score : value < amount) ? 1 : 0;
    }
    return chosen;
}
