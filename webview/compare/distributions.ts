import {scaleLinear} from "d3-scale";
import {pointer} from "d3-selection";
import {line} from "d3-shape";
import type {PairBin, PairHistogram} from "../../src/core/figures/pairBins.js";
import {frame, scoreTicks} from "../charts/frame.js";
import {make, makeSvg, setAttribute} from "../dom.js";
import {words} from "../words.js";

/** A part of the comparison that draws itself again when its place changes. */
export interface Part<T> {
    readonly element: HTMLElement;
    readonly show: (figure: T) => void;
}

/** Two distributions over each other: one filled with a solid outline, the other a dashed one, so that no colour is needed. @param look what is pointed at, in words */
export function distributions(look: (sentence: string | undefined) => void): Part<PairHistogram> {
    const fill = makeSvg("path", {class: "here fill"}), here = makeSvg("path", {class: "here outline"}), there = makeSvg("path", {class: "there outline"});
    const drawing = makeSvg("g", {role: "img"}, fill, here, there);
    const table = make("table");
    let shown: PairHistogram | undefined, drawn: readonly unknown[] = [];
    const place = frame(words.compare.distributions, () => {
        draw();
    }, {top: 20, right: 8, bottom: 34, left: 56});
    const lineHere = lineName("here", words.compare.here), lineThere = lineName("there", words.compare.there);
    const legend = makeSvg("g", {"class": "line-legend", "aria-hidden": "true"}, lineHere, lineThere);
    place.plot.append(drawing, legend);
    const x = scaleLinear(), y = scaleLinear();

    function draw(): void {
        const size = place.size();
        if (shown === undefined || size.width === 0 || (drawn[0] === shown && drawn[1] === size))
            return;
        drawn = [shown, size];
        const {bins, anchors} = shown, half = 0.5 / anchors;
        x.domain([-half, 1 + half]).range([0, size.width]);
        y.domain([0, Math.max(1, ...bins.map(({one, other}) => Math.max(one, other)))]).nice(4).range([size.height, 0]);
        place.bottom(x, words.axisScore, scoreTicks(x, size.width < 260 ? 5 : 10), words.tick);
        place.left(y, words.axisExamples, 4, (value) => Number.isInteger(value) ? words.number(value) : "");
        const steps = (side: "one" | "other"): string | undefined => line()([
            [0, size.height], ...bins.flatMap((bin): [number, number][] => [[x(bin.from - half), y(bin[side])], [x(bin.to + half), y(bin[side])]]), [size.width, size.height]
        ]) ?? undefined;
        setAttribute(lineThere, "transform", `translate(${lineHere.getBBox().width + 20},0)`);
        setAttribute(legend, "transform", `translate(${Math.min(0, size.width - legend.getBBox().width)},-10)`);
        setAttribute(fill, "d", steps("one"));
        setAttribute(here, "d", steps("one"));
        setAttribute(there, "d", steps("other"));
        setAttribute(drawing, "aria-label", words.compare.distributionsLabel(bins.reduce((sum, {one}) => sum + one, 0)));
        table.replaceChildren(make("caption", {text: words.compare.binsCaption}),
            make("thead", {}, make("tr", {}, ...[words.compare.range, words.compare.here, words.compare.there].map((text) => make("th", {scope: "col", text})))),
            make("tbody", {}, ...bins.map((bin) => make("tr", {}, make("th", {scope: "row", text: rangeOf(bin)}), make("td", {text: words.number(bin.one)}), make("td", {text: words.number(bin.other)})))));
    }

    place.svg.addEventListener("pointermove", (event) => {
        const at = x.invert(pointer(event, place.plot)[0]), half = 0.5 / (shown?.anchors ?? 1);
        const bin = shown?.bins.find(({from, to}) => at >= from - half && at < to + half);
        look(bin && words.compare.bin(rangeOf(bin), bin.one, bin.other));
    });
    place.svg.addEventListener("pointerleave", () => {
        look(undefined);
    });
    return {
        element: make("div", {class: "compare-drawing"}, place.element, make("div", {class: "for-ears"}, table)),
        show: (figure) => {
            shown = figure;
            draw();
        }
    };
}

function rangeOf({from, to}: Pick<PairBin, "from" | "to">): string {
    return words.compare.rangeOf(words.score(from), words.score(to));
}

/** Part of the drawing, so that a saved picture has it. */
function lineName(side: "here" | "there", text: string): SVGGElement {
    const height = side === "here" ? -4 : 0;
    return makeSvg("g", {}, ...side === "here" ? [makeSvg("rect", {class: "here fill", x: 0, y: -4, width: 20, height: 8})] : [],
        makeSvg("line", {class: `${side} outline`, x1: 0, x2: 20, y1: height, y2: height}), makeSvg("text", {x: 25, y: 4, text}));
}
