import {binLayout, binOf, binRange, type BinLayout} from "./scoreBins.js";
import type {ScoringPair} from "./comparison.js";

/** Golden scores next to each other, counted in both scorings. */
export interface PairBin {
    /** The lowest and the highest score that belong to it, both included. */
    readonly from: number;
    readonly to: number;
    readonly one: number;
    readonly other: number;
}

/** The anchors that each side was scored on, see `commonAnchors`. */
export interface PairAnchors {
    readonly one: number;
    readonly other: number;
}

export interface PairHistogram {
    readonly bins: readonly PairBin[];
    readonly anchors: number;
}

/**
 * Both scorings in the same bins, as Figures 4 and 5 of NUGGETS lay distributions over each other. The bins are made for the side
 * with fewer anchors; scores of the other that lie between its scores go to the nearest.
 * @param wanted number of bins, see `binLayout`
 */
export function pairHistogram({one, other}: ScoringPair, anchors: PairAnchors, wanted: number): PairHistogram {
    const layout = binLayout(Math.min(anchors.one, anchors.other), wanted);
    const inOne = counts(one.goldenScore, layout), inOther = counts(other.goldenScore, layout);
    const bins = Array.from(inOne, (count, bin): PairBin => {
        const {from, to} = binRange(layout, bin);
        return {from, to, one: count, other: inOther[bin] ?? 0};
    });
    return {bins, anchors: layout.anchors};
}

/** How many examples there are for each stretch of the one score and of the other. */
export interface PairDensity {
    readonly one: BinLayout;
    readonly other: BinLayout;
    /** Row by row from the lowest score of the other, each from the lowest of the one. */
    readonly counts: Uint32Array;
}

/** @param wanted number of bins on each side */
export function pairDensity({one, other}: ScoringPair, anchors: PairAnchors, wanted: number): PairDensity {
    const across = binLayout(anchors.one, wanted), down = binLayout(anchors.other, wanted);
    const cells = new Uint32Array(across.bins * down.bins);
    for (let at = 0; at < one.goldenScore.length; at++) {
        const cell = nearest(down, other.goldenScore[at] ?? 0) * across.bins + nearest(across, one.goldenScore[at] ?? 0);
        cells[cell] = (cells[cell] ?? 0) + 1;
    }
    return {one: across, other: down, counts: cells};
}

function counts(scores: Float64Array, layout: BinLayout): Uint32Array {
    const found = new Uint32Array(layout.bins);
    for (const score of scores) {
        const bin = nearest(layout, score);
        found[bin] = (found[bin] ?? 0) + 1;
    }
    return found;
}

function nearest(layout: BinLayout, score: number): number {
    return binOf(layout, score + 0.5 / layout.anchors);
}
