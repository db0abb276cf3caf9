import {axisBottom, axisLeft, axisRight, type Axis, type AxisScale} from "d3-axis";
import type {ScaleLinear} from "d3-scale";
import {select} from "d3-selection";
import {make, makeSvg, setAttribute} from "../dom.js";

export interface Size {
    readonly width: number;
    readonly height: number;
}

export interface Margin {
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
    readonly left: number;
}

const usual: Margin = {top: 8, right: 58, bottom: 34, left: 56};

/** About so many, or exactly these. */
export type Ticks = number | readonly number[];

/** Ticks for an axis of golden scores, which is as wide as the bars: where anchors are few it reaches beyond 0 and 1, but no score does. */
export function scoreTicks(scale: ScaleLinear<number, number>, about: number): readonly number[] {
    return scale.ticks(about).filter((score) => score >= 0 && score <= 1);
}

/** A drawing with axes that fills its place and is drawn again when that changes. */
export interface Frame {
    readonly element: HTMLElement;
    readonly svg: SVGSVGElement;
    /** Where figures go: the origin is the upper left corner inside of the axes. */
    readonly plot: SVGGElement;
    /** Inside of the axes; zero while it is not shown. */
    readonly size: () => Size;
    readonly bottom: (scale: AxisScale<number>, label: string, ticks: Ticks, format: (value: number) => string) => void;
    readonly left: (scale: AxisScale<number>, label: string, ticks: Ticks, format: (value: number) => string) => void;
    readonly right: (scale: AxisScale<number>, label: string, ticks: Ticks, format: (value: number) => string) => void;
}

/** @param label what the drawing is, for those who do not see it */
export function frame(label: string, redraw: () => void, margin = usual): Frame {
    const axes = {bottom: makeSvg("g", {"class": "axis", "aria-hidden": "true"}), left: makeSvg("g", {"class": "axis", "aria-hidden": "true"}), right: makeSvg("g", {"class": "axis", "aria-hidden": "true"})};
    const names = {bottom: axisName("middle"), left: axisName("middle"), right: axisName("middle")};
    const plot = makeSvg("g");
    const svg = makeSvg("svg", {"class": "chart", "role": "group", "aria-label": label}, axes.bottom, axes.left, axes.right, names.bottom, names.left, names.right, plot);
    const element = make("div", {class: "chart-place"}, svg);
    let size: Size = {width: 0, height: 0};
    new ResizeObserver(([entry]) => {
        const {width = 0, height = 0} = entry?.contentRect ?? {};
        size = {width: Math.max(0, width - margin.left - margin.right), height: Math.max(0, height - margin.top - margin.bottom)};
        if (size.width === 0 || size.height === 0)
            return;
        setAttribute(svg, "width", width);
        setAttribute(svg, "height", height);
        setAttribute(plot, "transform", `translate(${margin.left},${margin.top})`);
        setAttribute(axes.left, "transform", `translate(${margin.left},${margin.top})`);
        setAttribute(axes.right, "transform", `translate(${margin.left + size.width},${margin.top})`);
        setAttribute(axes.bottom, "transform", `translate(${margin.left},${margin.top + size.height})`);
        setAttribute(names.bottom, "transform", `translate(${margin.left + size.width / 2},${height - 3})`);
        setAttribute(names.left, "transform", `translate(10,${margin.top + size.height / 2}) rotate(-90)`);
        setAttribute(names.right, "transform", `translate(${width - 4},${margin.top + size.height / 2}) rotate(-90)`);
        redraw();
    }).observe(element);
    return {
        element, svg, plot, size: () => size,
        bottom: (scale, name, ticks, format) => {
            select(axes.bottom).call(withTicks(axisBottom(scale), ticks).tickSizeOuter(0).tickPadding(5).tickFormat(format));
            names.bottom.textContent = name;
        },
        left: (scale, name, ticks, format) => {
            select(axes.left).call(withTicks(axisLeft(scale), ticks).tickSizeOuter(0).tickFormat(format));
            names.left.textContent = name;
        },
        right: (scale, name, ticks, format) => {
            select(axes.right).call(withTicks(axisRight(scale), ticks).tickSizeOuter(0).tickFormat(format));
            names.right.textContent = name;
        }
    };
}

function withTicks(axis: Axis<number>, ticks: Ticks): Axis<number> {
    return typeof ticks === "number" ? axis.ticks(ticks) : axis.tickValues(ticks);
}

function axisName(anchor: string): SVGTextElement {
    return makeSvg("text", {"class": "axis-name", "text-anchor": anchor, "aria-hidden": "true"});
}
