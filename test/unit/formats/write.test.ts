import assert from "node:assert/strict";
import {UserError} from "../../../src/core/errors.js";
import type {Turn} from "../../../src/core/example.js";
import {onOneLine, withField} from "../../../src/core/formats/recordText.js";
import {writtenRecord} from "../../../src/core/formats/write.js";
import {read} from "./support.js";

const plain: readonly Turn[] = [{role: "system", text: "s"}, {role: "user", text: "q1"}, {role: "assistant", text: "a1"}, {role: "user", text: "q2"}, {role: "assistant", text: "a2"}];
const withTools: readonly Turn[] = [{role: "user", text: "q"}, {role: "tool-call", text: "{\"name\":\"f\",\"arguments\":{\"x\":1}}"}, {role: "tool-result", text: "r"}, {role: "assistant", text: "a"}];
const withInput: readonly Turn[] = [{role: "user", text: "q", input: "i"}, {role: "assistant", text: "a"}];

describe("an example written in another form", () => {
    for (const [form, turns] of [["alpaca", plain], ["alpaca", withInput], ["sharegpt", plain], ["sharegpt", withTools], ["messages", plain], ["messages", withTools]] as const) {
        it(`reads as the same turns again: ${form} of ${turns.length} turns`, () => {
            const {examples} = read(JSON.stringify(writtenRecord(turns, form)));
            const calls = examples[0]?.turns.map(({call}) => call === undefined ? {} : {call});
            assert.deepEqual(examples.map((example) => [example.form, example.turns]), [[form, turns.map((turn, at) => ({...turn, ...calls?.[at]}))]]);
        });
    }

    it("has the input after the instruction where the form has no place for it", () => {
        assert.deepEqual(writtenRecord(withInput, "sharegpt"), {conversations: [{from: "human", value: "q\ni"}, {from: "gpt", value: "a"}]});
        assert.deepEqual(writtenRecord(withInput, "messages"), {messages: [{role: "user", content: "q\ni"}, {role: "assistant", content: "a"}]});
    });

    it("has all of Alpaca's fields, and system and history only where there are such", () => {
        assert.deepEqual(writtenRecord([{role: "user", text: "q"}, {role: "assistant", text: "a"}], "alpaca"), {instruction: "q", input: "", output: "a"});
        assert.deepEqual(writtenRecord(plain, "alpaca"), {instruction: "q2", input: "", output: "a2", system: "s", history: [["q1", "a1"]]});
    });

    it("keeps a tool call that is no JSON as the arguments of one", () => {
        const {messages} = writtenRecord([{role: "user", text: "q"}, {role: "tool-call", text: "call f"}], "messages") as {messages: unknown[]};
        assert.deepEqual(messages[1], {role: "assistant", content: null, tool_calls: [{type: "function", function: {name: "unknown", arguments: "call f"}}]});
    });

    for (const [title, turns] of [
        ["tool calls", withTools],
        ["two questions in a row", [{role: "user", text: "q"}, {role: "user", text: "q2"}, {role: "assistant", text: "a"}]],
        ["a system text alone before the answer", [{role: "system", text: "s"}, {role: "assistant", text: "a"}]]
    ] as const) {
        it(`cannot be Alpaca with ${title}`, () => {
            assert.throws(() => writtenRecord(turns as readonly Turn[], "alpaca"), UserError);
        });
    }
});

describe("a record's own text", () => {
    it("goes on one line with every value to the letter", () => {
        const text = "{\r\n\t\"a\" : [ 1.0 , 123456789012345678901234567890,\n 1E400 ] , \"b\\u00e9\": \"x  \\/ \\ud83d\\ude00 \\n\", \"a\": { }\n}";
        assert.equal(onOneLine(text), "{\"a\":[1.0,123456789012345678901234567890,1E400],\"b\\u00e9\":\"x  \\/ \\ud83d\\ude00 \\n\",\"a\":{}}");
    });

    for (const [title, text, expected] of [
        ["on one line", "{\"a\": 1.0, \"b\": 1E400}", "{\"a\": 1.0, \"b\": 1E400, \"goldenScore\": 0.5}"],
        ["with the field already there", "{\"goldenScore\": null, \"a\": 1.0}", "{\"goldenScore\": 0.5, \"a\": 1.0}"],
        ["pretty-printed with two spaces", "{\n  \"a\": 1.0\n}", "{\n  \"a\": 1.0,\n  \"goldenScore\": 0.5\n}"],
        ["pretty-printed with tabs and CRLF", "{\r\n\t\"a\": 1.0\r\n}", "{\r\n\t\"a\": 1.0,\r\n\t\"goldenScore\": 0.5\r\n}"],
        ["that is no object", "[]", undefined]
    ] as const) {
        it(`takes one more field and keeps the rest as it is written: ${title}`, () => {
            assert.equal(withField(text, "goldenScore", 0.5), expected);
        });
    }

    it("inside an array keeps its indentation when it takes a field", () => {
        assert.equal(withField("{\n    \"a\": 1\n  }", "goldenScore", null), "{\n    \"a\": 1,\n    \"goldenScore\": null\n  }");
    });
});
