import {scaleLinear} from "d3-scale";
import {pointer} from "d3-selection";
import {line} from "d3-shape";
import {binOf, type ScoreBin} from "../../src/core/figures/scoreBins.js";
import {dropdown} from "../controls.js";
import {marks, type Figures} from "../derive/figures.js";
import {hasTable, type Lists, type Shown} from "../derive/list.js";
import {make, makeSvg, setAttribute, setText} from "../dom.js";
import type {Texts} from "../examples/texts.js";
import {endsOf, withEnds} from "../filters/edits.js";
import {changeFilter} from "../filters/setFilter.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {bars, describeBin} from "./bars.js";
import {frame, scoreTicks} from "./frame.js";
import {endsOfSteps, stepsOf} from "./scoreSteps.js";
import {scoreRange} from "./scoreRange.js";

export interface Chart {
    readonly element: HTMLElement;
    readonly controls: HTMLElement;
    /** Called while this chart is in front. */
    readonly show: (state: Shown) => void;
    /** Called at once with every change: what is under a person's hand. */
    readonly follow?: (state: Shown) => void;
}

const binChoices = [10, 20, 25, 50, 1000];

/** Golden scores of all examples and of those that pass, with the share at or above each, and the range that is chosen. */
export function histogram(store: Store, lists: Lists, figures: Figures, texts: Texts): Chart {
    let looked: ScoreBin | undefined, drawn = false;
    const choose = (bin: ScoreBin): void => {
        const state = store.get();
        if (!hasTable(state))
            return;
        const {layout: {anchors}, bins, others} = figures.histogramOfAll(state);
        const ends = endsOfSteps(stepsOf(bin, anchors), anchors);
        // Scores of another number of anchors lie between this bin's highest and the next one's lowest, and are counted here.
        const next = others === 0 ? undefined : bins.find(({from}) => from > bin.to);
        changeFilter(store, (filter) => withEnds(filter, "score", next === undefined ? ends : {from: ends.from, to: endsOfSteps({from: Math.round(next.from * anchors), to: anchors}, anchors).from, toOpen: true}));
    };
    const look = (bin: ScoreBin | undefined): void => {
        looked = bin;
        const state = store.get();
        if (hasTable(state))
            readOut(state);
    };
    const place = frame(words.views.histogram, () => {
        const state = store.get();
        if (hasTable(state))
            show(state);
    });
    const all = bars(look, choose);
    const cumulative = makeSvg("path", {"class": "cumulative", "aria-hidden": "true"});
    const lines = makeSvg("g", {"class": "marks", "aria-hidden": "true"});
    const range = scoreRange((steps, anchors) => {
        changeFilter(store, (filter) => withEnds(filter, "score", endsOfSteps(steps, anchors)));
    });
    place.plot.append(all.element, lines, cumulative, range.element);
    const readout = make("p", {class: "readout"});
    const bins = dropdown(words.bins, binChoices.map((amount) => ({value: String(amount), text: words.binChoice(amount)})), (value) => {
        store.set({bins: Number(value)});
    });
    const x = scaleLinear(), y = scaleLinear(), share = scaleLinear();

    place.svg.addEventListener("pointermove", (event) => {
        const state = store.get();
        if (!hasTable(state))
            return;
        const figure = figures.histogramOfAll(state);
        const at = x.invert(pointer(event, place.plot)[0]), half = 0.5 / figure.layout.anchors;
        looked = figure.bins.find((bin) => at >= bin.from - half && at < bin.to + half);
        if (event.buttons === 0) // what is dragged changes the counts: they are told when they are drawn
            readOut(state);
    });
    place.svg.addEventListener("pointerleave", () => {
        look(undefined);
    });

    function show(state: Shown): void {
        const size = place.size();
        bins.set(String(state.bins));
        if (size.width === 0 || size.height === 0)
            return;
        const figure = figures.histogram(state);
        const {anchors} = figure.back.layout, half = 0.5 / anchors;
        x.domain([-half, 1 + half]).range([0, size.width]);
        y.domain([0, Math.max(1, ...figure.back.bins.map(({count}) => count))]).nice(4).range([size.height, 0]);
        share.domain([0, 1]).range([size.height, 0]);
        place.bottom(x, words.axisScore, scoreTicks(x, size.width < 300 ? 5 : 10), words.tick);
        place.left(y, words.axisExamples, 4, (value) => Number.isInteger(value) ? words.number(value) : "");
        place.right(share, words.legendCurve, 4, (value) => words.percent(value, 1));
        all.show(figure, x, y);
        const {bins: front} = figure.front, whole = front[0]?.atLeast ?? 0;
        const corners = front.map(({from, atLeast}): [number, number] => [x(from - half), share(whole === 0 ? 0 : atLeast / whole)]);
        setAttribute(cumulative, "d", whole === 0 ? undefined : line()([...corners, [size.width, share(0)]]) ?? undefined);
        // A mark that is no possible score stands in front of the next one, where its threshold takes hold.
        const places = marks.map((mark) => x(stepsOf({from: mark}, anchors).from / anchors - half));
        lines.replaceChildren(...places.map((at) => makeSvg("line", {x1: at, x2: at, y1: 0, y2: size.height})));
        drawn = true;
        follow(state);
        readOut(state);
    }

    function follow(state: Shown): void {
        const anchors = figures.anchors(state);
        if (drawn)
            range.show(stepsOf(endsOf(state.filter, "score"), anchors), anchors, lists.passing(state).length, x, place.size());
    }

    function readOut(state: Shown): void {
        const figure = figures.histogram(state);
        const at = looked === undefined ? -1 : figure.back.bins.findIndex(({from, to}) => from === looked?.from && to === looked.to);
        const bin = figure.back.bins[at];
        if (bin === undefined) {
            setText(readout, words.histogramHint);
            readout.classList.add("quiet");
            return;
        }
        readout.classList.remove("quiet");
        const {goldenScore, index} = state.table;
        const first = lists.passing(state).find((row) => binOf(figure.back.layout, goldenScore[row] ?? NaN) === at);
        const sentence = describeBin(bin, figure.front.bins[at]?.count ?? 0, figure.front.bins[0]?.atLeast ?? 0);
        setText(readout, first === undefined ? sentence : `${sentence} · ${words.firstExample(index[first] ?? 0, texts.line(first, "instruction") ?? words.waiting)}`);
    }

    texts.onArrival(() => {
        const state = store.get();
        if (looked !== undefined && hasTable(state))
            readOut(state);
    });
    return {element: make("div", {class: "chart-view"}, place.element, readout), controls: make("div", {class: "line"}, make("span", {"class": "quiet", "aria-hidden": "true", "text": words.bins}), bins.element), show, follow};
}
