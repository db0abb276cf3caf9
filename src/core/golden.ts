/** What the model produced for one anchor: the sum of its answer tokens' log-probabilities (nats) and their number. */
export interface AnchorMeasurement {
    readonly logProbability: number;
    readonly tokens: number;
}

/** Measurements by anchor key. */
export type Measurements = ReadonlyMap<string, AnchorMeasurement>;

/** What is derived from the measurements of one example. */
export interface GoldenScore {
    /** Share of anchors that the example helps, 0 to 1 (Eq. 5 of NUGGETS, arXiv 2312.10302). */
    readonly goldenScore: number;
    readonly wins: number;
    /** Anchors counted: all that could be measured but the example itself. */
    readonly anchors: number;
    /** Mean over anchors of one-shot minus zero-shot score, in nats per token. */
    readonly meanGain: number;
    /** 95 % confidence interval of the golden score: which anchors were drawn is chance. */
    readonly ci95: readonly [low: number, high: number];
}

/**
 * The golden score of an example: the share of anchors whose one-shot score is strictly greater than their zero-shot score;
 * a tie is a loss. Both passes score the same tokens, so comparing sums is comparing means. Null without any anchor.
 * @param anchors keys of the task set; those without both measurements are not counted
 * @param ownKey the example's content key: an example does not count itself as an anchor
 * @param onGain called with each gain, in nats a token; not for an answer of which nothing is scored
 */
export function goldenScore(anchors: readonly string[], zeroShot: Measurements, oneShot: Measurements, ownKey: string, onGain?: (gain: number) => void): GoldenScore | null {
    const tally = new Tally();
    for (const anchor of anchors) {
        const before = zeroShot.get(anchor);
        const after = oneShot.get(anchor);
        if (anchor === ownKey || before === undefined || after === undefined)
            continue;
        const gain = tally.add(before.logProbability, before.tokens, after.logProbability, after.tokens);
        if (after.tokens > 0)
            onGain?.(gain);
    }
    return tally.score();
}

/** Measurements of a task set in its order, for reading those of very many examples. */
export interface MeasurementColumns {
    readonly logProbability: Float64Array;
    readonly tokens: Uint32Array;
    /** 1 where there is a measurement. */
    readonly known: Uint8Array;
}

export function measurementColumns(anchors: number): MeasurementColumns {
    return {logProbability: new Float64Array(anchors), tokens: new Uint32Array(anchors), known: new Uint8Array(anchors)};
}

/** As `goldenScore`. @param own the example's own place in the task set, or -1 */
export function goldenScoreOfColumns(zeroShot: MeasurementColumns, oneShot: MeasurementColumns, own: number): GoldenScore | null {
    const tally = new Tally();
    for (let at = 0; at < zeroShot.known.length; at++)
        if (at !== own && zeroShot.known[at] === 1 && oneShot.known[at] === 1)
            tally.add(zeroShot.logProbability[at] ?? 0, zeroShot.tokens[at] ?? 0, oneShot.logProbability[at] ?? 0, oneShot.tokens[at] ?? 0);
    return tally.score();
}

/** What an example did to anchors, added up in their order, on which the last digit of the mean depends. */
class Tally {
    private wins = 0;
    private counted = 0;
    private gain = 0;

    /** @returns the gain */
    public add(before: number, tokensBefore: number, after: number, tokensAfter: number): number {
        this.counted++;
        if (after > before)
            this.wins++;
        const gain = mean(after, tokensAfter) - mean(before, tokensBefore);
        this.gain += gain;
        return gain;
    }

    public score(): GoldenScore | null {
        const {wins, counted, gain} = this;
        return counted === 0 ? null : {goldenScore: wins / counted, wins, anchors: counted, meanGain: gain / counted, ci95: wilsonInterval(wins, counted)};
    }
}

/** Mean log-probability of the answer's tokens (Eq. 1 and 3); an answer that was cut off whole scores 0 in both passes. */
export function score({logProbability, tokens}: AnchorMeasurement): number {
    return mean(logProbability, tokens);
}

function mean(logProbability: number, tokens: number): number {
    return tokens === 0 ? 0 : logProbability / tokens;
}

const z95 = 1.959963984540054; // the normal distribution's 97.5 % quantile

/** Wilson's score interval for `wins` of `total` (E. B. Wilson 1927), 95 %. `total` must be positive. */
export function wilsonInterval(wins: number, total: number): readonly [low: number, high: number] {
    const share = wins / total;
    const squared = z95 * z95;
    const centre = share + squared / (2 * total);
    const spread = z95 * Math.sqrt(share * (1 - share) / total + squared / (4 * total * total));
    const scale = 1 + squared / total;
    // At the ends the interval touches 0 or 1 exactly; rounding would leave it a hair outside or inside.
    return [wins === 0 ? 0 : (centre - spread) / scale, wins === total ? 1 : (centre + spread) / scale];
}
