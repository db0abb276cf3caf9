import assert from "node:assert/strict";
import type {Problem} from "../../../src/core/example.js";
import {answers, line, places, read, record, textOf} from "./support.js";

const [one, two, three] = [line("1"), line("2"), line("3")];
const notClosed = "A quote or bracket is missing: the record is not closed before the next begins.";

/** What happens to the second of three records, and what is said of it. */
const corruptions: readonly [title: string, from: RegExp, to: string, message: RegExp][] = [
    ["misses its opening brace", /^\{/, "", /^A record begins without its opening \{\.$/],
    ["misses its closing brace", /\}$/, "", /not closed before the next/],
    ["misses a name's opening quote", /^(\{\s*)"/, "$1", /^A field name in double quotes is expected here\.$/],
    ["misses a name's closing quote", /n"/, "n", /^A colon is missing|^A text is not closed/],
    ["is but an opening quote and some letters", /^[^]*$/, "\"in", /^A text (stands here in place of a record, or a quote is missing|is not closed: its closing quote is missing on this line)\.$/],
    ["misses a text's opening quote", /"2"/, "2\"", /^A comma or a closing bracket is missing before this\.$/],
    ["misses a text's closing quote", /"2"/, "\"2", /not closed/],
    ["misses the opening quote of several words", /"Say/, "Say", /^This is no JSON value/],
    ["misses a colon", /output":/, "output\"", /^A colon is missing after a field name\.$/],
    ["misses a comma", /"",/, "\"\"", /^A comma or a closing bracket is missing before this\.$/],
    ["has a comma too many", /"2"/, "\"2\",", /^A field name in double quotes is expected here\.$/],
    ["is cut inside a name", /output[^]*$/, "outp", /not closed/],
    ["is cut inside a text", /2[^]*$/, "", /not closed/],
    ["is cut after a colon", /\s*"2"[^]*$/, "", /^A value is missing here\./],
    ["is cut after a field", /,\s*"output[^]*$/, "", /not closed before the next/],
    ["is cut after its opening brace", /"[^]*$/, "", /^A field name|not closed/],
    ["has a bad escape", /"2"/, "\"\\x\"", /unknown escape/],
    ["has a lone surrogate", /"2"/, "\"\\ud800\"", /half of a surrogate pair/],
    ["has a word that is no JSON", /"2"/, "undefined", /^This is no JSON value/]
];

describe("an array with a broken element", () => {
    for (const [style, indent] of [["minified", undefined], ["pretty-printed", 2]] as const) {
        for (const [title, from, to, message] of corruptions) {
            it(`that ${title} keeps its other records (${style})`, () => {
                const [first, second, third] = ["1", "2", "3"].map((answer) => JSON.stringify(record(answer), null, indent));
                const text = `[${first},${second?.replace(from, to)},${third}]`;
                const reading = read(text);
                assert.deepEqual(answers(reading), ["1", "3"]);
                assert.deepEqual(reading.examples.map(({index, span}) => [index, textOf(text, span)]), [[0, first], [1, third]]);
                assert.equal(reading.problems.length, 1, places(reading).join("\n"));
                const [problem] = reading.problems;
                assert.match(problem?.message ?? "", message);
                assert.equal(textOf(text, problem?.span ?? {start: 0, end: 0}), second?.replace(from, to).trim());
                assert.ok(isInside(text, problem));
            });
        }
    }
});

/** Whether a problem's place lies in its span, or just behind it. */
function isInside(text: string, problem: Problem | undefined): boolean {
    if (problem === undefined)
        return false;
    const before = text.split("\n").slice(0, problem.line - 1).map((row) => row.length + 1);
    const at = before.reduce((sum, length) => sum + length, problem.column - 1);
    return at >= problem.span.start && at <= problem.span.end;
}

describe("an array that is not as it should be", () => {
    for (const [title, text, expected, problems] of [
        ["without its closing bracket", `[${one},${two}`, "12", ["1:101 The file ends before the array is closed with ]."]],
        ["that ends after a comma", `[${one},\n`, "1", ["2:1 The file ends before the array is closed with ]."]],
        ["that ends inside a record", `[${one},{"instruction": "q", "outp`, "1", ["1:73 A text is not closed: its closing quote is missing on this line."]],
        ["that is only opened", "[", "", ["1:2 The file ends before the array is closed with ]."]],
        ["with a trailing comma", `[${one},\n]`, "1", ["2:1 A comma stands before the closing ]; JSON wants none after the last record."]],
        ["with a comma at the beginning", `[,${one}]`, "1", ["1:2 A value is missing here."]],
        ["with two commas", `[${one},,${two}]`, "12", ["1:52 A value is missing here."]],
        ["with a missing comma", `[${one}\n${two}]`, "12", ["2:1 A comma is missing between two records."]],
        ["with text after its end", `[${one}]\nthe end`, "1", ["2:1 There is text after the end of the array."]],
        ["with a record after its end", `[${one}]\n${two}\n`, "12", ["2:1 There is text after the end of the array."]],
        ["with another array after its end", `[${one},${two}][${three}]`, "123", ["1:102 There is text after the end of the array."]],
        ["with a bracket too many", `[${one}]]`, "1", ["1:52 There is text after the end of the array."]],
        ["with elements of other kinds", `[1, "x", null, [${two}], ${one}]`, "1", ["1:2 The record is a number where an object is expected.",
            "1:5 The record is a text where an object is expected.", "1:10 The record is null where an object is expected.",
            "1:16 The record is a list where an object is expected."]],
        ["that misses the end of a list in a record", `[{"conversations": [{"from": "human", "value": "q"}, ${one}, ${two}]`, "12", [`1:52 ${notClosed}`]],
        ["with garbage between records", `[${one}, %&/ {" {"" ${two}]`, "12", ["1:53 This is no JSON value: texts stand in double quotes, and without them only numbers, true, false and null."]],
        ["that is empty", "[]", "", []],
        ["that is empty and spread out", "\n[\r\n]\n", "", []]
    ] as const) {
        it(`is read as far as it goes: ${title}`, () => {
            const reading = read(text);
            assert.equal(reading.container, "array");
            assert.equal(answers(reading).join(""), expected);
            assert.deepEqual(places(reading), problems);
        });
    }

    it("does not take a record's own fields for records after an error", () => {
        const nested = `{"instruction": "q", "original": ${one}, "output": x y}`;
        assert.deepEqual(answers(read(`[${nested},${two}]`)), ["2"]);
    });
});

describe("pretty-printed records without an array around them", () => {
    const [first, second] = [JSON.stringify(record("1"), null, 2), JSON.stringify(record("2"), null, 4)];

    for (const [title, text, expected, problems] of [
        ["one", first, "1", []],
        ["several, as jq writes them", `${first}\n${second}\n`, "12", []],
        ["one with a byte-order mark and CRLF", `\ufeff${first.replaceAll("\n", "\r\n")}`, "1", []],
        ["a broken one among others", `${first}\n${first.replace(":", "")}\n${second}`, "12", ["7:17 A colon is missing after a field name."]],
        ["an array that misses its opening bracket", `${first},\n${second}\n]`, "12", ["5:2 These records stand in a list whose opening [ is missing."]]
    ] as const) {
        it(`are read: ${title}`, () => {
            const reading = read(text);
            assert.equal(answers(reading).join(""), expected);
            assert.deepEqual(places(reading), problems);
        });
    }

    it("are one problem, not one for each line, when they are no examples", () => {
        assert.equal(read(JSON.stringify({name: {file: "a.json", columns: {x: "y"}}}, null, 2)).problems.length, 1);
    });
});

describe("the first line", () => {
    it("does not turn JSON Lines into an array when it is a list itself", () => {
        const reading = read(`[1]\n${one}\n${two}\n`);
        assert.deepEqual(answers(reading), ["1", "2"]);
        assert.equal(reading.problems.length, 2);
    });

    it("may be broken without costing the next", () => {
        assert.deepEqual(answers(read(`{"instruction": \n${one}\n`)), ["1"]);
        assert.deepEqual(answers(read(`{\n${one}\n`)), ["1"]);
    });
});
