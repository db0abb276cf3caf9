import {sortedPlaces} from "./table/radixSort.js";

/** Pearson's correlation; NaN where one side does not vary or there are no pairs. Both lists have the same length. */
export function pearson(xs: ArrayLike<number>, ys: ArrayLike<number>): number {
    const meanX = mean(xs), meanY = mean(ys);
    let xx = 0, yy = 0, xy = 0;
    for (let at = 0; at < xs.length; at++) {
        const x = (xs[at] ?? NaN) - meanX, y = (ys[at] ?? NaN) - meanY;
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    return xx === 0 || yy === 0 ? NaN : xy / Math.sqrt(xx * yy);
}

/** Spearman's rank correlation: Pearson's on ranks, so ties are right too. NaN where one side does not vary. */
export function spearman(xs: ArrayLike<number>, ys: ArrayLike<number>): number {
    return pearson(averageRanks(xs), averageRanks(ys));
}

/** Ranks from 1; equal values share the mean of their ranks. @param order the places of the values, sorted, where that is known */
export function averageRanks(values: ArrayLike<number>, order = sortedPlaces(values, false)): Float64Array {
    const ranks = new Float64Array(values.length);
    for (let from = 0; from < order.length;) {
        const value = values[order[from] ?? 0];
        let to = from + 1;
        while (to < order.length && values[order[to] ?? 0] === value)
            to++;
        for (let at = from; at < to; at++)
            ranks[order[at] ?? 0] = (from + 1 + to) / 2;
        from = to;
    }
    return ranks;
}

function mean(values: ArrayLike<number>): number {
    let sum = 0;
    for (let at = 0; at < values.length; at++) // eslint-disable-line @typescript-eslint/prefer-for-of -- not iterable
        sum += values[at] ?? NaN;
    return sum / values.length;
}
