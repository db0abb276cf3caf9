/** Where an example stands among the scored ones of its file. */
export interface Rank {
    /** From 1; examples of the same golden score share the best rank. */
    readonly rank: number;
    /** Scored examples in the file. */
    readonly of: number;
    /** The share, in percent, of examples that rank this well or better: "top 7 %". */
    readonly topPercent: number;
}

/** The rank of every golden score that occurs. Counts instead of sorting: scores are few, being shares of the anchors. */
export function ranks(goldenScores: Iterable<number>): Map<number, Rank> {
    const amounts = new Map<number, number>();
    let of = 0;
    for (const goldenScore of goldenScores) {
        amounts.set(goldenScore, (amounts.get(goldenScore) ?? 0) + 1);
        of++;
    }
    const found = new Map<number, Rank>();
    let better = 0;
    for (const [goldenScore, amount] of [...amounts].sort(([a], [b]) => b - a)) {
        found.set(goldenScore, {rank: better + 1, of, topPercent: 100 * (better + amount) / of});
        better += amount;
    }
    return found;
}
