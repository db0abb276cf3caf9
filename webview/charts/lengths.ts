import {scaleLinear, scaleLog} from "d3-scale";
import type {LengthCorrelation} from "../../src/core/figures/scoreByLength.js";
import {binRange} from "../../src/core/figures/scoreBins.js";
import {dropdown} from "../controls.js";
import type {Figures} from "../derive/figures.js";
import {hasTable, type Shown} from "../derive/list.js";
import {tokensKnown} from "../derive/tokens.js";
import {afterQuiet, make, makeSvg, setAttribute, setText} from "../dom.js";
import type {State} from "../state.js";
import type {Store} from "../store.js";
import {words} from "../words.js";
import {frame, scoreTicks} from "./frame.js";
import type {Chart} from "./histogram.js";

/** More rows than this and the correlations wait until nothing changes: they sort twice. */
const quick = 60_000;
const steps = 8;

/** Golden score against length, of the examples that pass, with the correlations: a curator must see how much a score says of length. */
export function lengths(store: Store, figures: Figures): Chart {
    const cells = makeSvg("g", {class: "cells"}), dots = makeSvg("g", {class: "dots"});
    const drawing = makeSvg("g", {"role": "img", "aria-label": words.lengthLabel}, cells, dots);
    const readout = make("p", {class: "readout"});
    const again = (): void => {
        const state = store.get();
        if (hasTable(state))
            show(state);
    };
    const place = frame(words.views.length, again);
    place.plot.append(drawing);
    const column = dropdown(words.lengthOf, [], (value) => {
        store.set({lengthColumn: value as State["lengthColumn"]});
    });
    const drawnAs = dropdown(words.lengthAsLabel, Object.entries(words.lengthAs).map(([value, text]) => ({value, text})), (value) => {
        store.set({lengthAs: value as State["lengthAs"]});
    });
    const x = scaleLog(), y = scaleLinear();
    let correlated: unknown;
    const correlate = afterQuiet(150, () => {
        const state = store.get();
        if (hasTable(state) && state.view === "length")
            tell(state, figures.correlation(state));
    });

    function show(state: Shown): void {
        const size = place.size();
        const {lengthColumn, lengthAs, table} = state;
        const counted = tokensKnown(state);
        column.offer(Object.entries(words.axisLength).filter(([name]) => name !== "answerTokens" || counted || lengthColumn === "answerTokens").map(([value, text]) => ({value, text})));
        column.set(lengthColumn);
        drawnAs.set(lengthAs);
        if (size.width === 0)
            return;
        const density = figures.density(state);
        const {edges, scores, counts} = density;
        const [shortest = 0] = edges, longest = edges.at(-1) ?? 0;
        const known = Number.isFinite(shortest) && longest > 0;
        x.domain([1 + (known ? shortest : 0), 1 + (known ? Math.max(longest, shortest + 1) : 1)]).range([0, size.width]);
        const half = 0.5 / scores.anchors;
        y.domain([-half, 1 + half]).range([size.height, 0]);
        place.bottom(x, words.axisLength[lengthColumn], Math.max(2, Math.floor(size.width / 120)), (value) => /^[125]0*$/.test(String(Math.round(value))) ? words.number(Math.round(value)) : "");
        place.left(y, words.axisScore, scoreTicks(y, 5), words.tick);
        cells.replaceChildren();
        dots.replaceChildren();
        if (!known)
            setText(readout, lengthColumn === "answerTokens" && !counted ? words.nothingKnown : words.tooFew);
        else {
            if (lengthAs === "density") {
                const most = counts.reduce((a, b) => Math.max(a, b), 1), across = edges.length - 1;
                cells.append(...Array.from(counts).flatMap((count, at) => {
                    if (count === 0)
                        return [];
                    const column = at % across, {from, to} = binRange(scores, Math.floor(at / across));
                    const left = x(1 + (edges[column] ?? 0)), right = x(1 + (edges[column + 1] ?? 0)), top = y(to + half), bottom = y(from - half);
                    return [makeSvg("rect", {x: left, width: Math.max(1, right - left + 0.3), y: top, height: bottom - top + 0.3, class: `step-${Math.ceil(steps * Math.sqrt(count / most))}`})];
                }));
            } else
                dots.append(...Array.from(figures.sample(state), (row) => makeSvg("circle", {cx: x(1 + (table[lengthColumn][row] ?? 0)), cy: y(table.goldenScore[row] ?? NaN), r: 2})));
            if (counts.reduce((a, b) => a + b, 0) <= quick || correlated === counts)
                tell(state, figures.correlation(state));
            else {
                setText(readout, words.correlationWaits);
                correlate();
            }
        }
    }

    function tell(state: Shown, {count, pearson, pearsonOfLog, spearman}: LengthCorrelation): void {
        correlated = figures.density(state).counts;
        setText(readout, `${words.correlation(count, pearson, pearsonOfLog, spearman)}. ${words.correlationMeans(spearman, count)}`);
        setAttribute(drawing, "aria-label", `${words.lengthLabel}. ${readout.textContent}`);
    }
    return {
        element: make("div", {class: "chart-view"}, place.element, readout),
        controls: make("div", {class: "line"}, column.element, drawnAs.element), show
    };
}
