import {brushX, type D3BrushEvent} from "d3-brush";
import type {ScaleLinear} from "d3-scale";
import {pointer, select} from "d3-selection";
import {makeSvg, setAttribute} from "../dom.js";
import {words} from "../words.js";
import type {Size} from "./frame.js";
import {clamp, stepByKey, type Steps} from "./scoreSteps.js";

export interface ScoreRange {
    readonly element: SVGGElement;
    /** @param passing examples that are shown, for screen readers */
    readonly show: (steps: Steps, anchors: number, passing: number, scale: ScaleLinear<number, number>, size: Size) => void;
}

interface Shown {
    readonly steps: Steps;
    readonly anchors: number;
    readonly scale: ScaleLinear<number, number>;
    /** Of the drawing when this was shown: the scale follows it at once. */
    readonly size: Size;
}

/** Chooses a range of scores: by dragging anywhere, and by an edge on each side that also takes keys. */
export function scoreRange(onChange: (steps: Steps, anchors: number) => void): ScoreRange {
    let shown: Shown | undefined, brushing = false;
    const brush = brushX<unknown>();
    const area = makeSvg("g", {class: "brush"});
    const change = (steps: Steps): void => {
        if (shown !== undefined)
            onChange(steps, shown.anchors);
    };
    brush.on("start brush end", ({selection, sourceEvent, type}: D3BrushEvent<unknown>) => {
        if (sourceEvent === undefined || sourceEvent === null || shown === undefined)
            return; // moved by `show`
        brushing = type !== "end";
        const {scale, anchors} = shown;
        if (selection === null) {
            if (type === "end")
                change({from: 0, to: anchors}); // a click
            return;
        }
        const [left, right] = selection as [number, number];
        const from = clamp(Math.ceil(scale.invert(left) * anchors), 0, anchors), to = clamp(Math.floor(scale.invert(right) * anchors), 0, anchors);
        if (from <= to)
            change({from, to});
    });
    const low = edge(words.lowest, -0.5, (step, {steps}) => ({from: Math.min(step, steps.to), to: steps.to}));
    const high = edge(words.highest, 0.5, (step, {steps}) => ({from: steps.from, to: Math.max(step, steps.from)}));

    function edge(label: string, side: number, moved: (step: number, before: Shown) => Steps): SVGGElement {
        const handle = makeSvg("g", {"class": "edge", "role": "slider", "tabindex": 0, "aria-label": label, "aria-orientation": "horizontal"},
            makeSvg("rect", {class: "reach", x: -7, width: 14, y: 0}), makeSvg("line", {y1: 0}), makeSvg("rect", {class: "grip", x: -4, width: 8, height: 22, rx: 2}));
        const moveTo = (step: number): void => {
            if (shown !== undefined)
                change(moved(clamp(step, 0, shown.anchors), shown));
        };
        handle.addEventListener("keydown", (event) => {
            if (shown === undefined || event.ctrlKey || event.metaKey || event.altKey)
                return;
            const next = stepByKey(event.key, side < 0 ? shown.steps.from : shown.steps.to, shown.anchors);
            if (next === undefined)
                return;
            event.preventDefault();
            moveTo(next);
        });
        handle.addEventListener("pointerdown", (event) => {
            event.preventDefault();
            handle.focus();
            handle.setPointerCapture(event.pointerId);
        });
        handle.addEventListener("pointermove", (event) => {
            if (shown !== undefined && handle.hasPointerCapture(event.pointerId))
                moveTo(Math.round(shown.scale.invert(pointer(event, area)[0]) * shown.anchors - side));
        });
        return handle;
    }

    return {
        element: makeSvg("g", {}, area, low, high),
        show: (steps, anchors, passing, scale, size) => {
            const resized = shown?.size.width !== size.width || shown.size.height !== size.height;
            shown = {steps, anchors, scale, size};
            if (!brushing) {
                if (resized)
                    select(area).call(brush.extent([[0, 0], [size.width, size.height]]));
                const open = steps.from === 0 && steps.to === anchors;
                brush.move(select(area), open || steps.from > steps.to ? null : [scale((steps.from - 0.5) / anchors), scale((steps.to + 0.5) / anchors)]);
            }
            for (const [handle, step, at] of [[low, steps.from, steps.from - 0.5], [high, steps.to, steps.to + 0.5]] as const) {
                setAttribute(handle, "transform", `translate(${scale(at / anchors)},0)`);
                for (const [name, value] of Object.entries({"aria-valuemin": 0, "aria-valuemax": 1, "aria-valuenow": step / anchors, "aria-valuetext": words.sliderText(words.score(step / anchors), passing)}))
                    setAttribute(handle, name, value);
                const [reach, line, grip] = handle.children;
                if (reach !== undefined && line !== undefined && grip !== undefined) {
                    setAttribute(reach, "height", size.height);
                    setAttribute(line, "y2", size.height);
                    setAttribute(grip, "y", size.height / 2 - 11);
                }
            }
        }
    };
}
