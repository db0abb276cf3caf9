import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import type {Continuation} from "../../src/engine/evaluator.js";

/** What every contender has to evaluate. */
export interface Work {
    readonly examples: readonly {readonly prefix: readonly number[]; readonly continuations: readonly Continuation[]}[];
}

export interface WorkSize {
    readonly examples: number;
    readonly anchors: number;
    /** Mean tokens; lengths vary from 0.4 to 1.6 of it. */
    readonly prefixTokens: number;
    readonly anchorTokens: number;
    /** Of an anchor's tokens. */
    readonly scoredShare: number;
    readonly vocabularySize: number;
}

/** Random tokens: what they are makes no difference to the time. The same size gives the same work. */
export function makeWork(size: WorkSize): Work {
    const random = xoroshiro128plus(1);
    const length = (mean: number): number => uniformInt(random, Math.round(mean * 0.4), Math.round(mean * 1.6));
    const tokens = (amount: number): number[] => Array.from({length: amount}, () => uniformInt(random, 300, size.vocabularySize - 1));
    const continuations = Array.from({length: size.anchors}, (): Continuation => {
        const all = tokens(Math.max(2, length(size.anchorTokens)));
        return {tokens: all, scoredFrom: Math.max(1, Math.round(all.length * (1 - size.scoredShare)))};
    });
    return {examples: Array.from({length: size.examples}, () => ({prefix: tokens(length(size.prefixTokens)), continuations}))};
}

/** Tokens of all passes, and those scored. */
export function tokensOf({examples}: Work, amount = examples.length): {tokens: number; scored: number} {
    const counts = examples.slice(0, amount).map(({prefix, continuations}) => ({
        tokens: prefix.length + sum(continuations.map(({tokens}) => tokens.length)),
        scored: sum(continuations.map(({tokens, scoredFrom}) => tokens.length - scoredFrom))
    }));
    return {tokens: sum(counts.map(({tokens}) => tokens)), scored: sum(counts.map(({scored}) => scored))};
}

function sum(values: readonly number[]): number {
    return values.reduce((total, value) => total + value, 0);
}
