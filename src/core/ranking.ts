/** Where an example stands among the scored ones of its file. */
export interface Rank {
    /** From 1; examples of the same golden score share the best rank. */
    readonly rank: number;
    /** Scored examples in the file. */
    readonly of: number;
    /** The share, in percent, of examples that rank this well or better: "top 7 %". */
    readonly topPercent: number;
}

/** The rank of every golden score that occurs. @param amounts how many examples have it */
export function ranks(amounts: ReadonlyMap<number, number>): Map<number, Rank> {
    const occurring = [...amounts].filter(([, amount]) => amount > 0).sort(([a], [b]) => b - a);
    const of = occurring.reduce((sum, [, amount]) => sum + amount, 0);
    const found = new Map<number, Rank>();
    let better = 0;
    for (const [goldenScore, amount] of occurring) {
        found.set(goldenScore, {rank: better + 1, of, topPercent: 100 * (better + amount) / of});
        better += amount;
    }
    return found;
}
