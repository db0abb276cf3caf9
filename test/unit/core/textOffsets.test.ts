import assert from "node:assert/strict";
import {Utf8Offsets} from "../../../src/core/textOffsets.js";
import {randomSource} from "../formats/support.js";

/** For every byte of the encoding the offset of the character it belongs to, and the text's length for the end. */
function naiveOffsets(text: string): number[] {
    const offsets: number[] = [];
    let at = 0;
    for (const character of text) { // goes by code points; half of a pair is one of its own
        for (let byte = new TextEncoder().encode(character).length; byte > 0; byte--)
            offsets.push(at);
        at += character.length;
    }
    return [...offsets, at];
}

function assertNaive(text: string): void {
    const offsets = new Utf8Offsets(text), expected = naiveOffsets(text);
    assert.equal(offsets.byteLength, new TextEncoder().encode(text).length);
    assert.deepEqual(expected.map((_, byte) => offsets.toCharacter(byte)), expected);
    assert.equal(offsets.toCharacter(expected.length + 5), text.length);
    assert.equal(offsets.toCharacter(0), 0);
}

describe("offsets of bytes as offsets of characters", () => {
    for (const [title, text] of [
        ["an empty text", ""],
        ["ASCII", "plain text\r\n\u0000\u007f"],
        ["characters of two and three bytes", "\u0080é߿ࠀ漢\uffff"],
        ["characters of four bytes", "a😀b\u{10ffff}😀"],
        ["a byte-order mark, which counts", "\ufeff{}"],
        ["halves of surrogate pairs", "\ud800\ud83d😀\ude00\udc00\ud800a\ud800"],
        ["a pair with a checkpoint between its halves", "x".repeat(1023) + "😀" + "y".repeat(2000) + "é"],
        ["halves beside a checkpoint", "é" + "x".repeat(1022) + "\ud83d" + "x".repeat(1023) + "\ude00"],
        ["a text that ends at a checkpoint", "é" + "x".repeat(2047)]
    ] as const) {
        it(`are right in ${title}`, () => {
            assertNaive(text);
        });
    }

    it("are right in texts put together at random", () => {
        const random = randomSource(11);
        const pieces = ["a", "\n", "é", "漢", "😀", "\ud83d", "\ude00", "\u{1f1e9}\u{1f1ea}", "plain words "];
        for (let round = 0; round < 20; round++) {
            const plain = random(3) === 0 ? "x".repeat(random(3000)) : "";
            assertNaive(plain + Array.from({length: random(3000)}, () => pieces[random(pieces.length)] ?? "").join(""));
        }
    });
});
