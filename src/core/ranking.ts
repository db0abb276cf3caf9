/** Where an example stands among the scored ones of its file. */
export interface Rank {
    /** From 1; examples of the same golden score share the best rank. */
    readonly rank: number;
    /** Scored examples in the file. */
    readonly of: number;
    /** The nearer end: "top 7 %", or "bottom 4 %" of what would be the top 96 %. */
    readonly end: "top" | "bottom";
    /** The share, in percent, of the scored examples that rank this well or better, or this badly or worse. */
    readonly percent: number;
}

/** @param better examples with a higher score @param same those with this one, itself among them @param of all that are scored */
export function rankOf(better: number, same: number, of: number): Rank {
    const fromTop = better + same, fromBottom = of - better;
    const end = fromBottom < fromTop ? "bottom" : "top";
    return {rank: better + 1, of, end, percent: 100 * (end === "top" ? fromTop : fromBottom) / of};
}

/** The rank of every golden score that occurs. @param amounts how many examples have it */
export function ranks(amounts: ReadonlyMap<number, number>): Map<number, Rank> {
    const occurring = [...amounts].filter(([, amount]) => amount > 0).sort(([a], [b]) => b - a);
    const of = occurring.reduce((sum, [, amount]) => sum + amount, 0);
    const found = new Map<number, Rank>();
    let better = 0;
    for (const [goldenScore, amount] of occurring) {
        found.set(goldenScore, rankOf(better, amount, of));
        better += amount;
    }
    return found;
}
