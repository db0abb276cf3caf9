import assert from "node:assert/strict";
import {rankLines} from "../../../src/core/table/rankLines.js";
import {unknown} from "../../../src/core/table/table.js";

const alphabet = ["a", "b", "é", "ß", "\uff5e", "\u{1f600}", "\u{10ffff}", "ع"];

/** Lines of many kinds, also equal ones, beginnings of others, and empty ones. */
function randomLines(amount: number): string[] {
    let state = 1;
    const next = (below: number): number => {
        state = Math.imul(state, 0x5bd1e995) + 0x2545f491 | 0;
        return (state >>> 8) % below;
    };
    const ends = Array.from({length: amount}, () => Array.from({length: next(9)}, () => alphabet[next(alphabet.length)] ?? "").join(""));
    return ends.map((end, at) => at % 3 === 0 ? end : `${"same ".repeat(next(12))}${end}`);
}

/** Counted one by one: how many lines that are not empty stand before it. */
function expectedRanks(lines: readonly string[]): number[] {
    const points = lines.map((line) => Array.from(line, (character) => character.codePointAt(0) ?? 0));
    const isBefore = (one: readonly number[], other: readonly number[]): boolean => {
        const at = one.findIndex((point, place) => point !== other[place]);
        return at < 0 ? one.length < other.length : at < other.length && (one[at] ?? 0) < (other[at] ?? 0);
    };
    return points.map((line) => line.length === 0 ? unknown : points.filter((other) => other.length > 0 && isBefore(other, line)).length);
}

describe("ranks of lines", () => {
    const lines = randomLines(400);

    for (const bytes of [0, 16 * 400, 100 * 400, 1 << 26])
        for (const bytesOfLine of [16, 36, 256])
            it(`are by code points, and lines are held but ${bytesOfLine} bytes at once, ${bytes} of all together`, () => {
                const asked: number[] = [];
                const ranks = rankLines(lines.length, (rows, take) => {
                    asked.push(rows.length);
                    assert.deepEqual([...rows], [...rows].sort((a, b) => a - b));
                    for (const row of rows)
                        take(lines[row] ?? "");
                }, {bytes, bytesOfLine});
                assert.deepEqual([...ranks], expectedRanks(lines));
                const longest = Math.max(...lines.map((line) => Buffer.byteLength(line))), held = Math.max(16, Math.min(bytesOfLine, bytes / lines.length));
                assert.equal(asked.length === 1, held >= longest, asked.join());
                assert.ok((asked[1] ?? 0) < lines.length, "only what is not told apart is read again");
            });

    it("are there for no lines, for none but empty ones, and for equal ones however long", () => {
        const ranksOf = (all: readonly string[]): number[] => [...rankLines(all.length, (rows, take) => {
            for (const row of rows)
                take(all[row] ?? "");
        })];
        assert.deepEqual(ranksOf([]), []);
        assert.deepEqual(ranksOf(["", ""]), [unknown, unknown]);
        assert.deepEqual(ranksOf(["", "x", ""]), [unknown, 0, unknown]);
        const long = "€".repeat(5000);
        assert.deepEqual(ranksOf([long, `${long}b`, long, `${long}a`, "a"]), [1, 4, 1, 3, 0]);
    });
});
