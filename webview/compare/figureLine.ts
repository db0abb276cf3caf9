import type {Agreement} from "../../src/core/figures/comparison.js";
import {make, setAttribute, setText} from "../dom.js";
import {words} from "../words.js";
import type {Part} from "./distributions.js";

export interface PrintedFigures {
    readonly agreement: Agreement;
    readonly onlyHere: number;
    readonly onlyThere: number;
    /** Of those, not in this file at all. */
    readonly beyond: number;
}

const names = ["count", "onlyHere", "onlyThere", "spearman", "pearson", "meanDifference"] as const;

/** The figures of a comparison with their names. */
export function figureLine(): Part<PrintedFigures> {
    const entries = names.map((name) => ({name, value: make("dd"), term: make("dt", {text: words.compare.figures[name]})}));
    return {
        element: make("dl", {class: "compare-figures"}, ...entries.map(({term, value}) => make("div", {}, term, value))),
        show: ({agreement: {count, spearman, pearson, meanDifference}, onlyHere, onlyThere, beyond}) => {
            const why = words.compare.figuresWhy(beyond);
            const texts = {
                count: words.number(count), onlyHere: words.number(onlyHere), onlyThere: words.number(onlyThere),
                spearman: words.compare.correlation(spearman), pearson: words.compare.correlation(pearson), meanDifference: words.compare.signed(meanDifference, 3)
            };
            for (const {name, value, term} of entries) {
                setText(value, texts[name]);
                setAttribute(term, "title", why[name]);
            }
        }
    };
}
