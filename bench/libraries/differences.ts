import type {Gains} from "./measure.js";

/** How far the gains of one measuring are from those of another. */
export interface Difference {
    /** Of an example's golden score. */
    readonly meanScore: number;
    readonly maxScore: number;
    /** Share of comparisons that are won by the one and lost by the other. */
    readonly turned: number;
    /** Of a gain, in nats a token. */
    readonly medianGain: number;
    readonly maxGain: number;
}

export function differenceOf(one: Gains, other: Gains): Difference {
    const pairs = one.flatMap((gains, example) => gains.map((gain, anchor) => [gain, other[example]?.[anchor] ?? Number.NaN] as const));
    const gains = pairs.map(([a, b]) => Math.abs(a - b)).sort((a, b) => a - b);
    const scores = one.map((_, example) => Math.abs(goldenScore(one[example] ?? []) - goldenScore(other[example] ?? [])));
    return {
        meanScore: scores.reduce((sum, score) => sum + score, 0) / scores.length, maxScore: Math.max(...scores),
        turned: pairs.filter(([a, b]) => a > 0 !== b > 0).length / pairs.length,
        medianGain: gains[Math.floor(gains.length / 2)] ?? Number.NaN, maxGain: gains.at(-1) ?? Number.NaN
    };
}

function goldenScore(gains: readonly number[]): number {
    return gains.filter((gain) => gain > 0).length / gains.length;
}

/** The largest of each figure. */
export function worstOf(all: readonly Difference[]): Difference {
    const largest = (figure: keyof Difference): number => Math.max(...all.map((difference) => difference[figure]));
    return {meanScore: largest("meanScore"), maxScore: largest("maxScore"), turned: largest("turned"), medianGain: largest("medianGain"), maxGain: largest("maxGain")};
}

export const tableHead = [
    "| weights | between | golden score: mean | at most | comparisons turned | gain: median, nats a token | at most |",
    "|---|---|---:|---:|---:|---:|---:|"
].join("\n");

export function tableRow(weights: string, between: string, {meanScore, maxScore, turned, medianGain, maxGain}: Difference): string {
    return `| ${weights} | ${between} | ${meanScore.toFixed(3)} | ${maxScore.toFixed(2)} | ${(100 * turned).toFixed(1)} % | ${medianGain.toExponential(0)} | ${maxGain.toExponential(0)} |`;
}
