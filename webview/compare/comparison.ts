import type {ScoringPair} from "../../src/core/figures/comparison.js";
import {announce} from "../announce.js";
import type {Chart} from "../charts/histogram.js";
import {button, dropdown} from "../controls.js";
import {hasComparison, type Compared, type Comparisons} from "../derive/comparisons.js";
import type {Shown} from "../derive/list.js";
import {make, setHidden, setText} from "../dom.js";
import type {Texts} from "../examples/texts.js";
import {post} from "../host.js";
import type {PanelComparison} from "../protocol.js";
import type {Store} from "../store.js";
import {noteTiming} from "../timings.js";
import {oneLine} from "../visible.js";
import {words} from "../words.js";
import {distributions} from "./distributions.js";
import {figureLine} from "./figureLine.js";
import {movedList} from "./movedList.js";
import {overlapTable} from "./overlapTable.js";
import {scatter} from "./scatter.js";

const binChoices = [10, 20, 25, 50, 1000];
const nameLength = 160;

/** Another scoring beside that of the table: distributions, agreement, what moved, golden subsets. */
export function comparison(store: Store, comparisons: Comparisons, texts: Texts, showRow: (row: number) => void): Chart {
    const ask = (): void => {
        const {revision, comparing} = store.get();
        store.set({comparing: {...comparing, asked: true}});
        announce(words.compare.waiting);
        post({kind: "compare", revision});
    };
    const before = make("p"), note = make("p", {class: "quiet"}), choose = button(words.compare.choose, "primary", ask);
    const start = make("div", {class: "compare-start"}, make("p", {class: "quiet", text: words.compare.what}), before, make("div", {class: "line"}, choose.element, note));

    const title = make("h2", {tabindex: -1}), filtered = make("span", {class: "quiet"}), printed = figureLine();
    const readout = make("p", {class: "readout"}), none = make("p", {class: "quiet none"});
    let meaning = "", last: PanelComparison | undefined, drawn: ScoringPair | undefined;
    const look = (sentence: string | undefined): void => {
        setText(readout, sentence ?? meaning);
    };
    const both = distributions(look), points = scatter(look), subsets = overlapTable(), moved = movedList(comparisons, texts, () => store.get().view === "compare", showRow);
    const part = (name: string, label: string, element: HTMLElement, beside?: HTMLElement): HTMLElement =>
        make("section", {"class": `compare-part ${name}`, "aria-label": label}, make("div", {class: "line"}, make("h3", {text: label, title: label}), ...beside === undefined ? [] : [beside]), element);
    const parts = make("div", {class: "compare-parts"}, part("both", words.compare.distributions, both.element), part("points", words.compare.scatter, points.element),
        part("subsets", words.compare.overlaps, subsets.element), part("moves", words.compare.moved, moved.element, moved.direction));
    const content = make("div", {class: "compared"}, make("div", {class: "line"}, title, printed.element, filtered), readout, none, parts);

    const bins = dropdown(words.bins, binChoices.map((amount) => ({value: String(amount), text: words.binChoice(amount)})), (value) => {
        store.set({bins: Number(value)});
    });
    const again = button(words.compare.chooseOther, "secondary", ask);
    const controls = make("div", {class: "line"}, make("span", {"class": "quiet", "aria-hidden": "true", "text": words.bins}), bins.element, again.element);

    function show(state: Shown): void {
        const {comparing, reading} = state, compared = hasComparison(state);
        const focused = start.contains(document.activeElement);
        setHidden(start, compared);
        setHidden(content, !compared);
        setHidden(controls, !compared);
        setHidden(before, comparing.before === null);
        setText(before, words.compare.before(oneLine(comparing.before ?? "", nameLength)));
        setText(note, !reading.done ? words.compare.reading : comparing.asked ? words.compare.waiting : "");
        choose.show(words.compare.choose, reading.done);
        again.show(comparing.asked ? words.compare.waiting : words.compare.chooseOther, reading.done);
        if (!compared) {
            last = undefined;
            return;
        }
        bins.set(String(state.bins));
        draw(state);
        if (last !== comparing.shown) {
            last = state.comparing.shown;
            announce(words.compare.announce(oneLine(last.name, nameLength), comparisons.agreement(state).count, words.compare.correlation(comparisons.agreement(state).spearman)));
            if (focused)
                title.focus();
        }
    }

    function draw(state: Compared): void {
        const start = performance.now(), {shown} = state.comparing;
        const pair = comparisons.pair(state), agreement = comparisons.agreement(state), once = comparisons.scoredOnce(state), density = comparisons.density(state);
        const inBoth = pair.rows.one.length;
        setText(title, words.compare.with(oneLine(shown.name, nameLength)));
        setText(filtered, state.filter.length === 0 ? "" : words.compare.filtered(comparisons.passing(state)));
        printed.show({agreement, onlyHere: once.one, onlyThere: once.other + shown.onlyThere, beyond: shown.onlyThere});
        const nextMeaning = inBoth === 0 ? "" : words.compare.means(agreement.meanDifference, agreement.spearman);
        if (nextMeaning !== meaning)
            setText(readout, nextMeaning);
        meaning = nextMeaning;
        setText(none, words.compare.none(state.filter.length > 0));
        setHidden(none, inBoth > 0);
        setHidden(parts, inBoth === 0);
        both.show(comparisons.histogram(state));
        points.show({pair, density, agreement});
        subsets.show(comparisons.overlaps(state));
        moved.show(state);
        if (pair !== drawn)
            noteTiming("comparison", start);
        drawn = pair;
    }
    return {element: make("div", {class: "compare"}, start, content), controls, show};
}
