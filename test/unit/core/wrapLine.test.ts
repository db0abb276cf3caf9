import assert from "node:assert/strict";
import {wrapLine} from "../../../src/core/wrapLine.js";

const graphemes = new Intl.Segmenter(undefined, {granularity: "grapheme"});
const characters = (text: string): string[] => Array.from(graphemes.segment(text), ({segment}) => segment);

describe("wrapLine", () => {
    const cases: readonly (readonly [name: string, line: string, expected: readonly string[]])[] = [
        ["leaves what fits", "as it is", ["as it is"]],
        ["leaves nothing", "", [""]],
        ["breaks at spaces", "one two three four", ["one two", "  three", "  four"]],
        ["breaks where there is no space at all", "abcdefghijklmnopqrstuvwxyz", ["abcdefghij", "  klmnopqr", "  stuvwxyz"]],
        ["breaks a word that fits into no line where the line is full", "At abcdefghijklmnop", ["At abcdefg", "  hijklmno", "  p"]],
        ["takes a word that fits into a line of its own there", "abcde http://a", ["abcde", "  http://a"]],
        ["takes an indented line's own indent for no place to break", "    abcdefghijkl", ["    abcdef", "  ghijkl"]],
        ["breaks Chinese", "这是一个没有任何空格的很长的句子", ["这是一个没有任何空格", "  的很长的句子"]],
        ["cuts no emoji", "👩‍👩‍👧‍👦🇩🇪👍🏽😀😀😀😀😀😀😀😀😀", ["👩‍👩‍👧‍👦🇩🇪👍🏽😀😀😀😀😀😀😀", "  😀😀"]],
        ["leaves accents with their letters", "e\u0301".repeat(11), ["e\u0301".repeat(10), "  e\u0301"]]
    ];
    for (const [name, line, expected] of cases)
        it(name, () => {
            assert.deepEqual(wrapLine(line, 10, "  "), expected);
        });

    it("loses no character but spaces, and makes no line too long, whatever the text", () => {
        const pieces = ["word", " ", "  ", "这是", "https://example.org/a/very/long/path/that/has/no/space/anywhere?and=a&query=too", "QUJDREVGRw".repeat(30), "😀", "e\u0301\u0302", "👩‍👩‍👧‍👦", "\ud800", "日本語の文章", "/data/".repeat(40), "ไทย", "한국어"];
        let state = 1;
        const next = (end: number): number => (state = (state * 48271) % 2147483647) % end;
        for (let trial = 0; trial < 300; trial++) {
            const line = Array.from({length: next(40)}, () => pieces[next(pieces.length)]).join(""), width = 5 + next(100);
            const lines = wrapLine(line, width, "    ");
            assert.equal(lines.join("").replaceAll(" ", ""), line.replaceAll(" ", ""));
            for (const part of lines)
                assert.ok(characters(part).length <= width, `${characters(part).length} > ${width}: ${part}`);
            if (line.isWellFormed())
                assert.ok(lines.every((part) => part.isWellFormed()));
        }
    });
});
