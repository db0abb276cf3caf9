/** The thresholds that the paper's figures use, with 0.5 as its border between helpful and harmful. */
export const paperThresholds: readonly number[] = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9];

export interface Bin {
    readonly from: number;
    /** Exclusive, but for the last bin. */
    readonly to: number;
    readonly count: number;
}

/** Equal-width bins over [from, to]; values outside are not counted. The last bin includes `to`. */
export function histogram(values: Iterable<number>, bins: number, from = 0, to = 1): Bin[] {
    const counts = new Array<number>(bins).fill(0);
    const width = (to - from) / bins;
    for (const value of values) {
        if (value < from || value > to)
            continue;
        // 0.3 / 0.1 is 2.9999999999999996: shares of small counts must not fall into the bin below their own edge.
        const bin = Math.min(bins - 1, Math.floor((value - from) / width + 1e-9));
        counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts.map((count, bin) => ({from: from + bin * width, to: from + (bin + 1) * width, count}));
}

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan); `sorted` ascending, not empty. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
    const position = (sorted.length - 1) * share;
    const low = sorted[Math.floor(position)];
    const high = sorted[Math.ceil(position)];
    if (low === undefined || high === undefined)
        throw new RangeError("a quantile needs at least one value and a share between 0 and 1");
    return low + (high - low) * (position - Math.floor(position));
}

export interface Summary {
    readonly count: number;
    readonly mean: number;
    readonly min: number;
    readonly q10: number;
    readonly q25: number;
    readonly median: number;
    readonly q75: number;
    readonly q90: number;
    readonly max: number;
}

/** Null when there is no value. */
export function summarize(values: ArrayLike<number>): Summary | null {
    if (values.length === 0)
        return null;
    const sorted = Float64Array.from(values).sort();
    const at = (share: number): number => quantile(sorted, share);
    return {
        count: sorted.length, mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
        min: at(0), q10: at(0.1), q25: at(0.25), median: at(0.5), q75: at(0.75), q90: at(0.9), max: at(1)
    };
}

export interface ThresholdCount {
    readonly threshold: number;
    /** How many scores are at the threshold or above: what `export --min-score` takes. */
    readonly atLeast: number;
    /** How many are strictly above, as the paper counts its subsets. */
    readonly above: number;
}

export function thresholdCounts(values: Iterable<number>, thresholds = paperThresholds): ThresholdCount[] {
    const bounds = Float64Array.from(thresholds), atLeast = new Uint32Array(bounds.length), above = new Uint32Array(bounds.length);
    for (const value of values)
        for (let at = 0; at < bounds.length; at++) {
            const bound = bounds[at] ?? NaN; // what is no number is neither; see core/table/select for why nothing branches
            atLeast[at] = (atLeast[at] ?? 0) + Number(value >= bound);
            above[at] = (above[at] ?? 0) + Number(value > bound);
        }
    return thresholds.map((threshold, at) => ({threshold, atLeast: atLeast[at] ?? 0, above: above[at] ?? 0}));
}
