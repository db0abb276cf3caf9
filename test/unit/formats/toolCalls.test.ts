import assert from "node:assert/strict";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {hashText} from "../../../src/core/contentKey.js";
import {maximumTextNesting, parseJsonText, RawJson, writeJson} from "../../../src/core/formats/rawJson.js";
import {evenlySpelled} from "../../../src/core/formats/recordText.js";
import {callText, parsedCall} from "../../../src/core/formats/toolCall.js";
import {exampleText} from "../../../src/core/prompt.js";
import {read} from "./support.js";

/** What was paid for hangs on the key, and scores on the prompt: both as they were when calls went through JSON.parse and JSON.stringify. */
const lasting: readonly (readonly [title: string, record: string, key: string, promptHash: string])[] = [
    ["Alpaca with numbers of its own", String.raw`{"instruction":"Add 1.0 and 1e400.","input":" 12345678901234567890 ","output":"é \u00e9 \/ 漢","id":1.0}`,
        "a6d5556bca2055e4838a054bea559356", "052996bf34a8a761a4672d3a3946eb6d"],
    ["OpenAI, arguments as a spaced text", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"city\": \"K\\u00f6ln\", \"days\": [1, 2, -3.5], \"on\": true, \"no\": null}"}}]}]}`,
        "d4c7aad4f32ceaeb0997064f6218b4c1", "31de65b5710a1f93b5eb58d1624f3c22"],
    ["OpenAI, arguments as a compact text", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":"{\"a\":1,\"b\":{\"c\":[]}}"}}]}]}`,
        "235cca8fbcfb18d1ca40c9e8ce63760f", "f378e0b1ea7555a7ef775bfb649dfaa8"],
    ["OpenAI, arguments as a pretty text", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":" {\n  \"a\" : \"x\\/y \\\"z\\\" \\ud83d\\ude00\" ,\t\"b\" : 0\n}\n"}}]}]}`,
        "545e29cbd04f1d6ece0ed64e9f8111f1", "d181556638b67196fa9396e0dbae2d26"],
    ["arguments as a spaced object", String.raw`{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": {"city": "K\u00f6ln 😀", "days": [1, 2], "n": {}}}}]}, {"role": "tool", "content": "1.0"}, {"role": "assistant", "content": "a"}]}`,
        "1c1c665fda7973d682bcfbdeabc01a99", "00b75ac1366b4cee31f8b2598952f8c3"],
    ["arguments as a compact object", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":"Wait.","tool_calls":[{"name":"f","arguments":{"a":[true,false,null,0,7,1.5]}},{"name":"g","arguments":{}}]}]}`,
        "e034df6cb1f1edd06153d670df91d353", "339baa4025a5e47ab7fbaa4e8699ce75"],
    ["no arguments", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"function":{"name":"f"}},{"function":{"name":"g","arguments":null}},{"function":{"arguments":{}}}]}]}`,
        "4a486cc638c2829796013ca8924f5b2a", "ad2199e27ea538f957b029b4a6498f9c"],
    ["empty arguments", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":""}},{"function":{"name":"g","arguments":" "}}]}]}`,
        "f7381bad7ff42a07b73150ae19241d78", "b42fad9b304de64eb2457b4d47ba4b43"],
    ["arguments that are no JSON", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","function_call":{"name":"f \"x\"","arguments":"none \" 1.0"}}]}`,
        "31e87aa8d78b408f2778aedaa36c0ba4", "38d62708d55240d75476ccad339c3c4a"],
    ["arguments that are no object", String.raw`{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"name":"a","arguments":"[1, 2]"},{"name":"b","arguments":[1, "x"]},{"name":"c","arguments":"\"text\""},{"name":"d","arguments":true},{"name":"e","arguments":5}]}]}`,
        "9b459178c05078c983d35dec1efa0608", "8f8cbd20e1e6e06d7f7f1db1ba965852"],
    ["ShareGPT, the call as it is written", String.raw`{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":"{\"name\": \"f\", \"arguments\": {\"id\": 12345678901234567890, \"x\": 1.0}}"},{"from":"observation","value":"{\"r\": 1.0}"},{"from":"gpt","value":"a"}]}`,
        "1b8e1c1caec4e076419be8650527731e", "a66db50158fd195d1095650484f05fd4"],
    ["OpenAI calls under ShareGPT's names", String.raw`{"conversations":[{"from":"human","value":"q"},{"from":"gpt","value":"","tool_calls":[{"function":{"name":"f","arguments":"{\"__proto__\": {\"a\": \"\"}, \"constructor\": 1}"}}]}]}`,
        "0c2857400206b53aa252f9efc25fb8f5", "4e7ca7d7d1b8ceec7a01cf788e7a72d2"],
    ["TRL's prompt and completion", String.raw`{"prompt":[{"role":"user","content":"q"}],"completion":[{"role":"assistant","tool_calls":[{"function":{"name":"f","arguments":{"a": "b", "c": 1000}}}]}]}`,
        "7786ff1e745a9d54de22c233f841f14f", "ee28cbdad6da3140e5e468ecb5ef01cf"]
];

/** Arguments that JSON.parse changes, and how the model reads them. */
const changed: readonly (readonly [title: string, written: string, spelled: string])[] = [
    ["a number of 64 bits", `{"id": 1234567890123456789}`, `{"id":1234567890123456789}`],
    ["a fraction of zero", `{"price": 1.0, "n": -0}`, `{"price":1.0,"n":-0}`],
    ["exponents, also beyond JavaScript's", `{"a": 1e400, "b": 1E+2, "c": 1e-400}`, `{"a":1e400,"b":1E+2,"c":1e-400}`],
    ["a field twice", `{"a": 1, "a": 2}`, `{"a":1,"a":2}`],
    ["fields named by numbers", `{"b": 1, "10": 2, "9": 3}`, `{"b":1,"10":2,"9":3}`],
    ["deep inside", `{"a": [{"b": [0.10]}], "note": "a\\u00e9"}`, `{"a":[{"b":[0.10]}],"note":"aé"}`]
];

describe("tool calls", () => {
    for (const [title, record, key, promptHash] of lasting)
        it(`keep their key and prompt: ${title}`, () => {
            for (const text of [record, `[\n${record}\n]`]) {
                const [example] = read(text).examples;
                assert.equal(example?.key, key);
                assert.equal(hashText(exampleText(example.turns)), promptHash);
            }
        });

    for (const [title, written, spelled] of changed)
        it(`are read with every number and field to the letter, from objects as from texts: ${title}`, () => {
            const expected = `{"name":"f","arguments":${spelled}}`;
            for (const value of [written, JSON.stringify(written), written.replaceAll(" ", "\n")])
                for (const [open, close] of [["", ""], ["[", "]"]]) {
                    const {examples, problems} = read(`${open ?? ""}{"messages":[{"role":"user","content":"q"},{"role":"assistant","tool_calls":[{"function":{"arguments":0,"name":"f","arguments":${value.replaceAll("\n", open === "" ? " " : "\n")}}}]}]}${close ?? ""}`);
                    assert.deepEqual(problems, []);
                    assert.equal(examples[0]?.turns[1]?.text, expected);
                }
        });

    it("are spelled as JSON.stringify does wherever it loses nothing", () => {
        const random = xoroshiro128plus(5);
        for (let round = 0; round < 2000; round++) {
            const value = randomValue((most) => uniformInt(random, 0, most - 1), 4);
            for (const text of [JSON.stringify(value), JSON.stringify(value, null, 3), JSON.stringify(value).replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)]) {
                assert.equal(evenlySpelled(text), JSON.stringify(value));
                assert.equal(callText({name: "f", arguments: text, isText: true}), JSON.stringify({name: "f", arguments: value}));
            }
        }
    });

    it("hold a text in place of JSON that is nested too deeply, to the letter", () => {
        const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
        assert.notEqual(parseJsonText(deep(maximumTextNesting)), undefined);
        for (const levels of [maximumTextNesting + 1, 200_000, 3_000_000]) {
            assert.equal(parseJsonText(deep(levels)), undefined);
            assert.equal(parsedCall(`{"name":"f","arguments":${deep(levels)}}`), undefined);
            assert.equal(callText({name: "f", arguments: deep(levels), isText: true}), `{"name":"f","arguments":"${deep(levels)}"}`);
        }
        assert.notEqual(parseJsonText(`["${"[".repeat(1000)}\\"${"[".repeat(1000)}"]`), undefined, "brackets inside texts nest nothing");
    });
});

describe("written JSON", () => {
    it("is that of JSON.stringify, in lines or on one", () => {
        const random = xoroshiro128plus(6);
        for (let round = 0; round < 500; round++) {
            const value = randomValue((most) => uniformInt(random, 0, most - 1), 4);
            for (const indent of [0, 2])
                for (const [raw, plain] of [[value, value], [[value, new RawJson("1")], [value, 1]]])
                    assert.equal(writeJson(raw, indent), JSON.stringify(plain, null, indent));
        }
    });

    it("takes values to the letter, on one line", () => {
        const value = {a: [new RawJson("{\n \"x\" : 1.0,\r\n\"x\": 1e400 }")], b: "\n"};
        assert.equal(writeJson(value), `{"a":[{"x":1.0,"x":1e400}],"b":"\\n"}`);
        assert.equal(writeJson(value, 2), `{\n  "a": [\n    {"x":1.0,"x":1e400}\n  ],\n  "b": "\\n"\n}`);
    });
});

function randomValue(random: (most: number) => number, levels: number): unknown {
    const texts = ["", "a b", "\"\\/\n\t\u0001", "é漢😀\u2028", "__proto__", "x"];
    switch (random(levels > 0 ? 7 : 5)) {
        case 0: return texts[random(texts.length)];
        case 1: return random(1000) - 500;
        case 2: return random(1000) / 8;
        case 3: return random(2) === 0;
        case 4: return null;
        case 5: return Array.from({length: random(4)}, () => randomValue(random, levels - 1));
        default: return Object.fromEntries(Array.from({length: random(4)}, () => [texts[random(texts.length)] ?? "", randomValue(random, levels - 1)]));
    }
}
