/** A whole number from 0, below the given one. */
export type Random = (below: number) => number;

/** Texts that careless writers change and careless readers act on. */
const texts = [
    "", " ", "a", "What?", "\n- one\n- two", "=1+1", "'=x", "@\t", "\r\nx", "é漢😀\u2028\u0085", "\ufeffx", "\"\\", "{\"name\":\"f\",\"arguments\":{\"x\":1.0}}", "{\"name\": \"f\", \"arguments\": \"\"}",
    "{\"name\": \"g\"}", "[1, 2]", "call f( 1 )", "null", "\u0000\u001b[31m", "</script>", "`".repeat(3), "[".repeat(300) + "]".repeat(300), "x".repeat(300)
];
const numbers = ["0", "-0", "1.0", "1e400", "-1E-400", "12345678901234567890", "0.10", "7"];
const names = ["a", "b", "10", "9", "__proto__", "constructor", "é", "a\"b"];

/** A file of a few records in some container; all of it can be read. */
export function randomFile(random: Random): Buffer {
    const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T; // there is one at every place below the length
    const records = Array.from({length: 1 + random(5)}, () => randomRecord(random));
    const lineEnd = pick(["\n", "\n", "\r\n"]), mark = random(4) === 0 ? "\ufeff" : "";
    const pretty = (value: Json): string => written(value, random, lineEnd), line = (value: Json): string => written(value, random, undefined);
    const either = (value: Json): string => random(2) === 0 ? pretty(value) : line(value);
    switch (random(5)) {
        case 0:
            return Buffer.from(`${mark}[${lineEnd}${records.map(either).join(pick([`,${lineEnd}`, ",", " , "]))}${pick([lineEnd, ""])}]${pick([lineEnd, ""])}`);
        case 1:
            return Buffer.from(mark + records.map(pretty).join(lineEnd) + lineEnd);
        case 2:
            return Buffer.from(mark + [records.slice(0, 1).map(pretty), records.slice(1).map(either)].flat().join(lineEnd)); // told by the first
        default:
            return Buffer.from(mark + records.map(line).join(pick([lineEnd, lineEnd, lineEnd + lineEnd, ` ${lineEnd}`])) + pick([lineEnd, ""]));
    }
}

/** JSON with numbers to the letter, and fields in order that may stand there twice. */
type Json = string | {readonly raw: string} | readonly Json[] | {readonly fields: readonly (readonly [string, Json])[]};

function fields(...of: readonly (readonly [string, Json])[]): Json {
    return {fields: of};
}

function randomRecord(random: Random): Json {
    const text = (): string => texts[random(texts.length)] ?? "";
    const more: [string, Json][] = random(3) === 0 ? [["id", randomValue(random, 2)]] : [];
    const tools: [string, Json][] = random(3) === 0 ? [["tools", random(2) === 0 ? [randomValue(random, 3)] : written([randomValue(random, 3)], random, undefined)]] : [];
    switch (random(6)) {
        case 0:
            return fields(...more, ["instruction", text()], ["input", text()], ["output", text()], ...(random(3) === 0 ? [["system", text()] as const] : []), ...tools);
        case 1:
            return fields(["prompt", text()], ["completion", text()], ...more);
        case 2:
            return fields(["instruction", text()], ["instances", Array.from({length: 1 + random(3)}, () => fields(["input", text()], ["output", text()]))], ...more);
        case 3:
            return fields(...tools, ["conversations", Array.from({length: 1 + random(5)}, () => fields(["from", ["human", "gpt", "system", "function_call", "observation"][random(5)] ?? ""], ["value", text()])).concat(fields(["from", "gpt"], ["value", text()]))], ...more);
        default:
            return fields(["messages", [fields(["role", "user"], ["content", text()]), ...Array.from({length: random(4)}, () => randomMessage(random)), fields(["role", "assistant"], ["content", text()])]], ...tools, ...more);
    }
}

function randomMessage(random: Random): Json {
    const text = (): string => texts[random(texts.length)] ?? "";
    if (random(3) === 0)
        return fields(["role", ["system", "user", "assistant", "tool"][random(4)] ?? ""], ["content", text()]);
    const value = random(3) > 0 ? fields(["x", randomValue(random, 3)], ["x", {raw: numbers[random(numbers.length)] ?? "0"}]) : randomValue(random, 2);
    const given = random(3) === 0 ? text() : random(2) === 0 ? value : written(value, random, "\n");
    return fields(["role", "assistant"], ["content", random(3) === 0 ? text() : {raw: "null"}], ["tool_calls", Array.from({length: 1 + random(2)}, () => fields(["function", fields(["arguments", given], ["name", "f"])]))]);
}

function randomValue(random: Random, levels: number): Json {
    switch (random(levels > 0 ? 5 : 3)) {
        case 0:
            return texts[random(texts.length)] ?? "";
        case 1:
            return {raw: ["true", "null"][random(2)] ?? ""};
        case 2:
            return {raw: numbers[random(numbers.length)] ?? "0"};
        case 3:
            return Array.from({length: random(4)}, () => randomValue(random, levels - 1));
        default:
            return fields(...Array.from({length: random(4)}, () => [names[random(names.length)] ?? "", randomValue(random, levels - 1)] as const));
    }
}

/** @param lineEnd for one entry a line; undefined for everything on one line */
function written(value: Json, random: Random, lineEnd: string | undefined): string {
    const space = random(2) === 0 ? " " : "";
    const literal = (text: string): string => random(2) === 0 ? JSON.stringify(text) : JSON.stringify(text).replace(/[\u0080-\ud7ff\ue000-\uffff/]/g, (character) => character === "/" ? "\\/" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const put = (inner: Json, indent: string): string => {
        if (typeof inner === "string")
            return literal(inner);
        if ("raw" in inner)
            return inner.raw;
        const isObject = "fields" in inner;
        const entries = isObject ? inner.fields.map(([name, field]) => `${literal(name)}:${space}${put(field, indent + "  ")}`) : inner.map((entry) => put(entry, indent + "  "));
        const [open, close] = isObject ? ["{", "}"] : ["[", "]"];
        if (entries.length === 0)
            return open + close;
        return lineEnd === undefined ? `${open}${entries.join(`,${space}`)}${close}` : `${open}${lineEnd}${indent}  ${entries.join(`,${lineEnd}${indent}  `)}${lineEnd}${indent}${close}`;
    };
    return put(value, "");
}
