/** A column of texts of which many are equal, such as a source or a language. */
export interface Category {
    readonly name: string;
    /** The different values; the first is "", for examples without one. */
    readonly values: readonly string[];
    /** For each example the place of its value. */
    readonly codes: Uint16Array;
}

/**
 * A dataset's examples by columns, in the order of the file: what filters, sorts and figures of up to millions of examples work
 * on. Scores and gains are as precise as in the scores file, because a rounded 0.9 would be below `score>=0.9`.
 */
export interface ExampleTable {
    /** Number of examples, and length of every column. */
    readonly length: number;
    /** Counts readable examples of the dataset from 0. */
    readonly index: Uint32Array;
    /** Line of the record, from 1. */
    readonly line: Uint32Array;
    /** NaN: without a score; so are interval and gain then. */
    readonly goldenScore: Float64Array;
    readonly ciLow: Float32Array;
    readonly ciHigh: Float32Array;
    /** Nats per token. */
    readonly meanGain: Float64Array;
    readonly wins: Uint32Array;
    readonly anchors: Uint32Array;
    /** Place among the scored examples from 0, best first (see `bestFirst`); `unknown` without a score. */
    readonly place: Uint32Array;
    /** Bits of `flagCodes`. */
    readonly flags: Uint32Array;
    /** 0: none; else 1 and the place in `decisions`. */
    readonly decision: Uint8Array;
    /** Characters in front of the answer, and of the answer, as `textLengths` counts them. */
    readonly promptLength: Uint32Array;
    readonly answerLength: Uint32Array;
    /** Tokens of the answer by the scorer model's tokenizer; `unknown` where nobody has counted them. */
    readonly answerTokens: Uint32Array;
    readonly categories: readonly Category[];
}

/** In columns of whole numbers: there is no value. */
export const unknown = 0xffffffff;

/** Whether the tokens of any answer were counted. */
export function knowsTokens({answerTokens}: Pick<ExampleTable, "answerTokens">): boolean {
    for (const tokens of answerTokens)
        if (tokens !== unknown)
            return true;
    return false;
}

/** The columns that are numbers. */
export type NumberColumn = Exclude<keyof ExampleTable, "length" | "categories">;

/** Places in order. */
export function placesBetween(from: number, to: number): Uint32Array {
    const places = new Uint32Array(to - from); // Uint32Array.from takes twenty times as long
    for (let at = 0; at < places.length; at++)
        places[at] = from + at;
    return places;
}

/** The values of some examples. */
export function valuesAt(column: ArrayLike<number>, rows: Uint32Array): Float64Array {
    const values = new Float64Array(rows.length);
    for (let at = 0; at < rows.length; at++)
        values[at] = column[rows[at] ?? 0] ?? NaN;
    return values;
}

/** The examples among some that have a score, and with `column` also a value in that. */
export function scoredRows(table: Pick<ExampleTable, "goldenScore">, rows: Uint32Array, column?: Uint32Array): Uint32Array {
    const {goldenScore} = table, scored = new Uint32Array(rows.length);
    let amount = 0;
    for (const row of rows)
        if (!Number.isNaN(goldenScore[row]) && column?.[row] !== unknown)
            scored[amount++] = row;
    return scored.subarray(0, amount);
}
