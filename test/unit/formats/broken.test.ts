import assert from "node:assert/strict";
import {answers, bytesOf, line, places, read, textOf} from "./support.js";

const notClosed = "A text is not closed: its closing quote is missing on this line.";
const noValue = "This is no JSON value: texts stand in double quotes, and without them only numbers, true, false and null.";

/** A broken line, the column at which it is broken, and the sentence. */
const broken: readonly [text: string, column: number, message: string][] = [
    ["{\"instruction\": \"q\", \"output\": \"cut of", 32, notClosed],
    ["{\"instruction\": \"q\", \"output\":", 31, "The text ends inside this record."],
    ["{\"instruction\": \"q\", \"output\": \"a\"", 35, "The text ends inside this record."],
    ["{\"instruction\": \"q\" \"output\": \"a\"}", 21, "A comma or a closing bracket is missing before this."],
    ["{\"instruction\" \"q\", \"output\": \"a\"}", 16, "A colon is missing after a field name."],
    ["{\"instruction\": \"q\", output: \"a\"}", 22, "A field name in double quotes is expected here."],
    ["{\"instruction\": \"q\", \"output\": \"a\",}", 36, "A field name in double quotes is expected here."],
    ["{\"instruction\": \"q\", \"output\": a word\"}", 32, noValue],
    ["{'instruction': 'q', 'output': 'a'}", 2, "A field name in double quotes is expected here."],
    ["{\"instruction\": \"q\", \"output\": None}", 32, noValue],
    ["{\"instruction\": \"q\", \"output\": \"a\", \"x\": NaN}", 42, "NaN and Infinity are not JSON: write null or leave the field out."],
    ["{\"instruction\": \"q\", \"output\": \"a\", \"x\": 01}", 42, "A number is not written as JSON wants it."],
    ["{\"instruction\": \"q\", \"output\": \"a\", \"x\": }", 42, "A value is missing here."],
    ["{\"instruction\": \"q\", \"output\": \"a\tb\"}", 34, "A text holds a control character; JSON wants it escaped, such as \\t or \\u0000."],
    ["{\"instruction\": \"q\", \"output\": \"a\\q\"}", 34, "A text holds an unknown escape after a backslash; write \\\\ for a backslash."],
    ["{\"instruction\": \"q\", \"output\": \"\\u12g4\"}", 33, "A \\u escape needs four hexadecimal digits."],
    ["{\"instruction\": \"q\", \"output\": \"\\\\ud83d\\ud83d!\"}", 40, "A \\u escape is half of a surrogate pair; the character is cut in two."],
    ["{\"instruction\": \"q\", \"output\": \"\\ude00\"}", 33, "A \\u escape is half of a surrogate pair; the character is cut in two."],
    ["{\"instruction\": \"q\", \"output\": \"a\"}{\"instruction\": \"q\", \"output\": \"b\"}", 36, "There is more text on this line after the record's end; each line holds one record."],
    ["{\"instruction\": \"q\", \"output\": \"a\"},", 36, "There is more text on this line after the record's end; each line holds one record."],
    ["// a comment", 1, noValue],
    ["}", 1, "A value is missing here."],
    ["{\"instruction\": \"😀é\", \"output\": a}", 34, noValue]
];

describe("a broken line", () => {
    for (const [text, column, message] of broken) {
        it(`costs no other example and is told with its place: ${text}`, () => {
            const file = `${line("1")}\n  ${text}\r\n\n${line("2")}\n`;
            const reading = read(file);
            assert.deepEqual(answers(reading), ["1", "2"]);
            assert.deepEqual(reading.examples.map((example) => [example.index, example.line]), [[0, 1], [1, 4]]);
            assert.deepEqual(places(reading), [`2:${column + 2} ${message}`]);
            assert.equal(textOf(file, reading.problems[0]?.span ?? {start: 0, end: 0}), text);
        });
    }

    it("may be the first or the last one", () => {
        const reading = read(`{"instruction": "q\n${line("1")}\n{"instruction":`);
        assert.deepEqual(answers(reading), ["1"]);
        assert.deepEqual(reading.problems.map((problem) => problem.line), [1, 3]);
    });

    it("of bytes that are not UTF-8 is told at the first such byte", () => {
        const latin1 = Uint8Array.from(`{"instruction": "q \ufffd", "output": "caf\u00e9"}`, (character) => character === "\ufffd" ? 0x3f : character.charCodeAt(0));
        const before = bytesOf("{\"instruction\": \"a real \ufffd\", \"output\": \"");
        const file = new Uint8Array([...latin1, 0x0a, ...before, 0xff, 0x22, 0x7d, 0x0a, ...bytesOf(line("1"))]);
        const reading = read(file);
        assert.deepEqual(answers(reading), ["1"]);
        assert.deepEqual(places(reading), ["1:38", "2:40"].map((place) => `${place} The bytes here are not UTF-8; save the file as UTF-8.`));
    });

    it("of UTF-8 that encodes half a surrogate pair is told too", () => {
        const [before, after] = ["{\"instruction\": \"q\", \"output\": \"", "\"}"];
        const reading = read(new Uint8Array([...bytesOf(before), 0xed, 0xa0, 0xbd, ...bytesOf(after)]));
        assert.deepEqual(places(reading), [`1:${before.length + 1} The bytes here are not UTF-8; save the file as UTF-8.`]);
    });

    it("with absurd nesting is told and not followed", () => {
        const deep = `{"instruction": "q", "output": "a", "x": ${"[".repeat(300)}${"]".repeat(300)}}`;
        const allowed = `{"instruction": "q", "output": "a", "x": ${"[".repeat(255)}${"]".repeat(255)}}`;
        const reading = read(`${deep}\n${allowed}`);
        assert.deepEqual(places(reading), ["1:1 The record is nested more than 256 levels deep."]);
        assert.equal(reading.examples.length, 1);
    });
});

describe("odd but healthy lines", () => {
    for (const [title, text] of [
        ["duplicate keys, of which the last one counts", "{\"instruction\": \"q\", \"output\": \"x\", \"output\": \"1\"}"],
        ["a __proto__ key", "{\"__proto__\": {\"output\": \"x\"}, \"instruction\": \"q\", \"output\": \"1\"}"],
        ["keys of Object.prototype", "{\"constructor\": 1, \"hasOwnProperty\": 2, \"toString\": null, \"instruction\": \"q\", \"output\": \"1\"}"],
        ["escapes and surrogate pairs", "{\"instruction\": \"\\ud83d\\ude00 \\\\ud83d \\u00e9\\/\\b\\f\", \"output\": \"1\"}"],
        ["numbers of all kinds", "{\"instruction\": \"q\", \"output\": \"1\", \"x\": [0, -0.5e+10, 1E400, 123456789012345678901234567890]}"],
        ["line separators inside texts", "{\"instruction\": \"\u2028 \u2029 \u0085\", \"output\": \"1\"}"],
        ["much white space", " \t{ \"instruction\" :\t\"q\" , \"output\" : \"1\" }\t \r"]
    ]) {
        it(`are read: ${title}`, () => {
            const reading = read(`${text}\n${line("2")}`);
            assert.deepEqual(places(reading), []);
            assert.deepEqual(answers(reading), ["1", "2"]);
        });
    }

    it("are not seen in an empty file, or in one of white space and a byte-order mark", () => {
        for (const text of ["", "\n", " \r\n\t", "\ufeff", "\ufeff\n\n"])
            assert.deepEqual(read(text).items, []);
    });
});
