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
    private readonly columns: Omit<KeyedScores, "length">;

    public constructor(most: number) {
        this.columns = {
            keys: new Uint32Array(4 * most), goldenScore: new Float64Array(most), meanGain: new Float64Array(most), ciLow: new Float32Array(most), ciHigh: new Float32Array(most),
            wins: new Uint32Array(most), anchors: new Uint32Array(most), flags: new Uint32Array(most), answerTokens: new Uint32Array(most)
        };
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

export function keyedScores(rows: readonly ScoreOfKey[]): KeyedScores {
    const columns = new ScoreColumns(rows.length);
    for (const row of rows)
        columns.add(row);
    return columns.done();
}

/** What need not be copied when it is posted. */
export function buffersOf({keys, goldenScore, meanGain, ciLow, ciHigh, wins, anchors, flags, answerTokens}: KeyedScores): ArrayBuffer[] {
    return [keys, goldenScore, meanGain, ciLow, ciHigh, wins, anchors, flags, answerTokens].flatMap(({buffer}) => buffer instanceof ArrayBuffer ? buffer : []);
}

/** Whether the last of these examples is among some rows. */
export function knowsLast(rows: KeyTable, {keys, length}: KeyedScores): boolean {
    return length > 0 && rows.lastRow(keys.subarray(4 * length - 4, 4 * length)) !== undefined;
}
