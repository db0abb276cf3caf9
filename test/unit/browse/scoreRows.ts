import {readFileSync, writeFileSync} from "node:fs";
import {scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";
import type {Dataset} from "../../../src/session/readDataset.js";
import {datasetOf} from "./browsing.js";

export const lines = readFileSync("samples/instructions.jsonl", "utf8");

/** The sample, with copies of its first examples at the end. */
export async function writeCopies(file: string): Promise<Dataset> {
    writeFileSync(file, lines + lines.split("\n").slice(0, 3).join("\n"));
    return datasetOf(file);
}

/** Made-up scores, the same for copies. */
export function rowsOf(dataset: Dataset): ScoreRow[] {
    const first = new Map(dataset.examples.toReversed().map(({key, index}) => [key, index]));
    return dataset.examples.map((example) => {
        const number = first.get(example.key) ?? 0;
        return scoreRow(example, number % 5 === 4 ? null : {
            goldenScore: number % 10 / 10, wins: number % 10, anchors: 10, meanGain: number / 100, ci95: [0, 1]
        }, [...example.flags, ...(number === 7 ? ["truncated"] : [])], number % 3 === 2 ? null : number);
    });
}

/** By their keys, for `wholeTable`. */
export function known(rows: readonly ScoreRow[]): (example: {key: string}) => Partial<ScoreRow> {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    return ({key}) => {
        const row = byKey.get(key);
        return row === undefined ? {} : {goldenScore: row.goldenScore, wins: row.wins, anchors: row.anchors, meanGain: row.meanGain, ci95: row.ci95, answerTokens: row.answerTokens, flags: row.flags.filter((flag) => flag === "truncated")};
    };
}
