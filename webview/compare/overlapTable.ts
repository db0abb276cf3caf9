import type {Overlap} from "../../src/core/figures/comparison.js";
import {rules} from "../derive/comparisons.js";
import {make, setText} from "../dom.js";
import {words} from "../words.js";
import type {Part} from "./distributions.js";

/** How far the golden subsets are the same, a row for each of the paper's rules. */
export function overlapTable(): Part<readonly Overlap[]> {
    const rows = rules.map((rule) => ({rule, cells: [make("td"), make("td"), make("td"), make("td")] as const}));
    const {overlapColumns, overlapsCaption, jaccardWhy} = words.compare;
    const head = overlapColumns.map((text, at) => make("th", {scope: "col", text, title: at === overlapColumns.length - 1 ? jaccardWhy : undefined}));
    const element = make("table", {class: "overlaps"}, make("caption", {class: "for-ears", text: overlapsCaption}), make("thead", {}, make("tr", {}, ...head)),
        make("tbody", {}, ...rows.map(({rule, cells}) => make("tr", {}, make("th", {scope: "row", text: words.compare.rule(rule)}), ...cells))));
    return {
        element,
        show: (overlaps) => {
            for (const [at, {cells: [both, onlyHere, onlyThere, jaccard]}] of rows.entries()) {
                const found = overlaps[at];
                if (found === undefined)
                    continue;
                setText(both, words.number(found.both));
                setText(onlyHere, words.number(found.one - found.both));
                setText(onlyThere, words.number(found.other - found.both));
                setText(jaccard, words.compare.jaccard(found.jaccard));
            }
        }
    };
}
