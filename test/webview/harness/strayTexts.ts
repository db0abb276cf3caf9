import type {Page} from "playwright-core";
import {flagCodes} from "../../../src/core/table/flagBits.js";
import {words} from "../../../webview/words.js";

/** What is the same in every language. */
const named = [...flagCodes, words.filterPlaceholder, "Goldpan", "Spearman", "Pearson", "Jaccard"].sort((a, b) => b.length - a.length);

/**
 * What a page in `pseudo` has of texts that are neither in brackets nor named above, seen or not: its text nodes, and what stands in attributes
 * that people read or hear. The extension's texts are Greek there, so these are the page's own, and in `words` they would have been translated.
 * A letter alone is a key.
 */
export async function strayTexts(page: Page): Promise<string[]> {
    const texts = await page.evaluate(() => {
        const found = new Set<string>();
        const look = (root: Document | ShadowRoot): void => {
            for (const element of root.querySelectorAll("*")) {
                for (const name of ["title", "aria-label", "aria-valuetext", "aria-description", "placeholder", "alt"])
                    found.add(element.getAttribute(name) ?? "");
                if (!element.matches("style, script, .behind *")) // behind the filter's field stands what somebody has written there
                    for (const node of element.childNodes)
                        found.add(node instanceof Text ? node.data : "");
                if (element.shadowRoot !== null)
                    look(element.shadowRoot);
            }
        };
        look(document);
        return [...found];
    });
    return texts.filter((text) => /[a-z]{2}/i.test(named.reduce((rest, name) => rest.replaceAll(name, ""), text.replace(/⟦[^⟦⟧]*⟧/g, ""))));
}

/** Pairs of things in the page's bars of which one lies over the other. */
export async function overlaps(page: Page): Promise<string[]> {
    return page.evaluate(() => {
        const seen = (element: HTMLElement): {readonly left: number; readonly right: number; readonly top: number; readonly bottom: number} => {
            let {left, right, top, bottom} = element.getBoundingClientRect();
            for (let around = element.parentElement; around !== null; around = around.parentElement) {
                const edges = around.getBoundingClientRect();
                if (getComputedStyle(around).overflowX !== "visible") // what is scrolled out of it lies over nothing
                    [left, right, top, bottom] = [Math.max(left, edges.left), Math.min(right, edges.right), Math.max(top, edges.top), Math.min(bottom, edges.bottom)];
            }
            return {left, right, top, bottom};
        };
        const shown = [...document.querySelectorAll<HTMLElement>("header h1, header span, vscode-button, vscode-dropdown, vscode-panel-tab, .filter-field, .amount, .mark, .legend .key, .readout, .head-row button, .group h3, .compare-part h3, .line-legend > g")]
            .map((element) => ({element, box: seen(element)})).filter(({element, box}) => element.checkVisibility() && box.right > box.left && box.bottom > box.top);
        return shown.flatMap(({element, box}, at) => shown.slice(at + 1).filter((other) => !element.contains(other.element) && !other.element.contains(element)
            && Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 1 && Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 1)
            .map((other) => `${element.textContent} and ${other.element.textContent}`));
    });
}
