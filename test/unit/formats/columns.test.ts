import assert from "node:assert/strict";
import {UserError} from "../../../src/core/errors.js";
import {parseColumns} from "../../../src/core/formats/columns.js";
import {places, read} from "./support.js";

describe("parseColumns", () => {
    for (const [text, mapping] of [
        ["instruction=q,output=a", {instruction: "q", output: "a"}],
        ["instruction=q.text,output=a", {instruction: "q.text", output: "a"}],
        [" instruction = q.text , input = ctx.0.body , output = answers.0 , system = sys ", {instruction: "q.text", input: "ctx.0.body", output: "answers.0", system: "sys"}],
        ["messages=chat.turns", {messages: "chat.turns"}],
        ["messages=m,system=s", {messages: "m", system: "s"}],
        ["instruction=a=b,output=c", {instruction: "a=b", output: "c"}]
    ] as const) {
        it(`reads ${JSON.stringify(text)}`, () => {
            assert.deepEqual(parseColumns(text), mapping);
        });
    }

    for (const [text, message] of [
        ["", /"" is no column; use instruction, input, output, system, messages/],
        ["question=q,output=a", /"question" is no column/],
        ["__proto__=q,output=a", /"__proto__" is no column/],
        ["instruction=,output=a", /"instruction" has no path; write instruction=<field>/],
        ["instruction,output=a", /"instruction" has no path/],
        ["instruction=q", /give at least instruction=<field> and output=<field>, or messages=<field>/],
        ["input=i,output=a", /give at least/],
        ["instruction=q,output=a,", /"" is no column/]
    ] as const) {
        it(`says what is wrong with ${JSON.stringify(text)}`, () => {
            assert.throws(() => parseColumns(text), (error) => error instanceof UserError && message.test(error.message) && error.remedy === "columns");
        });
    }
});

describe("a user's columns", () => {
    const cases: readonly [title: string, columns: string, record: unknown, texts: readonly string[]][] = [
        ["top-level fields", "instruction=question,output=answer", {question: "q", answer: "a"}, ["user:q", "assistant:a"]],
        ["dotted paths", "instruction=q.text,output=a", {q: {text: "q"}, a: "a"}, ["user:q", "assistant:a"]],
        ["places in lists", "instruction=q.0,output=a.1.text", {q: ["q"], a: [{}, {text: "a"}]}, ["user:q", "assistant:a"]],
        ["a field whose name holds dots first", "instruction=q.text,output=a", {"q.text": "q", "q": {text: "x"}, "a": "a"}, ["user:q", "assistant:a"]],
        ["input and system", "instruction=q,input=i,system=s,output=a", {q: "q", i: "i", s: "s", a: "a"}, ["system:s", "user:q|i", "assistant:a"]],
        ["an input that is not there", "instruction=q,input=i,output=a", {q: "q", a: "a"}, ["user:q", "assistant:a"]],
        ["null as answer", "instruction=q,output=a", {q: "q", a: null}, ["user:q", "assistant:"]],
        ["messages under another name", "messages=chat.turns,system=s", {s: "s", chat: {turns: [{role: "user", content: "q"}, {from: "gpt", value: "a"}]}}, ["system:s", "user:q", "assistant:a"]],
        ["before any known form", "instruction=input,output=instruction", {instruction: "a", input: "q", output: "x"}, ["user:q", "assistant:a"]],
        ["even of preference data", "instruction=prompt,output=chosen", {prompt: "q", chosen: "a", rejected: "b"}, ["user:q", "assistant:a"]],
        ["own fields named like an object's methods", "instruction=constructor,output=__proto__", JSON.parse("{\"constructor\": \"q\", \"__proto__\": \"a\"}"), ["user:q", "assistant:a"]]
    ];
    for (const [title, columns, record, texts] of cases) {
        it(`are read: ${title}`, () => {
            const reading = read(JSON.stringify(record), {columns: parseColumns(columns)});
            assert.deepEqual(places(reading), []);
            assert.equal(reading.examples[0]?.form, "columns");
            assert.deepEqual(reading.examples[0].turns.map(({role, text, input}) => `${role}:${text}${input === undefined ? "" : `|${input}`}`), texts);
        });
    }

    for (const [columns, record, message] of [
        ["instruction=q.text,output=a", {q: "x", a: "a"}, "There is no field \"q.text\"."],
        ["instruction=q,output=a.5", {q: "x", a: ["a"]}, "There is no field \"a.5\"."],
        ["instruction=toString,output=a", {a: "a"}, "There is no field \"toString\"."],
        ["instruction=q,output=a.length", {q: "x", a: ["a"]}, "There is no field \"a.length\"."],
        ["instruction=q,output=a", {q: "x", a: {b: "c"}}, "The field \"a\" holds an object where text is expected."],
        ["messages=m", {m: "x"}, "The field \"m\" is not a list with at least one turn."]
    ] as const) {
        it(`make a problem of a record that they do not fit: ${columns} of ${JSON.stringify(record)}`, () => {
            const reading = read(`${JSON.stringify(record)}\n`, {columns: parseColumns(columns)});
            assert.deepEqual([reading.examples.length, places(reading)], [0, [`1:1 ${message}`]]);
        });
    }

    it("decide where reading goes on after a broken record", () => {
        const reading = read("[{\"q\": {\"text\": \"1\"}, \"a\": \"1}, {\"q\": {\"text\": \"2\"}, \"a\": \"2\"}]", {columns: parseColumns("instruction=q.text,output=a")});
        assert.deepEqual(reading.examples.map(({turns}) => turns.at(-1)?.text), ["2"]);
    });
});
