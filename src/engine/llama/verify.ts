import type {Tokenize} from "../../core/layout.js";
import {stepsPerNat} from "../../core/nearTies.js";
import type {Continuation, Evaluator} from "../evaluator.js";

/** A little work for comparing evaluators: with and without an example in front, two continuations on one prefix. It is done at every start. */
export type Probe = readonly {readonly prefix: readonly number[]; readonly continuations: readonly Continuation[]}[];

const texts = [
    "Instruction:\nName three colours of the rainbow and something that has each.\nResponse:\nRed like a ripe tomato, green like young grass, and blue like the sea on a clear day.",
    "Instruction:\nWhat is 7 times 6?\nResponse:\n7 times 6 is 42, because 7 times 3 is 21 and twice 21 is 42."
];

/** @param longest tokens that a prefix, and a continuation, may have */
export function probeOf(tokenize: Tokenize, bos: number | null, longest: number): Probe {
    const tokens = texts.map((text) => tokenize(text).slice(0, longest - 1));
    const continuations = tokens.map((all): Continuation => ({tokens: all, scoredFrom: Math.max(1, Math.floor(all.length / 3))}));
    const beginning = bos === null ? [] : [bos];
    return [{prefix: beginning, continuations}, {prefix: [...beginning, ...tokens[1] ?? []], continuations}];
}

/** Mean log-probability (nats) of the scored tokens of each continuation, in order. */
export async function scoreProbe(evaluator: Evaluator, probe: Probe): Promise<number[]> {
    const means: number[] = [];
    for (const {prefix, continuations} of probe) {
        const sums = await evaluator.evaluate(prefix, continuations, () => undefined, new AbortController().signal);
        means.push(...continuations.map(({tokens, scoredFrom}, i) => (sums[i] ?? Number.NaN) / (tokens.length - scoredFrom)));
    }
    return means;
}

/**
 * Nats per token. Keys and values in 16 bits move a mean over some ten tokens by up to a thousandth, and by a hundredth where
 * activations are quantised, as that magnifies every last digit; a mistake moves it by far more.
 */
const tolerance = 0.05;

/** @throws Error with the reason when two evaluators do not give the same numbers */
export function requireAgreement(one: readonly number[], other: readonly number[]): void {
    const worst = largestDifference(one, other);
    if (one.length !== other.length || !(worst <= tolerance))
        throw new Error(`it gave other numbers than node-llama-cpp's own interface (by ${worst.toPrecision(2)} nats per token)`);
}

/**
 * Noise of a comparison, in nats a token: the largest difference between two evaluators' numbers of the probe. Rounding differs
 * between them by as much as between two processors. Four numbers are few, and a gain is the difference of two of such numbers;
 * the largest of four is about 1.5 times their spread, which is about the spread of a gain. Measured at every start, so it
 * must not take longer than this.
 * @returns rounded up, so that it can be counted against exactly
 */
export function noiseOf(one: readonly number[], other: readonly number[]): number {
    return Math.ceil(largestDifference(one, other) * stepsPerNat) / stepsPerNat;
}

function largestDifference(one: readonly number[], other: readonly number[]): number {
    return one.reduce((most, value, i) => {
        const difference = Math.abs(value - (other[i] ?? Number.NaN));
        return Number.isNaN(difference) || Number.isNaN(most) ? Number.NaN : Math.max(most, difference);
    }, 0);
}
