/** Tokens [from, to) of the prefix or of a continuation, decoded in one batch on one sequence. */
export interface Piece {
    /** Position among the continuations; null for the prefix, which belongs to every sequence. */
    readonly continuation: number | null;
    /** From 1; 0 for the prefix. */
    readonly sequence: number;
    readonly from: number;
    readonly to: number;
}

export interface PlannedBatch {
    readonly pieces: readonly Piece[];
    /** Whether what stands behind the prefix is forgotten before this batch. */
    readonly cut: boolean;
}

export interface BatchPlan {
    readonly batches: readonly PlannedBatch[];
    /** The highest sequence in use. */
    readonly sequences: number;
}

export interface BatchLimits {
    /** Tokens a batch can hold. */
    readonly tokens: number;
    /** Sequences a batch can hold beside the prefix's. */
    readonly sequences: number;
}

interface Bin {
    tokens: number;
    readonly members: number[];
}

/**
 * Distributes the continuations of one prefix over as few batches as hold them, about equally full, so that no last batch is
 * nearly empty. The first batch begins with the end of the prefix. It depends on lengths and limits alone: the same task gives
 * the same batches, and by that the same bits.
 * @param lengths tokens to decode of each continuation; one of 0 is left out
 */
export function planBatches(prefixLength: number, lengths: readonly number[], limits: BatchLimits): BatchPlan {
    const wanted = [...lengths.keys()].filter((index) => lengthOf(index) > 0);
    if (wanted.length === 0)
        return {batches: [], sequences: 0};
    const short = wanted.filter((index) => lengthOf(index) <= limits.tokens).sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
    const prefixRest = prefixLength % limits.tokens;
    const bins = fillBins(short, lengthOf, prefixRest, limits);
    const batches: PlannedBatch[] = chunks(0, prefixLength - prefixRest, limits.tokens).map(([from, to]) =>
        ({pieces: [{continuation: null, sequence: 0, from, to}], cut: false}));
    for (const [number, {members}] of bins.entries()) {
        const pieces = members.sort((a, b) => a - b).map((continuation, i) => ({continuation, sequence: i + 1, from: 0, to: lengthOf(continuation)}));
        if (number === 0 && prefixRest > 0)
            batches.push({pieces: [{continuation: null, sequence: 0, from: prefixLength - prefixRest, to: prefixLength}, ...pieces], cut: false});
        else if (pieces.length > 0)
            batches.push({pieces, cut: number > 0});
    }
    for (const continuation of wanted.filter((index) => lengthOf(index) > limits.tokens))
        for (const [from, to] of chunks(0, lengthOf(continuation), limits.tokens))
            batches.push({pieces: [{continuation, sequence: 1, from, to}], cut: from === 0});
    return {batches, sequences: batches.reduce((most, {pieces}) => Math.max(most, pieces.at(-1)?.sequence ?? 0), 0)};

    function lengthOf(index: number): number {
        return lengths[index] ?? 0;
    }
}

/** The longest first, each into the emptiest bin; one bin more whenever something does not fit. */
function fillBins(order: readonly number[], lengthOf: (index: number) => number, taken: number, limits: BatchLimits): Bin[] {
    const total = order.reduce((sum, index) => sum + lengthOf(index), taken);
    for (let count = Math.max(1, Math.ceil(total / limits.tokens)); ; count++) {
        const bins = Array.from({length: count}, (_, number): Bin => ({tokens: number === 0 ? taken : 0, members: []}));
        if (order.every((index) => place(index, bins)))
            return bins;
    }

    function place(index: number, bins: readonly Bin[]): boolean {
        const fitting = bins.filter(({tokens, members}) => tokens + lengthOf(index) <= limits.tokens && members.length < limits.sequences);
        const [first, ...others] = fitting;
        if (first === undefined)
            return false;
        const emptiest = others.reduce((best, bin) => bin.tokens < best.tokens ? bin : best, first);
        emptiest.tokens += lengthOf(index);
        emptiest.members.push(index);
        return true;
    }
}

function chunks(from: number, to: number, size: number): [from: number, to: number][] {
    return Array.from({length: Math.ceil((to - from) / size)}, (_, i) => [from + i * size, Math.min(to, from + (i + 1) * size)]);
}
