import assert from "node:assert/strict";
import {answers, bytesOf, line, read, record} from "./support.js";

const replacements = Array.from("[]{}\",:\\x0\n\r\0 ", (character) => character.charCodeAt(0)).concat(0xff, 0xe2);
/** Problems that one damaged byte may be told by. */
const mostProblems = 4;

const ids = ["first", "second", "third", "fourth", "fifth"];
const minified = ids.map(line), pretty = ids.map((id) => JSON.stringify(record(id), null, 2));
const chats = ids.map((id) => JSON.stringify({conversations: [{from: "human", value: "q [1]"}, {from: "gpt", value: id}]}, null, 1));

interface Layout {
    readonly title: string;
    readonly records: readonly string[];
    readonly before: string;
    readonly between: string;
    readonly after: string;
}

const layouts: readonly Layout[] = [
    {title: "JSON Lines", records: minified, before: "", between: "\n", after: "\n"},
    {title: "JSON Lines with CRLF", records: minified, before: "", between: "\r\n", after: "\r\n"},
    {title: "JSON Lines with CR", records: minified, before: "", between: "\r", after: "\r"},
    {title: "JSON Lines with a byte-order mark", records: minified, before: "\ufeff", between: "\n", after: ""},
    {title: "an array on one line", records: minified, before: "[", between: ",", after: "]"},
    {title: "an array with a record on each line", records: minified, before: "[\n", between: ",\n", after: "\n]\n"},
    {title: "an array with commas before its records", records: minified, before: "[ ", between: "\n, ", after: "\n]\n"},
    {title: "a pretty-printed array", records: pretty, before: "[\n", between: ",\n", after: "\n]\n"},
    {title: "a pretty-printed array with CRLF", records: pretty.map((text) => text.replaceAll("\n", "\r\n")), before: "[\r\n", between: ",\r\n", after: "\r\n]"},
    {title: "a pretty-printed array of conversations", records: chats, before: "[", between: ", ", after: "]"},
    {title: "pretty-printed objects", records: pretty, before: "", between: "\n", after: "\n"},
    {title: "pretty-printed objects with CR", records: pretty.map((text) => text.replaceAll("\n", "\r")), before: "", between: "\r", after: "\r"}
];

describe("a byte that is damaged", () => {
    for (const layout of layouts) {
        for (const victim of [0, 2, ids.length - 1])
            it(`in the ${ids[victim] ?? ""} record costs no other one: ${layout.title}`, () => {
                eachDamage(layout, victim);
            });
        it(`before the first record costs none but that: ${layout.title}`, () => {
            const whole = bytesOf(fileOf(layout));
            for (let at = 0; at < bytesOf(layout.before).length; at++)
                for (const bytes of damagedAt(whole, at))
                    assertOthers(bytes, 0);
        });
    }
});

function fileOf({records, before, between, after}: Layout): string {
    return `${before}${records.join(between)}${after}`;
}

function eachDamage(layout: Layout, victim: number): void {
    const whole = bytesOf(fileOf(layout));
    const start = bytesOf(layout.before + layout.records.slice(0, victim).map((text) => text + layout.between).join("")).length;
    const end = start + bytesOf(layout.records[victim] ?? "").length;
    for (let at = start; at < end; at++)
        for (const bytes of damagedAt(whole, at))
            assertOthers(bytes, victim);
}

/** One byte replaced, put in before it, or taken out. */
function* damagedAt(whole: Uint8Array, at: number): Generator<Uint8Array> {
    yield new Uint8Array([...whole.subarray(0, at), ...whole.subarray(at + 1)]);
    for (const byte of replacements) {
        yield new Uint8Array([...whole.subarray(0, at), byte, ...whole.subarray(at + 1)]);
        yield new Uint8Array([...whole.subarray(0, at), byte, ...whole.subarray(at)]);
    }
}

function assertOthers(bytes: Uint8Array, victim: number): void {
    const reading = read(bytes);
    const found = answers(reading), others = ids.filter((_, at) => at !== victim);
    const shown = (): string => JSON.stringify(new TextDecoder().decode(bytes));
    assert.deepEqual(found.filter((answer) => others.includes(answer)), others, shown());
    assert.ok(reading.problems.length <= mostProblems, `${reading.problems.length} problems: ${JSON.stringify(reading.problems.map(({line: at, message}) => `${at} ${message}`))} in ${shown()}`);
}
