import {t} from "@vscode/l10n";
import type {Direction} from "../../src/core/figures/comparison.js";
import type {SelectionRule} from "../../src/core/selection.js";
import {numbers} from "../language.js";
import {correlation, numberWords, signed} from "../words/numbers.js";

const {number, asWritten} = numberWords;

/** A part of `words`. "Here" is the panel's own scoring, "there" the other. */
export const compareWords = {
    what: t("Sets the scores of another run of this file (another model, other anchors, another protocol) or of another file beside these: how far they agree, which examples moved most, and which are in the golden subsets of both."),
    choose: t("Compare with …"),
    chooseOther: t("Compare with another …"),
    waiting: t("Waiting for your choice, then for its scores …"),
    reading: t("The file is still being read."),
    before: (name: string): string => t("Before, this was compared with {0}. Rows and scores may be others now: compare again to see it.", name),
    with: (name: string): string => t("Here against {0} (there)", name),
    filtered: (passing: number): string => passing === 1 ? t("Only of the 1 example that passes the filter.") : t("Only of the {0} examples that pass the filter.", number(passing)),
    none: (filtered: boolean): string => filtered ? t("No example that passes the filter has a score in both.") : t("No example has a score in both."),
    figures: {count: t("in both"), onlyHere: t("only here"), onlyThere: t("only there"), spearman: "Spearman", pearson: "Pearson", meanDifference: t("mean difference")},
    figuresWhy: (beyond: number): Readonly<Record<"count" | "onlyHere" | "onlyThere" | "spearman" | "pearson" | "meanDifference", string>> => ({
        count: t("Examples that pass the filter and have a score here and there"), onlyHere: t("Examples that pass the filter and have a score here but none there"), onlyThere: onlyThere(beyond),
        spearman: t("Rank correlation: 1 where both bring the examples into the same order"), pearson: t("Correlation of the scores themselves"), meanDifference: t("Mean of the score there minus the score here")
    }),
    signed, correlation,
    means: (difference: number, spearman: number): string => t("{0}; {1}.", meansOfDifference(difference), meansOfOrder(spearman)),
    announce: (name: string, amount: number, spearman: string): string => amount === 1
        ? t("Compared with {0}: 1 example in both, Spearman {1}", name, spearman)
        : t("Compared with {0}: {1} examples in both, Spearman {2}", name, number(amount), spearman),

    distributions: t("Distributions"),
    here: t("here"),
    there: t("there"),
    distributionsLabel: (amount: number): string => amount === 1
        ? t("Golden scores of 1 example, here (a solid line, filled) and there (a dashed line). The table has the counts.")
        : t("Golden scores of {0} examples, here (a solid line, filled) and there (a dashed line). The table has the counts.", number(amount)),
    binsCaption: t("Examples for each range of golden scores, here and there"),
    range: t("Golden score"),
    rangeOf: (from: string, to: string): string => from === to ? from : t("{0} to {1}", from, to),
    bin: (range: string, here: number, there: number): string => here === 1 ? t("{0}: 1 example here, {1} there", range, number(there)) : t("{0}: {1} examples here, {2} there", range, number(here), number(there)),

    scatter: t("Here against there"),
    axisHere: t("Golden score here"),
    axisThere: t("Golden score there"),
    scatterLabel: (amount: number, higher: number, lower: number): string => amount === 1
        ? t("Golden scores of 1 example, here to the right and there upwards: {0} lie above the diagonal (higher there), {1} below.", number(higher), number(lower))
        : t("Golden scores of {0} examples, here to the right and there upwards: {1} lie above the diagonal (higher there), {2} below.", number(amount), number(higher), number(lower)),
    cell: (here: string, there: string, amount: number): string => amount === 1 ? t("{0} here, {1} there: 1 example", here, there) : t("{0} here, {1} there: {2} examples", here, there, number(amount)),

    overlaps: t("Golden subsets"),
    overlapsCaption: t("Golden subsets by the rules of the paper, chosen here and there from the same examples"),
    overlapColumns: [t("Rule"), t("both"), t("only here"), t("only there"), "Jaccard"],
    jaccardWhy: t("Examples in both subsets, of all that are in one of them"),
    rule: (rule: SelectionRule): string => rule.kind === "min-score" ? `≥ ${asWritten(rule.score)}` : rule.kind === "top" ? t("top {0}", number(rule.amount)) : t("top {0} %", asWritten(rule.percent)),
    jaccard: (value: number): string => Number.isNaN(value) ? "–" : numbers.decimal(value, 2),

    moved: t("Moved most"),
    movedList: t("Examples whose scores differ most; arrow keys show one in the list and in the details"),
    movedNone: t("No score differs."),
    directionLabel: t("Which moves are listed"),
    directions: {both: t("either way"), up: t("higher there"), down: t("lower there")} satisfies Record<Direction, string>,
    movedColumns: ["#", t("here"), t("there"), "±", t("Instruction")],
    move: (index: string, here: string, there: string, difference: string, text: string): string => t("#{0}: {1} here, {2} there, {3}. {4}", index, here, there, difference, text)
};

/** @param beyond of the other file, in this one not at all */
function onlyThere(beyond: number): string {
    if (beyond === 0)
        return t("Examples with a score there but none here");
    return beyond === 1
        ? t("Examples with a score there but none here; 1 example of the other file is not in this one, whatever the filter")
        : t("Examples with a score there but none here; {0} examples of the other file are not in this one, whatever the filter", number(beyond));
}

function meansOfDifference(difference: number): string {
    if (Math.abs(difference) < 0.0005)
        return t("On average the scores are the same");
    const amount = numbers.decimal(Math.abs(difference), 3);
    return difference > 0 ? t("On average an example scores {0} higher there", amount) : t("On average an example scores {0} lower there", amount);
}

function meansOfOrder(spearman: number): string {
    return Number.isNaN(spearman) ? t("one side does not vary, so there is no order to compare")
        : spearman >= 0.99995 ? t("both bring the examples into the same order")
        : spearman >= 0.9 ? t("both bring the examples into almost the same order")
        : spearman >= 0.6 ? t("both bring them into similar orders")
        : spearman >= 0.3 ? t("the orders agree in part")
        : spearman > -0.3 ? t("the orders have hardly anything in common")
        : t("the orders run against each other");
}
