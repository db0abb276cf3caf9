import assert from "node:assert/strict";
import type {Turn} from "../../../src/core/example.js";
import {exampleText, promptText} from "../../../src/core/prompt.js";

interface Case {
    readonly name: string;
    readonly turns: readonly Turn[];
    readonly query: string;
    readonly answer: string;
}

const cases: readonly Case[] = [
    {
        name: "instruction and output",
        turns: [{role: "user", text: "Name a colour."}, {role: "assistant", text: "Red."}],
        query: "Instruction:\nName a colour.\nResponse:\n", answer: "Red."
    },
    {
        name: "an input stands between them under a heading of its own",
        turns: [{role: "user", text: "Translate.", input: "Haus"}, {role: "assistant", text: "house"}],
        query: "Instruction:\nTranslate.\nInput:\nHaus\nResponse:\n", answer: "house"
    },
    {
        name: "a blank input is no input",
        turns: [{role: "user", text: "Translate.", input: " \n"}, {role: "assistant", text: "house"}],
        query: "Instruction:\nTranslate.\nResponse:\n", answer: "house"
    },
    {
        name: "every field is trimmed at its ends and nowhere else",
        turns: [{role: "user", text: "\n Count:\n\n  1, 2 \t", input: "\r\n a  b \n"}, {role: "assistant", text: "  3,\n 4\n\n"}],
        query: "Instruction:\nCount:\n\n  1, 2\nInput:\na  b\nResponse:\n", answer: "3,\n 4"
    },
    {
        name: "an empty answer leaves the heading",
        turns: [{role: "user", text: "Say nothing."}, {role: "assistant", text: " "}],
        query: "Instruction:\nSay nothing.\nResponse:\n", answer: ""
    },
    {
        name: "of several turns only the last answer is scored",
        turns: [
            {role: "user", text: "Hi"}, {role: "assistant", text: "Hello!"},
            {role: "user", text: "Sum up.", input: "1 + 1"}, {role: "assistant", text: "2"}
        ],
        query: "Instruction:\nHi\nResponse:\nHello!\nInstruction:\nSum up.\nInput:\n1 + 1\nResponse:\n", answer: "2"
    },
    {
        name: "a system text is a line of its own in front",
        turns: [{role: "system", text: " Be brief.\n"}, {role: "user", text: "Hi"}, {role: "assistant", text: "Hello!"}],
        query: "Be brief.\nInstruction:\nHi\nResponse:\n", answer: "Hello!"
    },
    {
        name: "a blank system text is no line",
        turns: [{role: "system", text: ""}, {role: "user", text: "Hi"}, {role: "assistant", text: "Hello!"}],
        query: "Instruction:\nHi\nResponse:\n", answer: "Hello!"
    },
    {
        name: "tool calls and results have headings of their own",
        turns: [
            {role: "user", text: "Weather?"}, {role: "tool-call", text: "{\"name\":\"w\"}"}, {role: "tool-result", text: "sunny\n"}, {role: "assistant", text: "It is sunny."}
        ],
        query: "Instruction:\nWeather?\nTool call:\n{\"name\":\"w\"}\nTool result:\nsunny\nResponse:\n", answer: "It is sunny."
    },
    {
        name: "a tool call may be the answer",
        turns: [{role: "user", text: "Weather?"}, {role: "tool-call", text: " {\"name\":\"w\"} "}],
        query: "Instruction:\nWeather?\nTool call:\n", answer: "{\"name\":\"w\"}"
    },
    {
        name: "an answer without a question",
        turns: [{role: "assistant", text: "Once upon a time"}],
        query: "Response:\n", answer: "Once upon a time"
    }
];

describe("promptText", () => {
    for (const {name, turns, query, answer} of cases)
        it(name, () => {
            assert.deepEqual(promptText(turns), {query, answer});
        });

    it("gives the example the very text that it has as an anchor", () => {
        for (const {turns, query, answer} of cases)
            assert.equal(exampleText(turns), query + answer);
    });

    it("refuses turns that do not end in the model's own", () => {
        assert.throws(() => promptText([{role: "user", text: "Hi"}]), /must end in a turn of the model/);
        assert.throws(() => promptText([]), /must end in a turn of the model/);
    });
});
