import assert from "node:assert/strict";
import {removeRecords} from "../../../src/core/edits/removeRecords.js";
import {applyEdits} from "../../../src/core/edits/textEdit.js";
import {line, read} from "../formats/support.js";
import {without} from "./support.js";

/** Short names for records, to see what happens around them. */
function spelled(text: string): string {
    return text.replace(/[A-Z]/g, (name) => line(name));
}

function named(text: string): string {
    return text.replace(/\{"instruction":"Say it\.","input":"","output":"([A-Z])"\}/g, "$1");
}

/** A B C D are records; `removed` says which of them go. */
const tables: Readonly<Record<string, readonly (readonly [title: string, text: string, removed: string, expected: string])[]>> = {
    "JSON Lines": [
        ["the first", "A\nB\nC\n", "A", "B\nC\n"],
        ["one in the middle", "A\nB\nC\n", "B", "A\nC\n"],
        ["the last", "A\nB\nC\n", "C", "A\nB\n"],
        ["the last without a line break: the break before it goes", "A\nB\nC", "C", "A\nB"],
        ["the last two without a line break", "A\nB\nC", "BC", "A"],
        ["the only one", "A", "A", ""],
        ["all", "A\nB\n", "AB", ""],
        ["all behind a byte-order mark, which stays", "\ufeffA\nB", "AB", "\ufeff"],
        ["the first behind a byte-order mark", "\ufeffA\nB", "A", "\ufeffB"],
        ["the last, CRLF", "A\r\nB\r\nC\r\n", "C", "A\r\nB\r\n"],
        ["one in the middle, CRLF", "A\r\nB\r\nC", "B", "A\r\nC"],
        ["the last without a line break, CRLF", "A\r\nB\r\nC", "C", "A\r\nB"],
        ["one with white space around it", "A\n \t B \t \r\nC\n", "B", "A\nC\n"],
        ["one behind a mark in the middle of the file", "A\n\ufeffB\nC\n", "B", "A\nC\n"],
        ["one beside blank lines, which stay", "A\n\nB\n \nC\n\n", "B", "A\n\n \nC\n\n"],
        ["one before broken lines", "A\nB\n{\"x\nC,\n,\n", "B", "A\n{\"x\nC,\n,\n"],
        ["one behind a broken line with a comma", "A,\nB\nC\n", "B", "A,\nC\n"]
    ],
    "an array": [
        ["the first, minified", "[A,B,C]", "A", "[B,C]"],
        ["one in the middle, minified", "[A,B,C]", "B", "[A,C]"],
        ["the last, minified", "[A,B,C]\n", "C", "[A,B]\n"],
        ["neighbours at the beginning", "[A,B,C]", "AB", "[C]"],
        ["neighbours at the end", "[A,B,C]", "BC", "[A]"],
        ["every other one", "[A,B,C,D]", "AC", "[B,D]"],
        ["the ends", "[A,B,C,D]", "AD", "[B,C]"],
        ["all, minified", "[A,B]", "AB", "[]"],
        ["all, pretty", "\ufeff\n [\r\n  A,\r\n  B\r\n] \n", "AB", "\ufeff\n [] \n"],
        ["the first, pretty", "[\n  A,\n  B,\n  C\n]\n", "A", "[\n  B,\n  C\n]\n"],
        ["one in the middle, tabs and CRLF", "[\r\n\tA,\r\n\tB,\r\n\tC\r\n]", "B", "[\r\n\tA,\r\n\tC\r\n]"],
        ["the last, pretty", "[\n  A,\n  B,\n  C\n]\n", "C", "[\n  A,\n  B\n]\n"],
        ["the first, Python's commas", "[A, B, C]", "A", "[B, C]"],
        ["the last, Python's commas", "[A, B, C]", "C", "[A, B]"],
        ["the first, commas before", "[ A\n, B\n, C\n]", "A", "[ B\n, C\n]"],
        ["the last, commas before", "[ A\n, B\n, C\n]", "C", "[ A\n, B\n]"],
        ["one of several on a line", "[A, B,\n C, D]", "C", "[A, B,\n D]"],
        ["one between elements that are no records", "[1, A, null]", "A", "[1, null]"],
        ["all that are readable", "[1, A, null, B]", "AB", "[1, null]"]
    ],
    "an array with damage, of which only white space and commas go,": [
        ["one where the comma behind is missing", "[A, B C, D]", "B", "[A, C, D]"],
        ["the last where the comma before is missing", "[A, B\n C]", "C", "[A, B]"],
        ["the first where a comma is missing", "[A B]", "A", "[B]"],
        ["the last before a comma and the bracket", "[\n  A,\n  B,\n]", "B", "[\n  A,\n]"],
        ["all before a comma and the bracket", "[\n  A,\n  B,\n]", "AB", "[]"],
        ["one between two commas and two commas", "[A,, B ,, C]", "B", "[A,, , C]"],
        ["two around two commas", "[A, B , , C]", "BC", "[A, ]"],
        ["one behind text that is no value", "[{\"x: 1},\n  A, B]", "A", "[{\"x: 1},\n  B]"],
        ["one before text without a comma", "[A, B \"x\", C]", "B", "[A \"x\", C]"],
        ["one between broken texts", "[{\"x\" A \"y\"}, B]", "A", "[{\"x\" \"y\"}, B]"],
        ["the last of an array that is not closed", "[A,\n B\n", "B", "[A\n"],
        ["the only one of an array that is not closed", "[ A", "A", "["],
        ["one behind the array's end", "[A]\nB\n", "B", "[A]\n"],
        ["one between two arrays' ends", "[A]\nB\n[C]", "B", "[A]\n[C]"],
        ["the first of a second array", "[A]\n[B, C]", "B", "[A]\n[C]"]
    ],
    "objects one after the other": [
        ["the first", "P\nB\nC\n", "P", "Q\nC\n"],
        ["one in the middle", "P\nB\nC\n", "B", "P\nC\n"],
        ["the last", "P\n\nB\n\nC\n", "C", "P\n\nB\n"],
        ["one of several on a line", "P B C\nD", "C", "P B D"],
        ["one without anything between", "PBCD", "C", "PBD"],
        ["all", "\ufeff P\nB\n", "PB", "\ufeff"],
        ["one with commas between", "P,\nB,\nC\n", "B", "P,\nC\n"],
        ["the last with commas between", "P,\nB,\nC\n", "C", "P,\nB\n"],
        ["one beside broken text", "P\n{\"x\" B y} C", "B", "P\n{\"x\" y} C"]
    ]
};

/** P is a record whose opening bracket has a line break behind it, by which the layout is known. */
const pretty = "{\n\"instruction\":\"Say it.\",\"input\":\"\",\"output\":\"P\"}";

describe("removing records", () => {
    for (const [layout, table] of Object.entries(tables)) {
        for (const [title, text, removed, expected] of table) {
            it(`from ${layout} removes ${title}`, () => {
                const whole = text.split("P").map(spelled).join(pretty);
                const names = read(whole).examples.map(({turns}) => turns.at(-1)?.text ?? "");
                const rest = without(whole, (at) => removed.includes(names[at] ?? ""));
                assert.equal(named(rest.replace(pretty, "P").replace(line("B").replace("{", "{\n"), "Q")), expected);
                assert.deepEqual(read(rest).examples.map(({turns}) => turns.at(-1)?.text), names.filter((name) => !removed.includes(name)));
            });
        }
    }

    it("removes a record once that is named twice, as one with two examples is", () => {
        const text = `${JSON.stringify({instruction: "Do.", instances: [{output: "1"}, {output: "2"}]})}\n${line("A")}\n`;
        assert.equal(without(text, (at) => at < 2), `${line("A")}\n`);
    });

    it("takes of JSON Lines no more than the record where something else stands on its line", () => {
        const text = "1 2\n3 \n4 5 \n";
        const edits = removeRecords(text, "jsonl", [2, 4, 7].map((start) => ({start, end: start + 1})));
        assert.equal(applyEdits(text, edits), "1 \n 5 \n");
    });

    it("takes the records in any order and gives edits in the text's", () => {
        const edits = removeRecords("[1,2,3,4]", "array", [{start: 5, end: 6}, {start: 1, end: 2}]);
        assert.deepEqual(edits, [{start: 1, end: 3, text: ""}, {start: 5, end: 7, text: ""}]);
        assert.deepEqual(removeRecords("[1]", "array", []), []);
    });

    it("keeps a file of objects what it is when the first one on several lines goes: CRLF", () => {
        const text = `${JSON.stringify({instruction: "q", output: "1"}, null, 1)}\n{ "instruction": "q", "output": "2"}\n${JSON.stringify({instruction: "q", output: "3"}, null, 1)}\n`.replaceAll("\n", "\r\n");
        const rest = without(text, (at) => at === 0);
        assert.ok(rest.startsWith("{\r\n \"instruction\": \"q\", \"output\": \"2\"}\r\n{\r\n"));
        assert.deepEqual([read(rest).examples.length, read(rest).problems.length], [2, 0]);
    });

    for (const [title, spans] of [["overlap", [[1, 3], [2, 4]]], ["reach beyond the text", [[1, 10]]], ["are empty", [[1, 1]]]] as const) {
        it(`refuses places that ${title}`, () => {
            assert.throws(() => removeRecords("[1,2,3]", "array", spans.map(([start, end]) => ({start, end}))), RangeError);
        });
    }

    for (const [layout, open, between, close] of [["array", "[\n  ", ",\n  ", "\n]\n"], ["jsonl", "", "\n", "\n"]] as const) {
        it(`is done in linear time: every other of 20,000 records in 20 MB, ${layout}`, () => {
            const records = Array.from({length: 20_000}, (_, at) => line(String(at) + "x".repeat(1000)));
            const text = open + records.join(between) + close;
            const width = between.length;
            let at = open.length - width;
            const spans = records.map((record) => {
                const start = at + width;
                at = start + record.length;
                return {start, end: at};
            }).filter((_, place) => place % 2 === 1);
            const started = performance.now();
            const edits = removeRecords(text, layout, spans);
            const took = performance.now() - started;
            assert.equal(applyEdits(text, edits), open + records.filter((_, place) => place % 2 === 0).join(between) + close);
            assert.ok(took < 10_000, `took ${took.toFixed(0)} ms`); // takes a tenth of a second; a quadratic step would need minutes
        });
    }
});
