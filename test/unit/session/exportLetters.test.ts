import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import {parquetReadObjects} from "hyparquet";
import {maximumTextNesting} from "../../../src/core/formats/rawJson.js";
import {exportFormats, type ExportFormat} from "../../../src/session/exportSubset.js";
import {readDataset} from "../../../src/session/readDataset.js";
import {parseCsv} from "../../support/parseCsv.js";
import {temporaryFolder} from "../store/support.js";
import {everything, exported, exportedText} from "./exporting.js";

/** Arguments that JSON.parse would change, as they are written and without white space. */
const written = String.raw`{"id": 1234567890123456789, "price": 1.0, "big": 1e400, "a": 1, "a": 2, "10": -0, "9": "K\u00f6ln \/"}`;
const onOneLine = written.replace(/([:,]) /g, "$1");
/** As the model reads it, and as forms hold it whose call is one text. */
const spelled = onOneLine.replace(String.raw`K\u00f6ln \/`, "Köln /");
const tools = `[{"type": "function", "function": {"name": "f", "parameters": {"maximum": 9007199254740993, "default": 1.0}}}]`;

const call = (value: string): string => `{"messages":[{"role":"user","content":"q"},{"role":"assistant","content":null,"tool_calls":[{"type":"function","function":{"name":"f","arguments":${value}}}]},{"role":"tool","content":"{\\"r\\": 1.0}"},{"role":"assistant","content":"a"}],"tools":TOOLS}`;
const asText = call(JSON.stringify(written)).replace("TOOLS", JSON.stringify(tools)), asObject = call(written).replace("TOOLS", tools);
const inShareGpt = `{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":${JSON.stringify(`{"name": "f", "arguments": ${written}}`)}},{"from":"observation","value":"{\\"r\\": 1.0}"},{"from":"gpt","value":"a"}],"tools":${JSON.stringify(tools)}}`;

/** Text by text what a form must hold, as JSON holds it. */
const expected: readonly (readonly [name: string, record: string, parts: Readonly<Partial<Record<ExportFormat, readonly string[]>>>])[] = [
    ["arguments and tools as text", asText, {
        "messages": [JSON.stringify(written)], "sharegpt": [JSON.stringify(`{"name":"f","arguments":${spelled}}`)],
        "trl": [`"arguments":${onOneLine}`, JSON.stringify(tools)], "axolotl": [JSON.stringify(JSON.stringify(written)).slice(1, -1), JSON.stringify(tools)],
        "llama-factory": [JSON.stringify(`{"name":"f","arguments":${spelled}}`), JSON.stringify(tools)]
    }],
    ["arguments and tools as objects", asObject, {
        "messages": [JSON.stringify(onOneLine)], "sharegpt": [JSON.stringify(`{"name":"f","arguments":${spelled}}`)],
        "trl": [`"arguments":${onOneLine}`, JSON.stringify(tools.replaceAll(" ", ""))], "axolotl": [JSON.stringify(JSON.stringify(onOneLine)).slice(1, -1), JSON.stringify(tools.replaceAll(" ", ""))],
        "llama-factory": [JSON.stringify(`{"name":"f","arguments":${spelled}}`), JSON.stringify(tools.replaceAll(" ", ""))]
    }],
    ["a call as the text of a turn", inShareGpt, {
        "messages": [JSON.stringify(onOneLine)], "sharegpt": [JSON.stringify(`{"name": "f", "arguments": ${written}}`)],
        "trl": [`"arguments":${onOneLine}`, JSON.stringify(tools)], "axolotl": [JSON.stringify(JSON.stringify(onOneLine)).slice(1, -1)],
        "llama-factory": [JSON.stringify(`{"name": "f", "arguments": ${written}}`), JSON.stringify(tools)]
    }]
];

describe("export of JSON inside a record", () => {
    const place = temporaryFolder();

    for (const [name, record, parts] of expected)
        for (const [format, texts] of Object.entries(parts) as [ExportFormat, readonly string[]][])
            it(`keeps every letter of it: ${format} from ${name}`, async () => {
                for (const asArray of [false, true]) {
                    writeFileSync(place("data"), asArray ? `[\n${record}\n]\n` : `${record}\n`);
                    const text = await exportedText(place("data"), {format, asArray, withScore: true});
                    for (const part of [...texts, format === "axolotl" ? String.raw`{\\\"r\\\": 1.0}` : String.raw`{\"r\": 1.0}`])
                        assert.ok((asArray ? text.replace("\"arguments\": ", "\"arguments\":") : text).includes(part), `${part} in\n${text}`);
                }
            });

    it("keeps every letter of it in tables", async () => {
        writeFileSync(place("data"), asText + "\n");
        const data = await readDataset(place("data"));
        const [names = [], row = []] = parseCsv((await exported(data, {format: "csv"})).toString("utf8"));
        const file = await exported(data, {format: "parquet"});
        const [first] = await parquetReadObjects({file: Uint8Array.from(file).buffer});
        for (const messages of [row[names.indexOf("messages")], first?.messages])
            assert.ok(String(messages).includes(`"arguments":${JSON.stringify(written)}`), String(messages));
    });

    const argumentCases: readonly (readonly [title: string, value: string, inMessages: string, object: string | undefined])[] = [
        ["an empty text", `""`, `""`, "{}"], ["a blank text", `" \\n"`, `" \\n"`, "{}"], ["null", "null", `"{}"`, "{}"],
        ["a text that is no JSON", `"not json"`, `"not json"`, undefined], ["a JSON text of a text", `"\\"x\\""`, `"\\"x\\""`, undefined],
        ["a list", "[1.0]", `"[1.0]"`, undefined], ["a number", "1.0", `"1.0"`, undefined]
    ];
    for (const [title, value, inMessages, object] of argumentCases)
        it(`writes no JSON text of a text, and for trainers no arguments but an object: ${title}`, async () => {
            writeFileSync(place("data"), call(value).replace("TOOLS", "null") + "\n");
            assert.ok((await exportedText(place("data"), {format: "messages"})).includes(`"arguments":${inMessages}`));
            for (const format of ["trl", "axolotl", "llama-factory"] as const) {
                if (object === undefined) {
                    await assert.rejects(exportedText(place("data"), {format}), {name: "UserError", message: /:1: the arguments of a tool call of this example are no JSON object, .*leave it out by the filter -index:0/});
                    continue;
                }
                const text = await exportedText(place("data"), {format});
                const part = format === "trl" ? `"arguments":${object}` : format === "axolotl" ? String.raw`\"arguments\":\"{}\"` : String.raw`\"arguments\":{}`;
                assert.ok(text.includes(part), text);
            }
        });

    it("takes arguments that a call's text holds as a text for what they are", async () => {
        writeFileSync(place("data"), `{"conversations":[{"from":"human","value":"q"},{"from":"function_call","value":${JSON.stringify(`{"name":"f","arguments":"{\\"x\\": 1.0}"}`)}}]}\n`);
        assert.ok((await exportedText(place("data"), {format: "messages"})).includes(String.raw`"arguments":"{\"x\": 1.0}"`));
        assert.ok((await exportedText(place("data"), {format: "trl"})).includes(`"arguments":{"x":1.0}`));
        assert.ok((await exportedText(place("data"), {format: "llama-factory"})).includes(String.raw`\"arguments\":{\"x\":1.0}`));
    });

    const deep = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    const nested: readonly (readonly [name: string, recordOf: (levels: number) => object, refusing: readonly ExportFormat[]])[] = [
        ["tools as text", (levels) => ({instruction: "q", output: "a", tools: deep(levels)}), ["llama-factory", "axolotl", "trl"]],
        ["arguments as text", (levels) => ({messages: [{role: "user", content: "q"}, {role: "assistant", tool_calls: [{function: {name: "f", arguments: `{"x":${deep(levels)}}`}}]}]}), ["alpaca", "llama-factory", "axolotl", "trl"]],
        ["a call as text", (levels) => ({conversations: [{from: "human", value: "q"}, {from: "function_call", value: `{"name":"f","arguments":{"x":${deep(levels)}}}`}]}), ["alpaca", "llama-factory", "axolotl", "trl"]],
        ["a tool's result as text", (levels) => ({conversations: [{from: "human", value: "q"}, {from: "observation", value: deep(levels)}, {from: "gpt", value: "a"}]}), ["alpaca", "llama-factory"]],
        ["a field of its own", (levels) => ({instruction: "q", output: "a", meta: deep(levels)}), []]
    ];
    for (const [name, recordOf, refusing] of nested)
        it(`is no matter how deep it is: ${name}`, async () => {
            for (const levels of [maximumTextNesting - 2, maximumTextNesting + 1, 1000, 200_000]) {
                writeFileSync(place("data"), JSON.stringify(recordOf(levels)) + "\n");
                const data = await readDataset(place("data"));
                assert.deepEqual(data.problems, []);
                for (const format of exportFormats) {
                    const sayable = !refusing.includes(format) || (levels < maximumTextNesting && format !== "alpaca" && !name.startsWith("a tool's"));
                    if (!sayable) {
                        await assert.rejects(exported(data, {format}), {name: "UserError"}, `${format} with ${levels} levels`);
                        continue;
                    }
                    const text = await exported(data, {format, withScore: true});
                    if (format === "csv" || format === "parquet" || format === "axolotl") // axolotl's messages are a JSON text
                        continue;
                    writeFileSync(place("written"), text);
                    const again = await readDataset(place("written"));
                    assert.deepEqual([again.problems, again.examples.length], [[], 1], `${format} with ${levels} levels`);
                    if (format !== "messages" || levels < maximumTextNesting) // a call that is no JSON becomes the argument of an unknown one
                        assert.equal(again.examples[0]?.key, data.examples[0]?.key, `${format} with ${levels} levels`);
                }
            }
        });
});

describe("export of one of several examples of a record", () => {
    const place = temporaryFolder();
    const instances = [["\r\nx", "\ufeffx"], ["\ufeffx", "\r\nx"], [" x", "x\t"]] as const; // copies of each other but for white space

    it("writes the one that was chosen, to the letter, also where another is a copy of it", async () => {
        writeFileSync(place("data"), `${JSON.stringify({instruction: "q", instances: instances.map(([input, output]) => ({input, output}))})}\n`);
        for (const [at, [input, output]] of instances.entries()) {
            const text = await exportedText(place("data"), {format: "messages"}, (dataset) => everything(dataset).slice(at, at + 1));
            assert.deepEqual(JSON.parse(text), {messages: [{role: "user", content: `q\n${input}`}, {role: "assistant", content: output}]});
        }
    });
});
