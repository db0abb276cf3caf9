import {comparison} from "../compare/comparison.js";
import {tabs} from "../controls.js";
import type {Comparisons} from "../derive/comparisons.js";
import {marks, type Figures} from "../derive/figures.js";
import {hasTable, type Lists} from "../derive/list.js";
import {make, setAttribute, setHidden, setText} from "../dom.js";
import type {Texts} from "../examples/texts.js";
import {withEnds} from "../filters/edits.js";
import {changeFilter} from "../filters/setFilter.js";
import type {View} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {curve} from "./curve.js";
import {histogram, type Chart} from "./histogram.js";
import {lengths} from "./lengths.js";
import {savePicture} from "./picture.js";
import {button} from "../controls.js";

/** The views of the scores, and the counts at the marks. @param showRow puts an example into the list's view and its details */
export function distribution(store: Store, lists: Lists, figures: Figures, comparisons: Comparisons, texts: Texts, showRow: (row: number) => void): HTMLElement {
    const charts: Readonly<Record<View, Chart>> = {
        histogram: histogram(store, lists, figures, texts), sorted: curve(store, figures), length: lengths(store, figures), compare: comparison(store, comparisons, texts, showRow)
    };
    const views = (Object.keys(charts) as View[]).map((id) => ({id, label: words.views[id], content: charts[id].element}));
    const panels = tabs<View>(words.distribution, views, (view) => {
        store.set({view});
    });
    const controls = make("div", {class: "chart-controls line"});
    const picture = button(words.savePicture, "secondary", () => {
        const {view} = store.get();
        void savePicture(charts[view].element, view);
    });
    const legend = make("span", {"class": "legend", "aria-hidden": "true"},
        make("span", {class: "key front", text: words.legendShown}), make("span", {class: "key back", text: words.legendAll}), make("span", {class: "key cumulative", text: words.legendCurve}));
    const element = make("section", {"class": "distribution", "aria-label": words.distribution},
        panels.element, make("div", {class: "beside-tabs line"}, legend, controls, picture.element), markButtons(store, figures));
    let shownControls: HTMLElement | undefined;
    store.onFrame((state) => {
        if (hasTable(state) && state.view === "histogram" && !element.hidden)
            charts.histogram.follow?.(state);
    });
    store.onFigures((state) => {
        const usable = hasTable(state) && figures.scored(state) > 0;
        setHidden(element, !usable);
        if (!usable)
            return;
        panels.set(state.view);
        const chart = charts[state.view];
        if (shownControls !== chart.controls)
            controls.replaceChildren(shownControls = chart.controls);
        setAttribute(legend, "data-view", state.view);
        setAttribute(element, "data-view", state.view);
        chart.show(state);
    });
    return element;
}

/** How many of what passes are at the marks or above; each is a threshold to choose. */
function markButtons(store: Store, figures: Figures): HTMLElement {
    const buttons = marks.map((mark) => {
        const amount = make("span", {class: "figure"});
        const element = make("button", {type: "button", class: "mark"}, make("span", {class: "quiet", text: words.mark(mark)}), amount);
        element.addEventListener("click", () => {
            changeFilter(store, (filter) => withEnds(filter, "score", {from: mark}));
        });
        return {element, amount};
    });
    store.onFigures((state) => {
        if (!hasTable(state) || figures.scored(state) === 0)
            return;
        const whole = figures.histogram(state).front.bins[0]?.atLeast ?? 0;
        for (const [at, {atLeast}] of figures.marks(state).entries()) {
            const shown = buttons[at];
            if (shown === undefined)
                continue;
            setText(shown.amount, words.markCount(atLeast, whole));
            setAttribute(shown.element, "title", words.markWhy(marks[at] ?? 0, atLeast));
        }
    });
    return make("div", {"class": "mark-buttons", "role": "group", "aria-label": words.marksLabel}, ...buttons.map(({element}) => element));
}
