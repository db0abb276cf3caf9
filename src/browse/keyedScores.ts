import {packKey, type KeyTable} from "../core/keyTable.js";
import {flagMask} from "../core/table/flagBits.js";
import {unknown} from "../core/table/table.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {KeptScore} from "../session/keptScores.js";

/** What is known of some examples, by content key: as it crosses from one thread to another. */
export interface KeyedScores {
    readonly length: number;
    /** Four words a key. */
    readonly keys: Uint32Array;
    /** NaN: measured, but without a score. */
    readonly goldenScore: Float64Array;
    readonly meanGain: Float64Array;
    readonly ciLow: Float32Array;
    readonly ciHigh: Float32Array;
    readonly wins: Uint32Array;
    readonly anchors: Uint32Array;
    /** Only flags that come from measuring. */
    readonly flags: Uint32Array;
    /** `unknown` where nobody has counted them. */
    readonly answerTokens: Uint32Array;
}

/** All columns but the keys, with what they are made of. */
export const scoreColumns = [
    ["goldenScore", Float64Array], ["meanGain", Float64Array], ["ciLow", Float32Array], ["ciHigh", Float32Array],
    ["wins", Uint32Array], ["anchors", Uint32Array], ["flags", Uint32Array], ["answerTokens", Uint32Array]
] as const satisfies readonly (readonly [Exclude<keyof KeyedScores, "length" | "keys">, unknown])[];

/** What `scored` and a scores file say of an example. */
export type ScoreOfKey = Pick<ScoreRow, "key" | "goldenScore" | "meanGain" | "ci95" | "wins" | "anchors" | "flags" | "answerTokens">;

/** What the store or a run knows, as a scores file would say it. */
export function scoreOfKey(key: string, {score, flags, answerTokens}: KeptScore): ScoreOfKey {
    return {key, goldenScore: score?.goldenScore ?? null, meanGain: score?.meanGain ?? null, ci95: score?.ci95 ?? null, wins: score?.wins ?? 0, anchors: score?.anchors ?? 0, flags, answerTokens};
}

/** Of these flags the file's text knows nothing. */
export const measuredFlags = flagMask(["truncated", "engine-crash"]);

/** Columns that are filled row by row, up to the number given. */
export class ScoreColumns {
    private length = 0;
    private readonly columns: Columns;

    public constructor(most: number) {
        this.columns = emptyColumns(most);
    }

    /** What has no content key is left out: no example can have it. */
    public add({key, goldenScore, meanGain, ci95, wins, anchors, flags, answerTokens}: ScoreOfKey): void {
        const {columns, length: at} = this;
        if (!packKey(key, columns.keys, 4 * at))
            return;
        columns.goldenScore[at] = goldenScore ?? NaN;
        columns.meanGain[at] = goldenScore === null ? NaN : meanGain ?? NaN;
        columns.ciLow[at] = goldenScore === null ? NaN : ci95?.[0] ?? NaN;
        columns.ciHigh[at] = goldenScore === null ? NaN : ci95?.[1] ?? NaN;
        columns.wins[at] = goldenScore === null ? 0 : wins;
        columns.anchors[at] = goldenScore === null ? 0 : anchors;
        columns.flags[at] = flagMask(flags) & measuredFlags;
        columns.answerTokens[at] = answerTokens ?? unknown;
        this.length++;
    }

    public done(): KeyedScores {
        return {length: this.length, ...this.columns};
    }
}

type Columns = Omit<KeyedScores, "length">;

function emptyColumns(length: number): Columns {
    return {keys: new Uint32Array(4 * length), ...Object.fromEntries(scoreColumns.map(([name, kind]) => [name, new kind(length)])) as unknown as Omit<Columns, "keys">}; // each by its own kind
}

export function keyedScores(rows: readonly ScoreOfKey[]): KeyedScores {
    const columns = new ScoreColumns(rows.length);
    for (const row of rows)
        columns.add(row);
    return columns.done();
}

/** Those at some places, in that order, copied. */
export function pickedScores(scores: KeyedScores, places: Uint32Array): KeyedScores {
    const picked = emptyColumns(places.length);
    for (const [name] of scoreColumns)
        for (let at = 0; at < places.length; at++)
            picked[name][at] = scores[name][places[at] ?? 0] ?? 0;
    for (let at = 0; at < places.length; at++)
        for (let word = 0; word < 4; word++)
            picked.keys[4 * at + word] = scores.keys[4 * (places[at] ?? 0) + word] ?? 0;
    return {length: places.length, ...picked};
}

/** All of them behind each other, copied. */
export function joinedScores(parts: readonly KeyedScores[]): KeyedScores {
    const length = parts.reduce((sum, part) => sum + part.length, 0), joined = emptyColumns(length);
    let at = 0;
    for (const part of parts) {
        joined.keys.set(part.keys.subarray(0, 4 * part.length), 4 * at);
        for (const [name] of scoreColumns)
            joined[name].set(part[name].subarray(0, part.length), at);
        at += part.length;
    }
    return {length, ...joined};
}

/** What need not be copied when it is posted. */
export function buffersOf({keys, ...scores}: KeyedScores): ArrayBuffer[] {
    return [keys, ...scoreColumns.map(([name]) => scores[name])].flatMap(({buffer}) => buffer instanceof ArrayBuffer ? buffer : []);
}

/** Whether the last of these examples is among some rows. */
export function knowsLast(rows: KeyTable, {keys, length}: KeyedScores): boolean {
    return length > 0 && rows.lastRow(keys.subarray(4 * length - 4, 4 * length)) !== undefined;
}
