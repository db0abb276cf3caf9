import {t} from "@vscode/l10n";
import {correlation, numberWords} from "./numbers.js";

const {number, percent, asWritten} = numberWords;

/** The views of the scores, but for the comparison. */
export const chartWords = {
    distribution: t("Distribution"),
    views: {histogram: t("Histogram"), sorted: t("Sorted scores"), length: t("Score and length"), compare: t("Compare")},
    bins: t("Bins"),
    binChoice: (bins: number): string => bins > 100 ? t("one for each score") : number(bins),
    axisScore: t("Golden score"),
    axisExamples: t("Examples"),
    axisRank: t("Examples, best first"),
    axisLength: {answerLength: t("Answer, characters"), promptLength: t("Prompt, characters"), answerTokens: t("Answer, tokens")},
    legendAll: t("all scored"),
    legendShown: t("passing the filter"),
    legendCurve: t("share at or above"),
    bars: t("Golden scores, a bar for each bin. Arrow keys go from bar to bar, Enter filters by one."),
    bar: (from: string, to: string, front: number, back: number, whole: number): string => {
        const range = from === to ? from : t("{0} to {1}", from, to), share = percent(front, whole);
        if (front === back)
            return back === 1 ? t("{0}: 1 example, {1}", range, share) : t("{0}: {1} examples, {2}", range, number(back), share);
        return back === 1 ? t("{0}: {1} of 1 example, {2}", range, number(front), share) : t("{0}: {1} of {2} examples, {3}", range, number(front), number(back), share);
    },
    firstExample: (index: number, text: string): string => t("Example {0}: {1}", number(index + 1), text),
    histogramHint: t("Drag across the bars to choose a range of scores; drag an edge, or use the arrow keys on it, for a threshold."),
    mark: (threshold: number): string => `≥ ${asWritten(threshold)}`,
    markCount: (amount: number, whole: number): string => `${number(amount)} · ${percent(amount, whole)}`,
    markWhy: (threshold: number, amount: number): string => amount === 1
        ? t("Only {0} and above: 1 example", asWritten(threshold))
        : t("Only {0} and above: {1} examples", asWritten(threshold), number(amount)),
    marksLabel: t("Examples at or above a golden score"),
    lowest: t("Lowest golden score shown"),
    highest: t("Highest golden score shown"),
    sliderText: (score: string, amount: number): string => amount === 1 ? t("{0}, 1 example shown", score) : t("{0}, {1} examples shown", score, number(amount)),
    curveLabel: (amount: number, best: string, median: string, worst: string): string => amount === 1
        ? t("The golden score of 1 example: {0}", best)
        : t("Golden scores of {0} examples from the best ({1}) over the median ({2}) to the worst ({3})", number(amount), best, median, worst),
    curvePoint: (rank: number, whole: number, score: string): string => 2 * rank <= whole + 1
        ? t("rank {0} of {1} (best {2}): {3}", number(rank), number(whole), percent(rank, whole), score)
        : t("rank {0} of {1} (worst {2}): {3}", number(rank), number(whole), percent(whole - rank + 1, whole), score),
    curveHint: t("Golden scores from the best to the worst, as in Figure 3 of the NUGGETS paper."),
    lengthOf: t("Length"),
    lengthAs: {density: t("Density"), sample: t("Sample")},
    lengthAsLabel: t("Drawn as"),
    lengthLabel: t("Golden score against length"),
    correlation: (n: number, pearson: number, ofLog: number, spearman: number): string =>
        t("Pearson {0} ({1} with the logarithm) · Spearman {2} · n = {3}", correlation(pearson), correlation(ofLog), correlation(spearman), number(n)),
    correlationMeans: (spearman: number, n: number): string => {
        if (Number.isNaN(spearman))
            return t("Score or length does not vary here.");
        if (Math.abs(spearman) < Math.max(0.1, 2 / Math.sqrt(n)))
            return t("Among these, score and length hardly go together.");
        if (Math.abs(spearman) > 0.4)
            return spearman > 0 ? t("Among these, longer ones score higher, strongly: a threshold also chooses by length.") : t("Among these, shorter ones score higher, strongly: a threshold also chooses by length.");
        return spearman > 0 ? t("Among these, longer ones score higher: a threshold also chooses by length.") : t("Among these, shorter ones score higher: a threshold also chooses by length.");
    },
    correlationWaits: t("Correlations …"),
    tooFew: t("There are not enough scored examples to draw."),
    nothingKnown: t("The lengths in tokens are not known: the engine counts them while it measures."),
    savePicture: t("Save picture")
};
