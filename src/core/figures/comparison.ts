import {averageRanks, pearson} from "../correlation.js";
import {topAmount, type SelectionRule} from "../selection.js";
import {unknown, valuesAt, type ExampleTable} from "../table/table.js";

/** Scores, and the order that they bring the examples into: a table, or `placesByScore` of scores and gains. */
export type RankedScores = Pick<ExampleTable, "goldenScore" | "place">;

/** Below this a difference is none: 0.9 - 0.8 and 0.3 - 0.2 are the same move. */
const noise = 1e-9;

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

/** The scores of a pair on one of its sides. */
export interface PairedScores {
    readonly goldenScore: Float64Array;
    /** Places in the pair, best first, as a golden subset is chosen. */
    readonly order: Uint32Array;
}

/** Two scorings of the same contents, value beside value; all of them have a score in both. */
export interface ScoringPair {
    readonly one: PairedScores;
    readonly other: PairedScores;
    /** The places they come from. */
    readonly rows: SharedRows;
}

/** The shared examples that both scorings have a score for. Sorts nothing: the order of all is known. */
export function pairScorings(one: RankedScores, other: RankedScores, shared: SharedRows): ScoringPair {
    const rows = {one: new Uint32Array(shared.one.length), other: new Uint32Array(shared.one.length)};
    let amount = 0;
    for (let at = 0; at < shared.one.length; at++) {
        const row = shared.one[at] ?? 0, twin = shared.other[at] ?? 0;
        if (isScored(one, row) && isScored(other, twin)) {
            rows.one[amount] = row;
            rows.other[amount++] = twin;
        }
    }
    const kept = {one: rows.one.slice(0, amount), other: rows.other.slice(0, amount)};
    return {one: paired(one, kept.one), other: paired(other, kept.other), rows: kept};
}

/** How many of the shared examples have a score in one of the two only. */
export function scoredOnce(one: RankedScores, other: RankedScores, shared: SharedRows): {readonly one: number; readonly other: number} {
    const amounts = {one: 0, other: 0};
    for (let at = 0; at < shared.one.length; at++) {
        const inOne = isScored(one, shared.one[at] ?? 0), inOther = isScored(other, shared.other[at] ?? 0);
        amounts.one += Number(inOne && !inOther);
        amounts.other += Number(inOther && !inOne);
    }
    return amounts;
}

export interface Agreement {
    /** Examples with a score in both. */
    readonly count: number;
    readonly pearson: number;
    readonly spearman: number;
    /** Mean of the other score minus the one. */
    readonly meanDifference: number;
    /** Examples with a higher score in the other than in the one, and with a lower. */
    readonly higher: number;
    readonly lower: number;
}

export function agreement(pair: ScoringPair): Agreement {
    const {one, other} = pair, count = one.goldenScore.length;
    let sum = 0, higher = 0, lower = 0;
    for (let at = 0; at < count; at++) {
        const difference = differenceAt(pair, at);
        sum += difference;
        higher += Number(difference > noise);
        lower += Number(difference < -noise);
    }
    return {
        count, pearson: pearson(one.goldenScore, other.goldenScore),
        spearman: pearson(averageRanks(one.goldenScore, one.order), averageRanks(other.goldenScore, other.order)), meanDifference: sum / count, higher, lower
    };
}

export interface Move {
    /** Place in the one scoring and in the other. */
    readonly one: number;
    readonly other: number;
    /** The other golden score minus the one. */
    readonly difference: number;
}

/** Which moves count: those to a higher score in the other, those to a lower one. */
export type Direction = "both" | "up" | "down";

/** The examples whose golden scores differ most, the largest difference first, of equal ones the earlier. */
export function movedMost(pair: ScoringPair, most: number, direction: Direction = "both"): Move[] {
    const kept: {readonly at: number; readonly size: number}[] = [];
    for (let at = 0; at < pair.one.goldenScore.length; at++) {
        const difference = differenceAt(pair, at);
        const size = direction === "both" ? Math.abs(difference) : direction === "up" ? difference : -difference;
        if (size <= noise || (kept.length === most && size <= (kept.at(-1)?.size ?? 0) + noise))
            continue;
        const after = kept.findIndex((other) => other.size < size - noise);
        kept.splice(after < 0 ? kept.length : after, 0, {at, size});
        kept.length = Math.min(kept.length, most);
    }
    return kept.map(({at}) => ({one: pair.rows.one[at] ?? 0, other: pair.rows.other[at] ?? 0, difference: differenceAt(pair, at)}));
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
    const inOne = best(one, rule), inOther = best(other, rule);
    const chosen = new Uint8Array(one.goldenScore.length);
    for (const at of inOne)
        chosen[at] = 1;
    let both = 0;
    for (const at of inOther)
        both += chosen[at] ?? 0;
    return {one: inOne.length, other: inOther.length, both, jaccard: both / (inOne.length + inOther.length - both)};
}

/** The places that a rule takes, the same as `select` of core/selection: every rule takes the best ones. */
function best({goldenScore, order}: PairedScores, rule: SelectionRule): Uint32Array {
    if (rule.kind !== "min-score")
        return order.subarray(0, topAmount(rule, order.length));
    let amount = 0;
    while (amount < order.length && (goldenScore[order[amount] ?? 0] ?? NaN) >= rule.score)
        amount++;
    return order.subarray(0, amount);
}

function paired({goldenScore, place}: RankedScores, rows: Uint32Array): PairedScores {
    const byPlace = new Uint32Array(place.length).fill(unknown);
    for (let at = 0; at < rows.length; at++)
        byPlace[place[rows[at] ?? 0] ?? 0] = at;
    let amount = 0;
    for (const at of byPlace)
        if (at !== unknown)
            byPlace[amount++] = at;
    return {goldenScore: valuesAt(goldenScore, rows), order: byPlace.slice(0, amount)};
}

function isScored({goldenScore}: RankedScores, row: number): boolean {
    return !Number.isNaN(goldenScore[row] ?? NaN);
}

function differenceAt({one, other}: ScoringPair, at: number): number {
    return (other.goldenScore[at] ?? NaN) - (one.goldenScore[at] ?? NaN);
}
