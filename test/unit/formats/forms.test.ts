import assert from "node:assert/strict";
import type {Form, Turn} from "../../../src/core/example.js";
import {read} from "./support.js";

const user = (text: string, input?: string): Turn => input === undefined ? {role: "user", text} : {role: "user", text, input};
const assistant = (text: string): Turn => ({role: "assistant", text});
const system = (text: string): Turn => ({role: "system", text});

/** Record, the form it is recognised by, and the turns of its example. */
const known: readonly [title: string, record: unknown, form: Form, turns: readonly Turn[]][] = [
    ["Alpaca", {instruction: "q", input: "i", output: "a"}, "alpaca", [user("q", "i"), assistant("a")]],
    ["Alpaca without an input", {instruction: "q", output: "a"}, "alpaca", [user("q"), assistant("a")]],
    ["Alpaca with a blank input", {instruction: "q", input: " \n", output: "a"}, "alpaca", [user("q"), assistant("a")]],
    ["Alpaca with null as input", {instruction: "q", input: null, output: "a"}, "alpaca", [user("q"), assistant("a")]],
    ["Alpaca with an empty answer", {instruction: "q", input: "", output: ""}, "alpaca", [user("q"), assistant("")]],
    ["Alpaca with system and history", {instruction: "q2", input: "i", output: "a2", system: "s", history: [["q1", "a1"]]}, "alpaca",
        [system("s"), user("q1"), assistant("a1"), user("q2", "i"), assistant("a2")]],
    ["Dolly", {instruction: "q", context: "c", response: "a", category: "open_qa"}, "dolly", [user("q", "c"), assistant("a")]],
    ["prompt and completion", {prompt: "q", completion: "a"}, "prompt-completion", [user("q"), assistant("a")]],
    ["prompt and response", {prompt: "q", response: "a"}, "prompt-response", [user("q"), assistant("a")]],
    ["prompt and completion as messages", {prompt: [{role: "system", content: "s"}, {role: "user", content: "q"}], completion: [{role: "assistant", content: "a"}]},
        "prompt-completion", [system("s"), user("q"), assistant("a")]],
    ["ShareGPT", {conversations: [{from: "human", value: "q"}, {from: "gpt", value: "a"}]}, "sharegpt", [user("q"), assistant("a")]],
    ["ShareGPT with a system field", {system: "s", conversations: [{from: "user", value: "q"}, {from: "assistant", value: "a"}]}, "sharegpt",
        [system("s"), user("q"), assistant("a")]],
    ["ShareGPT with tools", {conversations: [{from: "system", value: "s"}, {from: "human", value: "q"}, {from: "function_call", value: "{}"},
        {from: "observation", value: "r"}, {from: "tool", value: "r2"}, {from: "gpt", value: "a"}], tools: "[]"}, "sharegpt",
        [system("s"), user("q"), {role: "tool-call", text: "{}"}, {role: "tool-result", text: "r"}, {role: "tool-result", text: "r2"}, assistant("a")]],
    ["ShareGPT that ends in a tool call", {conversations: [{from: "human", value: "q"}, {from: "function_call", value: "{}"}]}, "sharegpt",
        [user("q"), {role: "tool-call", text: "{}"}]],
    ["ShareGPT that ends in a question, which is left out", {conversations: [{from: "human", value: "q"}, {from: "gpt", value: "a"}, {from: "human", value: "bye"}]},
        "sharegpt", [user("q"), assistant("a")]],
    ["OpenAI messages", {messages: [{role: "system", content: "s"}, {role: "user", content: "q"}, {role: "assistant", content: "a"}]}, "messages",
        [system("s"), user("q"), assistant("a")]],
    ["messages from a developer", {messages: [{role: "developer", content: "s"}, {role: "user", content: "q"}, {role: "assistant", content: "a"}]}, "messages",
        [system("s"), user("q"), assistant("a")]],
    ["messages of typed parts", {messages: [{role: "user", content: [{type: "text", text: "see "}, {type: "image_url", image_url: {url: "x"}}, {type: "text", value: "!"}]},
        {role: "assistant", content: [{type: "text", text: "a"}]}]}, "messages", [user("see [image_url]!"), assistant("a")]],
    ["messages with tool calls", {messages: [{role: "user", content: "q"},
        {role: "assistant", content: null, tool_calls: [{id: "1", type: "function", function: {name: "f", arguments: "{\"x\": 1}"}}, {type: "function", function: {name: "g", arguments: {}}}]},
        {role: "tool", tool_call_id: "1", content: "r"}, {role: "assistant", content: "a"}]}, "messages",
    [user("q"), {role: "tool-call", text: "{\"name\":\"f\",\"arguments\":{\"x\":1}}", call: {name: "f", arguments: "{\"x\": 1}", isText: true}},
        {role: "tool-call", text: "{\"name\":\"g\",\"arguments\":{}}", call: {name: "g", arguments: "{}", isText: false}},
        {role: "tool-result", text: "r"}, assistant("a")]],
    ["messages with the older function_call", {messages: [{role: "user", content: "q"}, {role: "assistant", content: "Wait.", function_call: {name: "f", arguments: "none"}}]},
        "messages", [user("q"), assistant("Wait."), {role: "tool-call", text: "{\"name\":\"f\",\"arguments\":\"none\"}", call: {name: "f", arguments: "none", isText: true}}]]
];

/** Records of no known form, and what is said of them. */
const unknown: readonly [record: unknown, message: RegExp][] = [
    [{question: "q", answer: "a"}, /none of the known forms/],
    [{instruction: "q", input: "i"}, /none of the known forms/],
    [{}, /none of the known forms/],
    [["q", "a"], /The record is a list where an object is expected\./],
    ["q", /The record is a text where/],
    [42, /The record is a number where/],
    [null, /The record is null where/],
    [{instruction: "q", output: 42}, /The field "output" holds a number where text is expected\./],
    [{instruction: ["q"], output: "a"}, /"instruction" holds a list/],
    [{instruction: "q", output: "a", history: [["q1"]]}, /"history" is not a list of question and answer pairs/],
    [{instruction: "q", instances: []}, /"instances" is not a list with at least one instance/],
    [{instruction: "q", instances: [{input: "i"}]}, /"instances" is no object with an "output"/],
    [{conversations: []}, /"conversations" is not a list with at least one turn/],
    [{conversations: [{from: "human", value: "q"}]}, /No turn is the assistant's/],
    [{conversations: [{from: "narrator", value: "q"}, {from: "gpt", value: "a"}]}, /Turn 1 of "conversations" has no known speaker/],
    [{messages: ["q", "a"]}, /Turn 1 of "messages" is a text where an object is expected/],
    [{messages: [{role: "user", content: {}}, {role: "assistant", content: "a"}]}, /Turn 1 of "messages" holds an object/],
    [{messages: [{role: "assistant", content: null, tool_calls: {}}]}, /"tool_calls" that are no list/],
    [{messages: [{role: "assistant", content: null, tool_calls: [1]}]}, /a tool call that is no object/]
];

describe("the known forms", () => {
    for (const [title, known_, form, turns] of known) {
        it(`reads ${title} from JSON Lines and from arrays`, () => {
            for (const text of [JSON.stringify(known_), JSON.stringify([known_]), JSON.stringify([known_], null, 2), JSON.stringify(known_, null, 4)]) {
                const {examples, problems} = read(text);
                assert.deepEqual(problems, []);
                assert.deepEqual(examples.map((example) => ({form: example.form, turns: example.turns})), [{form, turns}]);
            }
        });
    }

    it("takes every instance of a self-instruct record as an example of its own that shares the record's span", () => {
        const text = JSON.stringify({id: "seed", instruction: "q", instances: [{input: "i", output: "a"}, {input: "", output: "b"}]});
        const {examples} = read(`${text}\n`);
        assert.deepEqual(examples.map(({index, form, span, turns}) => ({index, form, span, turns})), [
            {index: 0, form: "self-instruct", span: {start: 0, end: text.length}, turns: [user("q", "i"), assistant("a")]},
            {index: 1, form: "self-instruct", span: {start: 0, end: text.length}, turns: [user("q"), assistant("b")]}
        ]);
    });

    for (const [record, message] of unknown) {
        it(`makes a problem, not an example, of ${JSON.stringify(record)}`, () => {
            const {examples, problems} = read(JSON.stringify([record]));
            assert.deepEqual(examples, []);
            assert.equal(problems.length, 1);
            assert.match(problems[0]?.message ?? "", message);
            assert.deepEqual([problems[0]?.line, problems[0]?.column], [1, 2]);
        });
    }

    for (const [title, record, method] of [
        ["chosen and rejected", {prompt: "q", chosen: "a", rejected: "b"}, "DPO"],
        ["chosen and rejected as messages", {chosen: [{role: "user", content: "q"}], rejected: []}, "DPO"],
        ["Alpaca's form of it", {instruction: "q", input: "", chosen: "a", rejected: "b"}, "DPO"],
        ["a boolean label", {prompt: "q", completion: "a", label: true}, "KTO"],
        ["a boolean label of a response", {prompt: "q", response: "a", label: false}, "KTO"],
        ["messages with a label", {messages: [{role: "user", content: "q"}, {role: "assistant", content: "a"}], label: false}, "KTO"],
        ["kto_tag", {instruction: "q", input: "", output: "a", kto_tag: true}, "KTO"]
    ] as const) {
        it(`recognises preference data by ${title}`, () => {
            const {items} = read(JSON.stringify(record));
            assert.deepEqual(items.map((item) => item.kind === "preference" ? item.method : item.kind), [method]);
        });
    }

    it("does not take a label that is no boolean for preference data", () => {
        assert.equal(read(JSON.stringify({prompt: "q", completion: "a", label: "sports"})).examples.length, 1);
    });
});
