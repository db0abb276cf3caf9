import {scaleLinear} from "d3-scale";
import {pointer} from "d3-selection";
import type {Agreement, ScoringPair} from "../../src/core/figures/comparison.js";
import type {PairDensity} from "../../src/core/figures/pairBins.js";
import {binOf, binRange, type BinLayout} from "../../src/core/figures/scoreBins.js";
import {frame, scoreTicks} from "../charts/frame.js";
import {make, makeSvg, setAttribute} from "../dom.js";
import {words} from "../words.js";
import type {Part} from "./distributions.js";

export interface ScatterFigure {
    readonly pair: ScoringPair;
    readonly density: PairDensity;
    readonly agreement: Agreement;
}

/** More points than this would hide each other: cells are drawn, the darker the more lie in one. */
const mostPoints = 1000;
const steps = 8;

/** The score here against the score there, with the diagonal on which nothing has changed. */
export function scatter(look: (sentence: string | undefined) => void): Part<ScatterFigure> {
    // A path for each shade, not an element for each cell: they are drawn while somebody types.
    const shades = Array.from({length: steps}, (_, at) => makeSvg("path", {class: `step-${at + 1}`}));
    const cells = makeSvg("g", {class: "cells"}, ...shades), dots = makeSvg("g", {class: "dots"}), diagonal = makeSvg("line", {class: "diagonal"});
    const drawing = makeSvg("g", {role: "img"}, cells, diagonal, dots);
    let shown: ScatterFigure | undefined, drawn: readonly unknown[] = [];
    const place = frame(words.compare.scatter, () => {
        draw();
    }, {top: 8, right: 8, bottom: 34, left: 44});
    place.plot.append(drawing);
    const x = scaleLinear(), y = scaleLinear();

    function draw(): void {
        const size = place.size();
        if (shown === undefined || size.width === 0 || (drawn[0] === shown.density && drawn[1] === size))
            return;
        drawn = [shown.density, size];
        const {pair: {one, other}, density, agreement: {count, higher, lower}} = shown;
        x.domain(reach(density.one)).range([0, size.width]);
        y.domain(reach(density.other)).range([size.height, 0]);
        place.bottom(x, words.compare.axisHere, scoreTicks(x, 5), words.tick);
        place.left(y, words.compare.axisThere, scoreTicks(y, 5), words.tick);
        for (const [name, value] of Object.entries({x1: x(0), y1: y(0), x2: x(1), y2: y(1)}))
            setAttribute(diagonal, name, value);
        const few = count <= mostPoints;
        const paths = few ? [] : cellPaths(density);
        for (const [at, shade] of shades.entries())
            setAttribute(shade, "d", paths[at]);
        dots.replaceChildren(...few ? Array.from(one.goldenScore, (score, at) => makeSvg("circle", {cx: x(score), cy: y(other.goldenScore[at] ?? 0), r: 2.5})) : []);
        setAttribute(drawing, "aria-label", words.compare.scatterLabel(count, higher, lower));
    }

    function cellPaths({one, other, counts}: PairDensity): string[] {
        const paths = shades.map(() => ""), most = counts.reduce((a, b) => Math.max(a, b), 1);
        for (const [at, count] of counts.entries()) {
            if (count === 0)
                continue;
            const across = edges(one, at % one.bins), up = edges(other, Math.floor(at / one.bins));
            const left = pixel(x(across.from)), right = pixel(x(across.to)), shade = Math.ceil(steps * Math.sqrt(count / most)) - 1;
            paths[shade] = `${paths[shade] ?? ""}M${left},${pixel(y(up.to))}H${right}V${pixel(y(up.from))}H${left}Z`;
        }
        return paths;
    }

    place.svg.addEventListener("pointermove", (event) => {
        const [left, top] = pointer(event, place.plot);
        const {one, other, counts} = shown?.density ?? {};
        if (one === undefined || other === undefined || counts === undefined)
            return;
        const column = binAt(one, x.invert(left)), row = binAt(other, y.invert(top));
        const count = column < 0 || row < 0 ? 0 : counts[row * one.bins + column] ?? 0;
        look(count === 0 ? undefined : words.compare.cell(rangeOf(one, column), rangeOf(other, row), count));
    });
    place.svg.addEventListener("pointerleave", () => {
        look(undefined);
    });
    return {
        element: make("div", {class: "compare-drawing"}, place.element),
        show: (figure) => {
            shown = figure;
            draw();
        }
    };
}

/** Half a score beyond the lowest and the highest, so that every score is in the middle of its room. */
function reach({anchors}: BinLayout): [number, number] {
    return [-0.5 / anchors, 1 + 0.5 / anchors];
}

function edges(layout: BinLayout, bin: number): {readonly from: number; readonly to: number} {
    const {from, to} = binRange(layout, bin), half = 0.5 / layout.anchors;
    return {from: from - half, to: to + half};
}

/** -1: outside. */
function binAt(layout: BinLayout, score: number): number {
    const [low, high] = reach(layout);
    return score < low || score >= high ? -1 : binOf(layout, score + 0.5 / layout.anchors);
}

function rangeOf(layout: BinLayout, bin: number): string {
    const {from, to} = binRange(layout, bin);
    return words.compare.rangeOf(words.score(from), words.score(to));
}

/** Tenths are enough, and make the path half as long. */
function pixel(value: number): string {
    return value.toFixed(1);
}
