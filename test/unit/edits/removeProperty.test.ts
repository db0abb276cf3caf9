import assert from "node:assert/strict";
import {randomSource, read} from "../formats/support.js";
import {recordTexts, without} from "./support.js";

type Random = (below: number) => number;

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
    return items[random(items.length)] ?? items[0];
}

const words = ["tea", "\"x\"", "{\"a\": [1, 2]}", "a\\b", "line\nbreak", "é", "漢字", "😀", "],", "}", "{\"instruction\": \"", ",", "\u2028", " "] as const;

function randomText(random: Random): string {
    return Array.from({length: random(4)}, () => pick(random, words)).join(" ");
}

function randomValue(random: Random, id: number): unknown {
    const answer = `${randomText(random)} #${id}`;
    switch (random(4)) {
        case 0: return {instruction: randomText(random), input: randomText(random), output: answer};
        case 1: return {id, prompt: randomText(random), completion: answer, meta: {tags: [[], {}]}};
        case 2: return {messages: [{role: "user", content: randomText(random)}, {role: "assistant", content: [{type: "text", text: answer}]}], tools: []};
        default: return {conversations: [{from: "human", value: randomText(random)}, {from: "gpt", value: answer}]};
    }
}

const indents = [undefined, 1, 2, "\t"] as const;

function randomRecord(random: Random, id: number, indent: string | number | undefined, lineEnd: string): string {
    return JSON.stringify(randomValue(random, id), null, indent).replaceAll("\n", lineEnd);
}

interface Style {
    readonly open: string;
    readonly between: string;
    readonly close: string;
    readonly empty: string;
    /** Of the records. */
    readonly indent: string | number | undefined;
    readonly lineEnd: string;
}

/** A layout as programs write them: everywhere the same between two records. */
function regularStyle(random: Random): Style {
    const lineEnd = pick(random, ["\n", "\r\n"]), mark = pick(random, ["", "\ufeff"]), lastBreak = pick(random, ["", lineEnd]);
    const indent = pick(random, indents);
    if (random(3) === 0)
        return {open: mark, between: lineEnd, close: lastBreak, empty: mark, indent: undefined, lineEnd};
    if (random(3) === 0) {
        const between = pick(random, [lineEnd, lineEnd + lineEnd, " ", ""]);
        return {open: mark, between, close: lastBreak, empty: mark, indent: indent ?? 2, lineEnd};
    }
    const [first, between, last] = pick(random, [
        ["", ",", ""], ["", ", ", ""], [lineEnd, `,${lineEnd}`, lineEnd], [`${lineEnd}  `, `,${lineEnd}  `, lineEnd], [`${lineEnd}\t`, `,${lineEnd}\t`, lineEnd],
        [" ", `${lineEnd}, `, lineEnd]
    ]);
    return {open: `${mark}[${first}`, between, close: `${last}]${lastBreak}`, empty: `${mark}[]${lastBreak}`, indent, lineEnd};
}

function assertReads(text: string, records: readonly string[], message: string): void {
    assert.deepEqual(read(text).problems, [], message);
    assert.deepEqual(recordTexts(text), records, message);
}

describe("removing any records", () => {
    it("gives the file that would have been written without them, where every record is set alike", () => {
        const random = randomSource(21);
        for (let round = 0; round < 300; round++) {
            const {open, between, close, empty, indent, lineEnd} = regularStyle(random);
            const records = Array.from({length: 1 + random(6)}, (_, id) => randomRecord(random, id, indent, lineEnd));
            const text = open + records.join(between) + close;
            assertReads(text, records, `round ${round}: ${text}`);
            const removed = records.map(() => random(2) === 0);
            const rest = records.filter((_, at) => removed[at] !== true);
            const expected = rest.length === 0 ? empty : open + rest.join(between) + close;
            assert.equal(without(text, (at) => removed[at] === true), expected, `round ${round}: ${text}`);
        }
    });

    it("leaves exactly the others, to the letter, however the records are set", () => {
        const random = randomSource(22);
        const blanks = (): string => Array.from({length: random(3)}, () => pick(random, ["", " ", "\t", "\n", "\r\n", "\n\n", "\ufeff"])).join("");
        for (let round = 0; round < 300; round++) {
            const kind = random(3);
            const records = Array.from({length: 1 + random(6)}, (_, id) => randomRecord(random, id, kind === 0 ? undefined : pick(random, indents), "\n"));
            const first = records[0] ?? "";
            let text: string;
            if (kind === 0)
                text = blanks() + records.map((record) => record + pick(random, ["", " ", "\t"])).join(pick(random, ["\n", "\r\n", "\n\n", "\n \n", "\n\ufeff"]));
            else if (kind === 1)
                text = `${blanks()}[${blanks()}${records.map((record) => record + blanks()).reduce((all, record) => `${all},${blanks()}${record}`)}]${blanks()}`;
            else {
                records[0] = first.includes("\n") ? first : `{\n${first.slice(1)}`;
                text = blanks() + records.map((record) => record + blanks()).join("");
            }
            assertReads(text, records, `round ${round}: ${text}`);
            const removed = records.map(() => random(2) === 0);
            const rest = records.filter((_, at) => removed[at] !== true);
            const found = without(text, (at) => removed[at] === true);
            assert.deepEqual(read(found).problems, [], `round ${round}: ${text}\n->\n${found}`);
            assert.deepEqual(recordTexts(found).map((record) => kind === 2 ? record.replace(/^\{\s*/, "{") : record), rest.map((record) => kind === 2 ? record.replace(/^\{\s*/, "{") : record), `round ${round}: ${text}\n->\n${found}`);
        }
    });

    it("loses no other record of a damaged file, and of its damage nothing but white space and commas", () => {
        const random = randomSource(23);
        for (let round = 0; round < 300; round++) {
            const {open, between, close, indent, lineEnd} = regularStyle(random);
            const records = Array.from({length: 2 + random(6)}, (_, id) => randomRecord(random, id, indent, lineEnd));
            let text = open + records.join(between) + close;
            for (let damage = random(3); damage >= 0; damage--) {
                const at = open.length + 3 + random(text.length - open.length - 3), insert = pick(random, ["", "", "{", "}", "[", "]", ",", ":", "\"", "\\", "x", "\n", "1"]);
                text = text.slice(0, at) + insert + text.slice(insert === "" ? at + 1 : at);
            }
            const before = recordTexts(text);
            const isArray = open.includes("["); // of objects the first one stays: the layout is told by it, and damage must not come to its place
            const removed = before.map((_, at) => (isArray || at > 0) && random(2) === 0);
            const found = without(text, (at) => removed[at] === true);
            const rest = before.filter((_, at) => removed[at] !== true);
            const after = new Set(recordTexts(found));
            assert.deepEqual(rest.filter((record) => !after.has(record)), [], `round ${round}: ${text}\n->\n${found}`);
        }
    });
});
