import {scoredRows, valuesAt, type ExampleTable} from "../table/table.js";

/** Golden scores next to each other that are counted together. */
export interface ScoreBin {
    /** The lowest and the highest score that belong to it, both included. */
    readonly from: number;
    readonly to: number;
    /** How many different scores can fall into it: bins of different numbers are not to be compared by height alone. */
    readonly values: number;
    readonly count: number;
    /** Examples in this bin and all above. */
    readonly atLeast: number;
}

export interface ScoreHistogram {
    readonly layout: BinLayout;
    readonly bins: readonly ScoreBin[];
    /** Examples with another number of anchors than the layout's, whose scores lie between those that the bins are made for. */
    readonly others: number;
}

/** Which scores are counted together: `size` of the values 0, 1/m ... 1 in each bin, but for the last one. */
export interface BinLayout {
    readonly anchors: number;
    readonly size: number;
    readonly bins: number;
}

/** Where the anchors of the examples are not known, scores are told apart so finely. */
const fallbackAnchors = 100;

/**
 * A histogram of golden scores.
 * @param layout that of all scored examples (`commonAnchors`, `binLayout`), also for a part of them: who is an anchor has one anchor
 * fewer, so what is most common changes with the part, and two histograms can only be laid over each other in the same bins
 */
export function scoreHistogram(table: ExampleTable, rows: Uint32Array, layout: BinLayout): ScoreHistogram {
    const scored = scoredRows(table, rows);
    const counts = new Uint32Array(layout.bins);
    for (const score of valuesAt(table.goldenScore, scored)) {
        const bin = binOf(layout, score);
        counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const atLeast = counts.slice();
    for (let bin = layout.bins - 2; bin >= 0; bin--)
        atLeast[bin] = (atLeast[bin] ?? 0) + (atLeast[bin + 1] ?? 0);
    const bins = Array.from(counts, (count, bin): ScoreBin => ({...binRange(layout, bin), count, atLeast: atLeast[bin] ?? 0}));
    const others = scored.reduce((amount, row) => amount + Number(table.anchors[row] !== layout.anchors), 0);
    return {layout, bins, others};
}

/**
 * With m anchors there are only m + 1 scores; bins of a fixed width would hold now more and now fewer of them and look like a comb.
 * So each bin holds the same number of possible scores; only the last may have more or fewer.
 * @param wanted number of bins; the result may have somewhat more or fewer
 */
export function binLayout(anchors: number, wanted: number): BinLayout {
    let best: BinLayout | undefined, least = Infinity;
    for (let size = 1; size <= anchors + 1; size++) {
        const whole = Math.floor((anchors + 1) / size), rest = (anchors + 1) % size;
        // What is left over makes the last bin larger if it is little, else a smaller bin of its own.
        const bins = Math.max(1, rest > size / 2 ? whole + 1 : whole);
        const uneven = rest === 0 ? 0 : rest === 1 ? 1 / size : 0.5;
        const cost = Math.abs(Math.log(bins / wanted)) + uneven / 2;
        if (cost < least) {
            least = cost;
            best = {anchors, size, bins};
        }
    }
    return best ?? {anchors, size: 1, bins: anchors + 1};
}

/** The bin whose lowest score is the highest that is not above the given one. */
export function binOf({anchors, size, bins}: BinLayout, score: number): number {
    // 0.29 * 100 is 28.999999999999996
    return Math.min(bins - 1, Math.floor((score * anchors + 1e-9) / size));
}

export function binRange({anchors, size, bins}: BinLayout, bin: number): {readonly from: number; readonly to: number; readonly values: number} {
    const first = bin * size, last = bin === bins - 1 ? anchors : first + size - 1;
    return {from: first / anchors, to: last / anchors, values: last - first + 1};
}

/** The number of anchors that most examples were scored on: those that are anchors themselves have one fewer. */
export function commonAnchors({anchors}: Pick<ExampleTable, "anchors">, scored: Uint32Array): {readonly anchors: number; readonly amount: number} {
    const amounts = new Map<number, number>();
    let current = -1, run = 0; // a look-up for each example would take longer than all else
    const note = (): void => {
        amounts.set(current, (amounts.get(current) ?? 0) + run);
    };
    for (const row of scored) {
        const next = anchors[row] ?? 0;
        if (next !== current) {
            note();
            current = next;
            run = 0;
        }
        run++;
    }
    note();
    let best = {anchors: fallbackAnchors, amount: 0};
    for (const [known, amount] of amounts)
        if (known > 0 && (amount > best.amount || (amount === best.amount && known > best.anchors)))
            best = {anchors: known, amount};
    return best;
}
