import {pearson, spearman} from "../correlation.js";
import {drawPlaces} from "../random.js";
import {scoredRows, valuesAt, type ExampleTable} from "../table/table.js";
import {binOf, type BinLayout} from "./scoreBins.js";

/** What a score can be set against. */
export type LengthColumn = "answerLength" | "promptLength" | "answerTokens";

/** How golden score and length go together; NaN where one of them does not vary. */
export interface LengthCorrelation {
    /** Examples with a score and a known length. */
    readonly count: number;
    readonly pearson: number;
    /** Of the score with the logarithm of 1 + length: a few very long answers do not outweigh all others. */
    readonly pearsonOfLog: number;
    /** With average ranks for equal values; the same for the length and its logarithm. */
    readonly spearman: number;
}

export function lengthCorrelation(table: ExampleTable, rows: Uint32Array, column: LengthColumn): LengthCorrelation {
    const known = scoredRows(table, rows, table[column]);
    const scores = valuesAt(table.goldenScore, known), lengths = valuesAt(table[column], known);
    return {
        count: known.length, pearson: pearson(lengths, scores),
        pearsonOfLog: pearson(lengths.map(Math.log1p), scores), spearman: spearman(lengths, scores)
    };
}

/** How many examples there are for each stretch of lengths and of scores. */
export interface LengthDensity {
    /** Edges of the stretches of lengths, ascending, one more than there are; equal ratios (of 1 + length) lie between them. */
    readonly edges: Float64Array;
    readonly scores: BinLayout;
    /** Row by row from the lowest score, each from the shortest length. */
    readonly counts: Uint32Array;
}

/** @param across stretches of lengths @param scores of all scored examples, see `scoreHistogram` */
export function lengthDensity(table: ExampleTable, rows: Uint32Array, column: LengthColumn, across: number, scores: BinLayout): LengthDensity {
    const known = scoredRows(table, rows, table[column]);
    const lengths = table[column];
    let shortest = Infinity, longest = 0;
    for (const row of known) {
        shortest = Math.min(shortest, lengths[row] ?? 0);
        longest = Math.max(longest, lengths[row] ?? 0);
    }
    const low = Math.log1p(Math.min(shortest, longest)), width = (Math.log1p(longest) - low) / across;
    const counts = new Uint32Array(across * scores.bins);
    for (const row of known) {
        const x = width === 0 ? 0 : Math.min(across - 1, Math.floor((Math.log1p(lengths[row] ?? 0) - low) / width));
        const cell = binOf(scores, table.goldenScore[row] ?? 0) * across + x;
        counts[cell] = (counts[cell] ?? 0) + 1;
    }
    return {edges: Float64Array.from({length: across + 1}, (_, edge) => Math.expm1(low + edge * width)), scores, counts};
}

/** At most so many of the examples that a point can be drawn for, each equally likely, the same for the same seed; in their order. */
export function samplePoints(table: ExampleTable, rows: Uint32Array, column: LengthColumn, most: number, seed: number): Uint32Array {
    const known = scoredRows(table, rows, table[column]);
    return known.length <= most ? known : Uint32Array.from(drawPlaces(known.length, most, seed), (place) => known[place] ?? 0);
}
