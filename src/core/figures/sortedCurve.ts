import {unknown, type ExampleTable} from "../table/table.js";

/** A point of the curve of sorted scores. */
export interface CurvePoint {
    /** From 1: so many examples have this score or more. */
    readonly rank: number;
    readonly score: number;
}

/**
 * The golden scores of some examples from the best to the worst, as in Figure 3 of NUGGETS, as at most `most` points (at least 4).
 * Between two neighbouring points the curve stays in a rectangle whose sides add up to less than 4 / (most - 2) of the axes, except
 * where it falls at once: then both ends are points. So steps stay steps.
 */
export function sortedCurve(table: Pick<ExampleTable, "goldenScore" | "place">, rows: Uint32Array, most: number): CurvePoint[] {
    const sorted = sortedScores(table, rows);
    const {length} = sorted;
    const at = (place: number): CurvePoint => ({rank: place + 1, score: sorted[place] ?? NaN});
    if (length <= most)
        return Array.from(sorted, (_, place) => at(place));
    const height = (sorted[0] ?? 0) - (sorted[length - 1] ?? 0);
    const step = 4 / (most - 2);
    const points = [at(0)];
    let last = 0;
    for (let place = 1; place < length; place++) {
        const wide = (place - last) / (length - 1), high = height === 0 ? 0 : ((sorted[last] ?? 0) - (sorted[place] ?? 0)) / height;
        if (wide + high < step && place < length - 1)
            continue;
        if (place - 1 > last)
            points.push(at(place - 1)); // the last one before the curve goes on
        points.push(at(place));
        last = place;
    }
    return points;
}

/** The table knows the order of all scores already, so nothing is compared. */
function sortedScores({goldenScore, place}: Pick<ExampleTable, "goldenScore" | "place">, rows: Uint32Array): Float64Array {
    const byPlace = new Float64Array(place.length).fill(NaN);
    for (const row of rows) {
        const at = place[row] ?? unknown;
        if (at !== unknown)
            byPlace[at] = goldenScore[row] ?? NaN;
    }
    let amount = 0;
    for (const score of byPlace)
        if (!Number.isNaN(score))
            byPlace[amount++] = score;
    return byPlace.subarray(0, amount);
}
