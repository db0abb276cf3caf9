import assert from "node:assert/strict";
import {goldenScore} from "../../../src/core/golden.js";
import {parseScoreRow, scoreRow, type ScoreRow} from "../../../src/core/scoresFile.js";

const place = {index: 3, line: 8, key: "0123456789abcdef0123456789abcdef"};
const row: ScoreRow = {...place, goldenScore: 0.8, wins: 8, anchors: 10, meanGain: -0.125, ci95: [0.49, 0.94], flags: ["duplicate", "truncated"], answerTokens: 12};

describe("scoreRow", () => {
    it("holds what was measured, and nulls without a score", () => {
        const measured = new Map([["a", {logProbability: -2, tokens: 2}]]), better = new Map([["a", {logProbability: -1, tokens: 2}]]);
        const score = goldenScore(["a"], measured, better, "x");
        assert.ok(score !== null);
        assert.deepEqual(scoreRow({...place}, score, [], 12), {...place, goldenScore: 1, wins: 1, anchors: 1, meanGain: 0.5, ci95: score.ci95, flags: [], answerTokens: 12});
        assert.deepEqual(scoreRow(place, null, ["engine-crash"]), {...place, goldenScore: null, wins: 0, anchors: 0, meanGain: null, ci95: null, flags: ["engine-crash"], answerTokens: null});
    });

    it("takes nothing but index, line and key of the example", () => {
        const example = {...place, turns: [{role: "user", text: "secret"}]};
        assert.ok(!JSON.stringify(scoreRow(example, null, [])).includes("secret"));
    });
});

describe("parseScoreRow", () => {
    it("reads back what was written, to the bit", () => {
        for (const written of [row, scoreRow(place, null, ["engine-crash"]), {...row, goldenScore: 1 / 3, meanGain: 1e-300, ci95: [0, 1 / 3]}])
            assert.deepEqual(parseScoreRow(JSON.stringify(written)), written);
    });

    it("reads rows of before tokens were counted", () => {
        const {answerTokens, ...old} = row;
        assert.equal(answerTokens, 12);
        assert.deepEqual(parseScoreRow(JSON.stringify(old)), {...row, answerTokens: null});
    });

    it("passes over fields that it does not know", () => {
        assert.deepEqual(parseScoreRow(JSON.stringify({...row, future: {a: 1}})), row);
    });

    it("takes the figures beside the score as missing when they are no such figures", () => {
        const parsed = parseScoreRow(JSON.stringify({...row, wins: -1, anchors: 1.5, meanGain: "much", ci95: [0.2, 7]}));
        assert.deepEqual(parsed, {...row, wins: 0, anchors: 0, meanGain: null, ci95: null});
    });

    const without = (name: keyof ScoreRow): string => JSON.stringify(Object.fromEntries(Object.entries(row).filter(([field]) => field !== name)));
    const others: readonly (readonly [name: string, line: string])[] = [
        ["no JSON", "{\"index\": 3,"],
        ["an example of a dataset", "{\"instruction\": \"a\", \"output\": \"b\"}"],
        ["null", "null"], ["a number", "1"], ["a list", "[]"],
        ["no index", without("index")], ["no line", without("line")], ["no key", without("key")], ["no score", without("goldenScore")], ["no flags", without("flags")],
        ["an index that is no whole number", JSON.stringify({...row, index: 0.5})],
        ["a negative line", JSON.stringify({...row, line: -1})],
        ["a score above 1", JSON.stringify({...row, goldenScore: 1.01})],
        ["a score that is a text", JSON.stringify({...row, goldenScore: "0.8"})],
        ["flags that are no texts", JSON.stringify({...row, flags: [1]})]
    ];
    for (const [name, line] of others)
        it(`is undefined for what is no row: ${name}`, () => {
            assert.equal(parseScoreRow(line), undefined);
        });
});
