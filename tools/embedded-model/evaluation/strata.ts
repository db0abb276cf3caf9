import {auc, mean, sum, tiedShare} from "./statistics.js";

/** An example with a label, a score, and the length that may be all that the score sees. */
export interface Labelled {
    readonly positive: boolean;
    readonly score: number;
    /** Of its output, in characters. */
    readonly length: number;
}

/**
 * The length stratum of each value: `bins` quantile bins of the pooled values. Equal values fall into one bin, so there may be
 * fewer and they may hold unequal numbers.
 */
export function quantileBins(values: readonly number[], bins: number): (value: number) => number {
    const sorted = [...values].sort((a, b) => a - b);
    const edges = Array.from({length: bins - 1}, (_, i) => sorted[Math.floor((i + 1) * sorted.length / bins)] ?? Infinity);
    return (value) => edges.filter((edge) => edge <= value).length;
}

export interface StratifiedAuc {
    /** Over all pairs of a positive and a negative of the same stratum; NaN without any. */
    readonly auc: number;
    readonly pairs: number;
    /** Strata with both labels. */
    readonly strata: number;
    /** Share of the pairs with equal scores. */
    readonly ties: number;
}

/** AUC where only examples of the same stratum are compared: the strata's AUCs weighted by their numbers of pairs. */
export function stratifiedAuc<T extends Labelled>(examples: readonly T[], stratumOf: (length: number) => number, scoreOf: (example: T) => number): StratifiedAuc {
    const strata = new Map<number, {positives: number[]; negatives: number[]}>();
    for (const example of examples) {
        const number = stratumOf(example.length);
        const stratum = strata.get(number) ?? {positives: [], negatives: []};
        strata.set(number, stratum);
        (example.positive ? stratum.positives : stratum.negatives).push(scoreOf(example));
    }
    const mixed = [...strata.values()].filter(({positives, negatives}) => positives.length > 0 && negatives.length > 0)
        .map(({positives, negatives}) => ({pairs: positives.length * negatives.length, auc: auc(positives, negatives), ties: tiedShare(positives, negatives)}));
    const pairs = sum(mixed.map((stratum) => stratum.pairs));
    return {
        auc: sum(mixed.map((stratum) => stratum.auc * stratum.pairs)) / pairs, pairs, strata: mixed.length,
        ties: sum(mixed.map((stratum) => stratum.ties * stratum.pairs)) / pairs
    };
}

export type Pair<T extends Labelled> = readonly [positive: T, negative: T];

/**
 * Pairs of a positive and a negative of nearly the same length: the closest pair first, every example in one pair at most.
 * @param caliper the largest difference of lengths, as a share of the longer one
 */
export function nearestPairs<T extends Labelled>(examples: readonly T[], caliper = 0.1): Pair<T>[] {
    const negatives = examples.filter(({positive}) => !positive);
    const candidates = examples.filter(({positive}) => positive)
        .flatMap((positive) => negatives.map((negative) => ({positive, negative, distance: Math.abs(positive.length - negative.length)})))
        .filter(({positive, negative, distance}) => distance <= caliper * Math.max(positive.length, negative.length))
        .sort((a, b) => a.distance - b.distance);
    const taken = new Set<T>();
    return candidates.flatMap(({positive, negative}): Pair<T>[] => {
        if (taken.has(positive) || taken.has(negative))
            return [];
        taken.add(positive).add(negative);
        return [[positive, negative]];
    });
}

/** Share of pairs whose first member has the higher score, a tie counting a half. */
export function pairedShare<T extends Labelled>(pairs: readonly Pair<T>[], scoreOf: (example: T) => number): number {
    return mean(pairs.map(([positive, negative]) => winShare(scoreOf(positive), scoreOf(negative))));
}

/** 1 when `one` is higher, 0 when it is lower, a half when equal. */
export function winShare(one: number, other: number): number {
    return one > other ? 1 : one < other ? 0 : 0.5;
}
