import assert from "node:assert/strict";
import {DecisionTable} from "../../../src/browse/decisionTable.js";
import {keyedScores, type ScoreOfKey} from "../../../src/browse/keyedScores.js";
import {Rows} from "../../../src/browse/rows.js";
import {unpackKey} from "../../../src/core/keyTable.js";
import {unknown} from "../../../src/core/table/table.js";

const key = (digit: string): string => digit.repeat(32);
const scoreOf = (digit: string, goldenScore: number): ScoreOfKey => ({key: key(digit), goldenScore, meanGain: 0, ci95: null, wins: 1, anchors: 2, flags: ["truncated"], answerTokens: Math.round(100 * goldenScore)});

function read(rows: Rows, digits: string, before?: Rows): Rows {
    for (const digit of digits)
        rows.add({index: rows.length, line: 1 + rows.length, span: {start: rows.length, end: 1 + rows.length}, form: "alpaca", key: key(digit), turns: [], flags: []}, [], before);
    return rows;
}

const newRows = (): Rows => new Rows(0.5, new DecisionTable());
const scoresOf = (rows: Rows): readonly (number | null)[] => Array.from({length: rows.length}, (_, row) => rows.subsetRow(row).goldenScore);
const asked = (rows: Rows, from: number, trusted: boolean): string[] => {
    const keys = rows.keysToAsk(from, trusted);
    return Array.from({length: keys.length / 4}, (_, at) => (unpackKey(keys, 4 * at)[0] ?? ""));
};

describe("the rows of a file", () => {
    it("have the score of their copies, also when they are read after it came, and are not asked for again", () => {
        const rows = read(newRows(), "ab");
        assert.deepEqual(asked(rows, 0, false), ["a", "b"]);
        rows.apply(keyedScores([scoreOf("a", 0.25), scoreOf("b", 0.75)]));
        read(rows, "cab");
        assert.deepEqual(scoresOf(rows), [0.25, 0.75, null, 0.25, 0.75]);
        assert.deepEqual(rows.subsetRow(3).flags, ["truncated"]);
        assert.deepEqual([...rows.table().answerTokens], [25, 75, unknown, 25, 75]);
        assert.deepEqual(asked(rows, 2, false), ["c"]);
    });

    it("keep the scores of all copies over an edit of the text", () => {
        const before = read(newRows(), "ab");
        before.apply(keyedScores([scoreOf("a", 0.25)]));
        read(before, "a");
        const rows = read(newRows(), "daba", before);
        assert.deepEqual(scoresOf(rows), [null, 0.25, null, 0.25]);
        assert.deepEqual(asked(rows, 0, true), ["d"], "the others were taken over");
    });

    it("have the newest score of a copy, not the one of the text before", () => {
        const before = read(newRows(), "a");
        before.apply(keyedScores([scoreOf("a", 0.25)]));
        const rows = read(newRows(), "a", before);
        rows.apply(keyedScores([scoreOf("a", 1)]));
        assert.deepEqual(scoresOf(read(rows, "a", before)), [1, 1]);
    });

    it("take no score of another run over from the text before", () => {
        const before = read(newRows(), "ab");
        before.apply(keyedScores([scoreOf("a", 0.25), scoreOf("b", 0.75)]));
        const rows = read(newRows(), "a", before);
        rows.clearScores();
        assert.deepEqual(scoresOf(read(rows, "b", before)), [null, null]);
        assert.deepEqual(asked(rows, 0, true), ["a", "b"]);
    });
});
