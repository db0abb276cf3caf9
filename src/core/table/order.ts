import {sortedPlaces} from "./radixSort.js";
import {unknown, valuesAt, type ExampleTable, type NumberColumn} from "./table.js";
import type {TextColumn} from "./textColumns.js";

/** What a list can be sorted by; flags by how many there are, a category by its values in the order of their characters, texts by `sortLine`. */
export type SortKey = NumberColumn | {readonly category: string} | {readonly text: TextColumn};

/**
 * Some examples in the order of a column. Equal ones stay in the order given, in both directions; without a value stands last,
 * also when descending.
 * @param textRanks of all examples by that text, as `rankLines` gives them: a table has no texts
 */
export function order(table: ExampleTable, rows: Uint32Array, by: SortKey, descending: boolean, textRanks?: Uint32Array): Uint32Array {
    return sortedPlaces(keys(table, rows, by, textRanks), descending).map((place) => rows[place] ?? 0);
}

function keys(table: ExampleTable, rows: Uint32Array, by: SortKey, textRanks: Uint32Array | undefined): Float64Array {
    if (typeof by === "object" && "text" in by) {
        if (textRanks === undefined)
            throw new Error(`the order of ${by.text} is not known`);
        return known(valuesAt(textRanks, rows));
    }
    if (typeof by === "object") {
        const category = table.categories.find(({name}) => name === by.category);
        if (category === undefined)
            throw new Error(`the table has no category ${by.category}`);
        const names = category.values.map((value, code) => ({value, code})).sort((a, b) => a.value < b.value ? -1 : 1);
        const ranks = new Float64Array(names.length);
        for (const [rank, {value, code}] of names.entries())
            ranks[code] = value === "" ? NaN : rank;
        return valuesAt(category.codes, rows).map((code) => ranks[code] ?? NaN);
    }
    const values = valuesAt(table[by], rows);
    if (by === "flags")
        return values.map(bitCount);
    return by === "place" || by === "answerTokens" ? known(values) : values;
}

function known(values: Float64Array): Float64Array {
    return values.map((value) => value === unknown ? NaN : value);
}

function bitCount(mask: number): number {
    let count = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1)
        count++;
    return count;
}

/** What decides which examples are best: the columns that `bestFirst` of core/selection compares. */
export type Scoring = Pick<ExampleTable, "goldenScore" | "meanGain">;

/** The place of every example among the scored ones, from 0, best first: by score, then gain, then place in the file. */
export function placesByScore({goldenScore, meanGain}: Scoring): Uint32Array {
    if (goldenScore.every(Number.isNaN))
        return new Uint32Array(goldenScore.length).fill(unknown);
    const sorted = sortedPlaces(goldenScore, true, sortedPlaces(meanGain, true));
    const places = new Uint32Array(goldenScore.length).fill(unknown);
    for (let at = 0; at < sorted.length; at++) {
        const row = sorted[at] ?? 0;
        if (Number.isNaN(goldenScore[row]))
            break;
        places[row] = at;
    }
    return places;
}
