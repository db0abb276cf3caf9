import {count} from "../../src/core/displayText.js";
import type {Direction} from "../../src/core/figures/comparison.js";
import type {SelectionRule} from "../../src/core/selection.js";

/** A part of `words`. "Here" is the panel's own scoring, "there" the other. */
export const compareWords = {
    what: "Sets the scores of another run of this file (another model, other anchors, another protocol) or of another file beside these: how far they agree, which examples moved most, and which are in the golden subsets of both.",
    choose: "Compare with …",
    chooseOther: "Compare with another …",
    waiting: "Waiting for your choice, then for its scores …",
    reading: "The file is still being read.",
    before: (name: string): string => `Before, this was compared with ${name}. Rows and scores may be others now: compare again to see it.`,
    with: (name: string): string => `Here against ${name} (there)`,
    filtered: (passing: number): string => `Only of the ${count(passing, "example")} that ${passing === 1 ? "passes" : "pass"} the filter.`,
    none: (filtered: boolean): string => `No example ${filtered ? "that passes the filter " : ""}has a score in both.`,
    figures: {count: "in both", onlyHere: "only here", onlyThere: "only there", spearman: "Spearman", pearson: "Pearson", meanDifference: "mean difference"},
    figuresWhy: (beyond: number): Readonly<Record<"count" | "onlyHere" | "onlyThere" | "spearman" | "pearson" | "meanDifference", string>> => ({
        count: "Examples that pass the filter and have a score here and there", onlyHere: "Examples that pass the filter and have a score here but none there",
        onlyThere: `Examples with a score there but none here${beyond === 0 ? "" : `; ${count(beyond, "example")} of the other file ${beyond === 1 ? "is" : "are"} not in this one, whatever the filter`}`,
        spearman: "Rank correlation: 1 where both bring the examples into the same order", pearson: "Correlation of the scores themselves", meanDifference: "Mean of the score there minus the score here"
    }),
    signed: (value: number, digits: number): string => Number.isNaN(value) ? "–" : `${Number(value.toFixed(digits)) === 0 ? "" : value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`,
    correlation: (value: number): string => Number.isNaN(value) ? "–" : value.toFixed(2).replace(/^-0\.00$/, "0.00").replace("-", "−"),
    means: (difference: number, spearman: number): string => `${Math.abs(difference) < 0.0005 ? "On average the scores are the same" : `On average an example scores ${Math.abs(difference).toFixed(3)} ${difference > 0 ? "higher" : "lower"} there`}; ${
        Number.isNaN(spearman) ? "one side does not vary, so there is no order to compare"
        : spearman >= 0.99995 ? "both bring the examples into the same order"
        : spearman >= 0.9 ? "both bring the examples into almost the same order"
        : spearman >= 0.6 ? "both bring them into similar orders"
        : spearman >= 0.3 ? "the orders agree in part"
        : spearman > -0.3 ? "the orders have hardly anything in common"
        : "the orders run against each other"}.`,
    announce: (name: string, amount: number, spearman: string): string => `Compared with ${name}: ${count(amount, "example")} in both, Spearman ${spearman}`,

    distributions: "Distributions",
    here: "here",
    there: "there",
    distributionsLabel: (amount: number): string => `Golden scores of ${count(amount, "example")}, here (a solid line, filled) and there (a dashed line). The table has the counts.`,
    binsCaption: "Examples for each range of golden scores, here and there",
    range: "Golden score",
    rangeOf: (from: string, to: string): string => from === to ? from : `${from} to ${to}`,
    bin: (range: string, here: number, there: number): string => `${range}: ${count(here, "example")} here, ${there.toLocaleString("en-US")} there`,

    scatter: "Here against there",
    axisHere: "Golden score here",
    axisThere: "Golden score there",
    scatterLabel: (amount: number, higher: number, lower: number): string => `Golden scores of ${count(amount, "example")}, here to the right and there upwards: ${higher.toLocaleString("en-US")} lie above the diagonal (higher there), ${lower.toLocaleString("en-US")} below.`,
    cell: (here: string, there: string, amount: number): string => `${here} here, ${there} there: ${count(amount, "example")}`,

    overlaps: "Golden subsets",
    overlapsCaption: "Golden subsets by the rules of the paper, chosen here and there from the same examples",
    overlapColumns: ["Rule", "both", "only here", "only there", "Jaccard"],
    jaccardWhy: "Examples in both subsets, of all that are in one of them",
    rule: (rule: SelectionRule): string => rule.kind === "min-score" ? `≥ ${rule.score}` : rule.kind === "top" ? `top ${rule.amount}` : `top ${rule.percent} %`,
    jaccard: (value: number): string => Number.isNaN(value) ? "–" : value.toFixed(2),

    moved: "Moved most",
    movedList: "Examples whose scores differ most; arrow keys show one in the list and in the details",
    movedNone: "No score differs.",
    directionLabel: "Which moves are listed",
    directions: {both: "either way", up: "higher there", down: "lower there"} satisfies Record<Direction, string>,
    movedColumns: ["#", "here", "there", "±", "Instruction"],
    move: (index: string, here: string, there: string, difference: string, text: string): string => `#${index}: ${here} here, ${there} there, ${difference}. ${text}`
};
