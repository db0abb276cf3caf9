import {scaleLinear} from "d3-scale";
import {pointer} from "d3-selection";
import {line} from "d3-shape";
import type {CurvePoint} from "../../src/core/figures/sortedCurve.js";
import {marks, type Figures} from "../derive/figures.js";
import {hasTable, type Shown} from "../derive/list.js";
import {make, makeSvg, setAttribute, setText} from "../dom.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {frame} from "./frame.js";
import type {Chart} from "./histogram.js";

/** Scores from the best to the worst, as in Figure 3 of the paper: of all examples, and of those that pass. */
export function curve(store: Store, figures: Figures): Chart {
    const back = makeSvg("path", {class: "curve back"}), front = makeSvg("path", {class: "curve front"});
    const lines = makeSvg("g", {"class": "marks", "aria-hidden": "true"});
    const dot = makeSvg("circle", {class: "dot", r: 3.5});
    const readout = make("p", {"class": "readout quiet", "text": words.curveHint});
    const place = frame(words.views.sorted, () => {
        const state = store.get();
        if (hasTable(state))
            show(state);
    });
    const drawing = makeSvg("g", {role: "img"}, lines, back, front, dot);
    place.plot.append(drawing);
    const x = scaleLinear(), y = scaleLinear().domain([0, 1]);

    function show(state: Shown): void {
        const size = place.size();
        if (size.width === 0)
            return;
        const {back: all, front: passing} = figures.curve(state);
        x.domain([1, Math.max(2, all.at(-1)?.rank ?? 2)]).range([0, size.width]);
        y.range([size.height, 0]);
        place.bottom(x, words.axisRank, Math.max(2, Math.floor(size.width / 110)), (value) => words.number(value));
        place.left(y, words.axisScore, 5, words.tick);
        const path = line<CurvePoint>(({rank}) => x(rank), ({score}) => y(score));
        setAttribute(back, "d", path(all) ?? undefined);
        setAttribute(front, "d", path(passing) ?? undefined);
        lines.replaceChildren(...marks.map((mark) => makeSvg("line", {x1: 0, x2: size.width, y1: y(mark), y2: y(mark)})));
        setAttribute(drawing, "aria-label", passing.length === 0 ? words.tooFew : describe(passing));
        look(undefined);
    }

    /** @param rank undefined: nothing is pointed at */
    function look(rank: number | undefined): void {
        const state = store.get();
        const points = hasTable(state) ? figures.curve(state).front : [];
        const at = rank === undefined ? undefined : points.findLast((point) => point.rank <= rank);
        setAttribute(dot, "visibility", at === undefined ? "hidden" : "visible");
        setText(readout, at === undefined ? words.curveHint : words.curvePoint(at.rank, points.at(-1)?.rank ?? 0, words.score(at.score)));
        if (at === undefined)
            return;
        setAttribute(dot, "cx", x(at.rank));
        setAttribute(dot, "cy", y(at.score));
    }
    place.svg.addEventListener("pointermove", (event) => {
        look(Math.max(1, x.invert(pointer(event, place.plot)[0])));
    });
    place.svg.addEventListener("pointerleave", () => {
        look(undefined);
    });
    return {element: make("div", {class: "chart-view"}, place.element, readout), controls: make("div"), show};
}

function describe(points: readonly CurvePoint[]): string {
    const amount = points.at(-1)?.rank ?? 0;
    const median = points.findLast(({rank}) => rank <= (amount + 1) / 2);
    return words.curveLabel(amount, words.score(points[0]?.score ?? NaN), words.score(median?.score ?? NaN), words.score(points.at(-1)?.score ?? NaN));
}
