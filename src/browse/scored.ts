import {unknown} from "../core/table/table.js";
import {grown} from "./growing.js";
import type {KeyedScores} from "./keyedScores.js";

/** The scores of rows, by columns. */
export type Scored = {-readonly [Name in Exclude<keyof KeyedScores, "length" | "keys">]: KeyedScores[Name]};

export function noScores(): Scored {
    return {
        goldenScore: new Float64Array(0), meanGain: new Float64Array(0), ciLow: new Float32Array(0), ciHigh: new Float32Array(0),
        wins: new Uint32Array(0), anchors: new Uint32Array(0), flags: new Uint32Array(0), answerTokens: new Uint32Array(0)
    };
}

/** Makes room for so many rows. */
export function growScores(scored: Scored, length: number): void {
    scored.goldenScore = grown(scored.goldenScore, length);
    scored.meanGain = grown(scored.meanGain, length);
    scored.ciLow = grown(scored.ciLow, length);
    scored.ciHigh = grown(scored.ciHigh, length);
    scored.wins = grown(scored.wins, length);
    scored.anchors = grown(scored.anchors, length);
    scored.flags = grown(scored.flags, length);
    scored.answerTokens = grown(scored.answerTokens, length);
}

/** All but the flags, of which a row has others, too. */
export function copyScore(scored: Scored, row: number, from: Scored, at: number): void {
        scored.goldenScore[row] = from.goldenScore[at] ?? NaN;
        scored.meanGain[row] = from.meanGain[at] ?? NaN;
        scored.ciLow[row] = from.ciLow[at] ?? NaN;
        scored.ciHigh[row] = from.ciHigh[at] ?? NaN;
        scored.wins[row] = from.wins[at] ?? 0;
        scored.anchors[row] = from.anchors[at] ?? 0;
        scored.answerTokens[row] = from.answerTokens[at] ?? unknown;
}

/** All but the flags. */
export function clearScore(scored: Scored, row: number): void {
    scored.goldenScore[row] = scored.meanGain[row] = scored.ciLow[row] = scored.ciHigh[row] = NaN;
    scored.wins[row] = scored.anchors[row] = 0;
    scored.answerTokens[row] = unknown;
}
