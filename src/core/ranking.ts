import {bestFirst, type Selectable} from "./selection.js";

/** Where an example stands among the scored ones of its file. */
export interface Rank {
    /** From 1; examples of the same golden score share the best rank. */
    readonly rank: number;
    /** Scored examples in the file. */
    readonly of: number;
    /** The share, in percent, of examples that rank this well or better: "top 7 %". */
    readonly topPercent: number;
}

/** Ranks by index in `examples`; undefined for examples without a score. */
export function ranks(examples: readonly Selectable[]): (Rank | undefined)[] {
    const places = examples.map((example, place) => ({example, place})).filter(({example}) => example.goldenScore !== null)
        .sort((a, b) => bestFirst(a.example, b.example));
    const found = new Array<Rank | undefined>(examples.length).fill(undefined);
    let start = 0;
    while (start < places.length) {
        let end = start + 1;
        while (end < places.length && places[end]?.example.goldenScore === places[start]?.example.goldenScore)
            end++;
        const rank: Rank = {rank: start + 1, of: places.length, topPercent: 100 * end / places.length};
        for (const {place} of places.slice(start, end))
            found[place] = rank;
        start = end;
    }
    return found;
}
