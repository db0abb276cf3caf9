import {spearman} from "../../../src/core/correlation.js";
import {toExample} from "./examples.js";
import {anchorsUsed, type Measuring} from "./measuring.js";
import type {Draw, PublishedData} from "./published.js";
import {Random} from "./random.js";
import {auc, bootstrap, bootstrapRounds, tiedShare, type Estimate} from "./statistics.js";
import {nearestPairs, pairedShare, quantileBins, stratifiedAuc, type Labelled} from "./strata.js";

/** How one figure of an example tells "above 0.5" (which a higher figure should mean) from low. */
export interface AgreementRow {
    readonly figure: string;
    readonly auc: Estimate;
    /** Share of all pairs with equal figures. */
    readonly ties: number;
    /** Rank correlation with LLaMA-7B's score among the low ones. */
    readonly spearmanLow: Estimate;
    /** Only pairs of the same stratum of output length. */
    readonly withinStrata: Estimate;
    readonly tiesWithinStrata: number;
    /** Share of pairs of nearly the same length in which the one above 0.5 has the higher figure. */
    readonly matched: Estimate;
}

export interface Agreement {
    /** Golden score, mean gain, and output length alone. */
    readonly rows: readonly AgreementRow[];
    /** How much farther the golden score's AUC within strata is above 0.5 than that of length is from 0.5, on either side. */
    readonly moreThanLength: Estimate;
    /** Drawn by chance. */
    readonly above: number;
    readonly low: number;
    /** Drawn for their length, in the comparisons at equal length only. */
    readonly lowForLength: number;
    readonly strata: number;
    readonly pairsWithinStrata: number;
    readonly matchedPairs: number;
    /** Those that the model could be asked about, less the ones that are too long for it. */
    readonly anchors: number;
    readonly leftOut: {readonly anchorsThemselves: number; readonly oddLabels: number; readonly copies: number; readonly notScored: number};
    readonly firstSift: boolean;
    readonly verdict: string;
}

/** So many that length says little inside of one; the row of length alone says how little. */
export const lengthBins = 20;

export interface Measured extends Labelled {
    /** False: drawn for its length, so it counts only where lengths are equal. */
    readonly byChance: boolean;
    readonly figures: Readonly<Record<string, number>>;
    readonly llamaScore: number | null;
}

/** Compares Goldpan's scores by this model with LLaMA-7B's on the authors' own anchors. */
export async function agreement(measuring: Measuring, data: PublishedData, draw: Draw, seed: number): Promise<Agreement> {
    const drawn = [...draw.byChance, ...draw.forLength];
    const scores = await measuring.scores("published scores", drawn, data.anchors);
    const tokens = await measuring.zeroShots("answer lengths", drawn);
    const tokensKnown = drawn.every((example) => tokens.has(toExample(example).key));
    const measured = drawn.flatMap((example): Measured[] => {
        const {key} = toExample(example);
        const score = scores.get(key);
        const length = example.output.trim().length;
        return score === undefined ? [] : [{
            byChance: draw.byChance.includes(example), positive: example.label === "above", score: score.goldenScore, length, llamaScore: example.llamaScore,
            figures: {
                "golden score": score.goldenScore, "mean gain": score.meanGain, "output length, characters": length,
                ...(tokensKnown ? {"output length, tokens": tokens.get(key)?.tokens ?? Number.NaN} : {})
            }
        }];
    });
    return {
        ...compare(measured, seed), anchors: anchorsUsed(scores),
        leftOut: {anchorsThemselves: data.anchorsThemselves, oddLabels: data.oddLabels, copies: data.copies, notScored: drawn.length - measured.length}
    };
}

/** All figures of examples that have the same ones; the verdict is on `score`. */
export function compare(measured: readonly Measured[], seed: number, rounds = bootstrapRounds): Omit<Agreement, "anchors" | "leftOut"> {
    const groups = [measured.filter(({positive}) => positive), measured.filter(({positive}) => !positive)] as const;
    const byChance = groups.map((group) => group.filter((example) => example.byChance));
    const [above = [], low = []] = byChance;
    const stratumOf = quantileBins(measured.map(({length}) => length), lengthBins);
    const pairs = nearestPairs(measured);
    const counts = stratifiedAuc(measured, stratumOf, ({score}) => score);
    const within = (scoreOf: (example: Measured) => number) => (drawn: readonly (readonly Measured[])[]): number => stratifiedAuc(drawn.flat(), stratumOf, scoreOf).auc;
    const estimate = (use: string, some: readonly (readonly Measured[])[], statistic: (drawn: readonly (readonly Measured[])[]) => number): Estimate => bootstrap(some, statistic, new Random(seed, use), rounds);
    const rows = Object.keys(measured[0]?.figures ?? {}).map((figure): AgreementRow => {
        const of = ({figures}: Measured): number => figures[figure] ?? Number.NaN;
        const values = (some: readonly Measured[] = []): number[] => some.map(of);
        return {
            figure,
            auc: estimate("auc", byChance, ([positives, negatives]) => auc(values(positives), values(negatives))),
            ties: tiedShare(values(above), values(low)),
            spearmanLow: estimate("spearman", [low], ([some = []]) => spearman(values(some), some.map(({llamaScore}) => llamaScore ?? Number.NaN))),
            withinStrata: estimate("strata", groups, within(of)),
            tiesWithinStrata: stratifiedAuc(measured, stratumOf, of).ties,
            matched: bootstrap([pairs], ([some = []]) => pairedShare(some, of), new Random(seed, "matched"), rounds)
        };
    });
    const lengthOf = ({length}: Labelled): number => length;
    const moreThanLength = estimate("difference", groups, (drawn) => within(({score}) => score)(drawn) - 0.5 - Math.abs(within(lengthOf)(drawn) - 0.5));
    const own = estimate("strata", groups, within(({score}) => score)), length = estimate("strata", groups, within(lengthOf));
    return {
        rows, moreThanLength, above: above.length, low: low.length, lowForLength: groups[1].length - low.length, strata: counts.strata, pairsWithinStrata: counts.pairs, matchedPairs: pairs.length,
        ...judge(own, length, moreThanLength)
    };
}

/**
 * "A first sift" only where the golden score tells the labels apart among answers of the same length, and what is left of
 * length inside the strata does not explain it: length tells nothing there, or surely less than the score does.
 */
export function judge(score: Estimate, length: Estimate, moreThanLength: Estimate): {firstSift: boolean; verdict: string} {
    if (Number.isNaN(score.low))
        return {firstSift: false, verdict: "Demonstration only: there are too few pairs of the same length to tell."};
    const within = `within strata of output length the AUC of the golden score is ${interval(score)}, that of length itself ${interval(length)}`;
    const above = score.low > 0.5;
    const explained = !(length.low <= 0.5 && length.high >= 0.5) && !(moreThanLength.low > 0);
    if (above && !explained)
        return {firstSift: true, verdict: `A first sift: ${within}.`};
    const why = !above ? "the interval does not lie above 0.5" : "what is left of length there may explain it";
    return {firstSift: false, verdict: `Demonstration only: ${within}; ${why}.`};
}

function interval({value, low, high}: Estimate): string {
    return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
