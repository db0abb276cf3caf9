import assert from "node:assert/strict";
import type {Turn} from "../../../src/core/example.js";
import {writeJson} from "../../../src/core/formats/rawJson.js";
import {axolotlStanza, datasetInfo, narrowest, trainerRecord, trainerRefusal, widened, type Shape} from "../../../src/core/formats/trainers.js";

const user: Turn = {role: "user", text: "a"}, model: Turn = {role: "assistant", text: "b"}, system: Turn = {role: "system", text: "s"};
const call: Turn = {role: "tool-call", text: `{"name":"w","arguments":{"city":"Köln"}}`}, result: Turn = {role: "tool-result", text: "sun"};
const tools = `[{"type":"function"}]`;

/** What a list of examples has in common. */
function shapeOf(...examples: readonly (readonly Turn[])[]): Shape {
    return examples.reduce((shape, turns) => widened(shape, turns, undefined), narrowest);
}

describe("records for trainers", () => {
    const plain = shapeOf([user, model]);
    const withInput: Turn = {...user, input: "i"};
    const records: readonly (readonly [name: string, record: Record<string, unknown>, expected: unknown])[] = [
        ["LLaMA-Factory, one question each", trainerRecord("llama-factory", [withInput, model], undefined, plain), {instruction: "a", input: "i", output: "b"}],
        ["LLaMA-Factory, another has a system text", trainerRecord("llama-factory", [user, model], undefined, shapeOf([user, model], [system, user, model])), {instruction: "a", input: "", output: "b", system: ""}],
        ["LLaMA-Factory, another has more turns", trainerRecord("llama-factory", [withInput, model], undefined, shapeOf([user, model, user, model])), {conversations: [{from: "human", value: "a\ni"}, {from: "gpt", value: "b"}]}],
        ["LLaMA-Factory, tools of another record", trainerRecord("llama-factory", [user, model], undefined, {...plain, tools: true}), {instruction: "a", input: "", output: "b", tools: "[]"}],
        ["TRL, a tool call", trainerRecord("trl", [user, call, result, model], tools, {...shapeOf([user, call, result, model]), tools: true}), {
            messages: [{role: "user", content: "a"}, {role: "assistant", tool_calls: [{type: "function", function: {name: "w", arguments: {city: "Köln"}}}]}, {role: "tool", content: "sun"}, {role: "assistant", content: "b"}], tools
        }],
        ["axolotl, no tool call", trainerRecord("axolotl", [system, user, model], undefined, plain), {messages: [{role: "system", content: "s"}, {role: "user", content: "a"}, {role: "assistant", content: "b"}]}],
        ["axolotl, a tool call of another example", trainerRecord("axolotl", [user, model], undefined, shapeOf([user, call])), {messages: `[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]`}]
    ];
    for (const [name, record, expected] of records)
        it(`have the same fields throughout a file: ${name}`, () => {
            assert.deepEqual(JSON.parse(writeJson(record)), expected);
        });

    const inTurn = /one after the other, and would skip/;
    const refusals: readonly (readonly [name: string, turns: readonly Turn[], refusal: RegExp | undefined])[] = [
        ["system, question, answer", [system, user, model], undefined],
        ["a call and its result", [user, call, result, model], undefined],
        ["two questions in a row", [user, user, model], inTurn],
        ["two calls in a row", [user, call, call, result, model], inTurn],
        ["a system text in the middle", [user, model, system, user, model], inTurn],
        ["an answer without a question", [model], inTurn],
        ["a call in words", [user, {...call, text: "weather in Köln"}, result, model], /is no JSON with name and arguments/],
        ["a call without a name", [user, {...call, text: "[1]"}], /is no JSON with name and arguments/]
    ];
    it("may hold a list of calls for LLaMA-Factory, which passes the text on, and for nobody else", () => {
        const several = [user, {...call, text: `[${call.text},${call.text}]`}, result, model];
        assert.deepEqual((["llama-factory", "trl", "axolotl"] as const).map((trainer) => trainerRefusal(trainer, several) === undefined), [true, false, false]);
        assert.ok(trainerRefusal("llama-factory", [user, {...call, text: `{"name":"w"}`}]) !== undefined, "it reads the arguments in any case");
    });

    for (const [name, turns, refusal] of refusals)
        it(`are refused where LLaMA-Factory would skip them or fail: ${name}`, () => {
            assert.match(trainerRefusal("llama-factory", turns) ?? "none", refusal ?? /^none$/);
            const words = refusal === inTurn ? undefined : refusal;
            for (const trainer of ["trl", "axolotl"] as const)
                assert.match(trainerRefusal(trainer, turns) ?? "none", words ?? /^none$/);
        });
});

describe("what trainers are told of a file", () => {
    const {role_tag, ...tags} = {role_tag: "from", content_tag: "value", user_tag: "human", assistant_tag: "gpt", observation_tag: "observation", function_tag: "function_call", system_tag: "system"};
    const flat = {prompt: "instruction", query: "input", response: "output"};
    const infos: readonly (readonly [file: string, shape: Shape, name: string, entry: object])[] = [
        ["gold.jsonl", shapeOf([user, model]), "gold", {formatting: "alpaca", columns: flat}],
        ["gold.json", {...shapeOf([system, user, model]), tools: true}, "gold", {formatting: "alpaca", columns: {...flat, system: "system", tools: "tools"}}],
        ["a, b é.jsonl", shapeOf([system, user, call]), "a_b_", {formatting: "sharegpt", columns: {messages: "conversations"}, tags: {role_tag, ...tags}}],
        ["__proto__.jsonl", shapeOf([user, model]), "__proto__", {formatting: "alpaca", columns: flat}]
    ];
    for (const [file, shape, name, entry] of infos)
        it(`names for LLaMA-Factory every column of the records: ${file}`, () => {
            assert.deepEqual(Object.entries(JSON.parse(datasetInfo(file, shape)) as object), [[name, {file_name: file, ...entry}]]);
        });

    it("quotes the file's name in YAML so that nothing of it is more than a name", () => {
        const name = "a: [b] #\"\\\u0085\u2028é.jsonl";
        const line = axolotlStanza(name).split("\n")[2] ?? "";
        assert.equal(line, String.raw`  - path: "a: [b] #\"\\\u0085\u2028é.jsonl"`);
        assert.equal(JSON.parse(line.slice(10)), name);
    });
});
