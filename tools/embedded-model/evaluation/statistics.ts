import {averageRanks} from "../../../src/core/correlation.js";
import {quantile} from "../../../src/core/statistics.js";
import type {Random} from "./random.js";

/** A figure with its 95 % interval. */
export interface Estimate {
    readonly value: number;
    readonly low: number;
    readonly high: number;
}

/** NaN of nothing. */
export function mean(values: readonly number[]): number {
    return sum(values) / values.length;
}

export function sum(values: readonly number[]): number {
    return values.reduce((total, value) => total + value, 0);
}

/**
 * Area under the ROC curve: the probability that a positive has the higher score than a negative, a tie counting a half
 * (the Mann-Whitney statistic divided by the number of pairs). NaN when either side is empty.
 */
export function auc(positives: readonly number[], negatives: readonly number[]): number {
    const rankSum = sum([...averageRanks([...positives, ...negatives]).subarray(0, positives.length)]);
    const wins = rankSum - positives.length * (positives.length + 1) / 2;
    return wins / (positives.length * negatives.length);
}

/** Share of (positive, negative) pairs with equal scores. */
export function tiedShare(positives: readonly number[], negatives: readonly number[]): number {
    const counts = new Map<number, number>();
    for (const value of negatives)
        counts.set(value, (counts.get(value) ?? 0) + 1);
    return sum(positives.map((value) => counts.get(value) ?? 0)) / (positives.length * negatives.length);
}

export const bootstrapRounds = 2000;

/**
 * A statistic of one or more groups with the percentile interval of the bootstrap (B. Efron 1979): each group is drawn again
 * from itself, with repetition. Rounds in which the statistic does not exist (NaN) are left out; when that is more than one in
 * twenty, or the statistic itself does not exist, the interval does not either.
 */
export function bootstrap<T>(groups: readonly (readonly T[])[], statistic: (groups: readonly (readonly T[])[]) => number, random: Random, rounds = bootstrapRounds): Estimate {
    const value = statistic(groups);
    const values: number[] = [];
    for (let round = 0; round < rounds && !Number.isNaN(value); round++) {
        const drawn = statistic(groups.map((group) => group.map(() => random.pick(group))));
        if (!Number.isNaN(drawn))
            values.push(drawn);
    }
    if (values.length < 0.95 * rounds)
        return {value, low: Number.NaN, high: Number.NaN};
    values.sort((a, b) => a - b);
    return {value, low: quantile(values, 0.025), high: quantile(values, 0.975)};
}

/** The mean of values with its bootstrap interval. */
export function meanEstimate(values: readonly number[], random: Random): Estimate {
    return bootstrap([values], ([group = []]) => mean(group), random);
}
