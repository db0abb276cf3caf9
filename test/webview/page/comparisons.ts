import type {ExampleTable} from "../../../src/core/table/table.js";
import type {PanelComparison} from "../../../webview/protocol.js";
import {generator} from "./datasets.js";

/** What the other scoring is like; `nothing`: the person chose none; `silence`: no answer comes. */
export type OtherScores = "equal" | "shifted" | "unrelated" | "disjoint" | "sparse" | "nothing" | "silence";

const names: Readonly<Record<OtherScores, string>> = {
    equal: "qwen3-4b-base.Q8_0.gguf, protocol paper, 50 anchors (kmeans:50, seed 0)", shifted: "llama-2-7b.Q8_0.gguf, protocol paper, 100 anchors (random:100, seed 3)", unrelated: "alpaca-gpt4.json",
    disjoint: "dolly.jsonl", sparse: "<img src=x onerror=alert(1)>\u202e.jsonl", nothing: "", silence: ""
};

/** Made-up scores beside those of a table; null for `nothing`. */
export function otherScores(kind: OtherScores, {goldenScore, meanGain}: ExampleTable): PanelComparison | null {
    const random = generator(11);
    const anchors = kind === "equal" ? 50 : 100;
    const scoreOf: Readonly<Record<OtherScores, (score: number) => number>> = {
        equal: (score) => score, shifted: (score) => score + 0.06 + 0.2 * (random() + random() - 1), unrelated: () => random(),
        disjoint: () => NaN, sparse: (score) => random() < 0.9 ? NaN : 1 - score, nothing: () => NaN, silence: () => NaN
    };
    const other = goldenScore.map((score, row) => {
        const made = scoreOf[kind](Number.isNaN(score) && kind !== "equal" && row % 2 === 0 ? 0.5 : score);
        return kind === "equal" ? made : Math.round(Math.min(1, Math.max(0, made)) * anchors) / anchors;
    });
    return kind === "nothing" ? null : {name: names[kind], goldenScore: other, meanGain: meanGain.map((gain, row) => Number.isNaN(other[row]) ? NaN : Number.isNaN(gain) ? 0 : gain), anchors, onlyThere: kind === "equal" || kind === "shifted" ? 0 : 14};
}
