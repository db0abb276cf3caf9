import type {ScaleLinear} from "d3-scale";
import {select} from "d3-selection";
import type {ScoreBin, ScoreHistogram} from "../../src/core/figures/scoreBins.js";
import type {BackAndFront} from "../derive/figures.js";
import {makeSvg} from "../dom.js";
import {words} from "../words.js";

export interface Bars {
    readonly element: SVGGElement;
    readonly show: (figure: BackAndFront<ScoreHistogram>, x: ScaleLinear<number, number>, y: ScaleLinear<number, number>) => void;
}

interface Pair {
    readonly back: ScoreBin;
    readonly front: ScoreBin | undefined;
}

/**
 * The bars, all examples behind those that pass. One of them is in the order of Tab, arrow keys go on from there.
 * @param onFocus the bin, undefined once there is none
 */
export function bars(onFocus: (bin: ScoreBin | undefined) => void, onChoose: (bin: ScoreBin) => void): Bars {
    const element = makeSvg("g", {"class": "bars", "role": "group", "aria-label": words.bars});
    let current = 0;
    const reached = (): SVGGElement[] => [...element.querySelectorAll<SVGGElement>(".bin")];
    element.addEventListener("keydown", (event) => {
        const all = reached();
        const at = all.findIndex((bar) => bar === event.target);
        const target = event.key === "ArrowRight" ? at + 1 : event.key === "ArrowLeft" ? at - 1 : event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : undefined;
        if (event.key === "Enter" || event.key === " ") {
            const bin = all[at] === undefined ? undefined : select<SVGGElement, Pair>(all[at]).datum();
            if (bin !== undefined)
                onChoose(bin.back);
        } else if (target === undefined || all[target] === undefined)
            return;
        else {
            current = target;
            for (const [place, bar] of all.entries())
                bar.setAttribute("tabindex", place === current ? "0" : "-1");
            all[target].focus();
        }
        event.preventDefault();
    });
    return {
        element,
        show: ({back, front}, x, y) => {
            current = Math.min(current, back.bins.length - 1);
            const half = 0.5 / back.layout.anchors;
            const whole = front.bins[0]?.atLeast ?? 0;
            const pairs = back.bins.map((bin, at): Pair => ({back: bin, front: front.bins[at]}));
            const left = (bin: ScoreBin): number => x(bin.from - half) + 0.5, width = (bin: ScoreBin): number => Math.max(1, x(bin.to + half) - x(bin.from - half) - 1);
            const [bottom = 0] = y.range();
            const height = (count: number): number => count === 0 ? 0 : Math.max(1, bottom - y(count));
            select(element).selectAll<SVGGElement, Pair>(".bin").data(pairs).join((entering) => {
                const bin = entering.append("g").attr("class", "bin").attr("role", "button");
                bin.append("rect").attr("class", "slot");
                bin.append("rect").attr("class", "back");
                bin.append("rect").attr("class", "front");
                bin.on("focus", (_event, pair) => {
                    onFocus(pair.back);
                }).on("blur", () => {
                    onFocus(undefined);
                });
                return bin;
            })
                .attr("tabindex", (_, at) => at === current ? 0 : -1)
                .attr("aria-label", (pair) => describeBin(pair.back, pair.front?.count ?? 0, whole))
                .each(function draw(pair) {
                    const bin = select(this);
                    bin.select(".slot").attr("x", left(pair.back)).attr("width", width(pair.back)).attr("y", 0).attr("height", bottom);
                    for (const [name, count] of [["back", pair.back.count], ["front", pair.front?.count ?? 0]] as const)
                        bin.select(`.${name}`).attr("x", left(pair.back)).attr("width", width(pair.back)).attr("y", bottom - height(count)).attr("height", height(count));
                });
        }
    };
}

/** @param whole scored examples that pass */
export function describeBin(bin: ScoreBin, front: number, whole: number): string {
    return words.bar(words.score(bin.from), words.score(bin.to), front, bin.count, whole);
}
