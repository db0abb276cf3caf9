import assert from "node:assert/strict";
import {randomSource, read, textOf} from "./support.js";

type Random = (below: number) => number;

const words = ["tea", "\"quoted\"", "{\"a\": [1, 2]}", "a\\b", "line\nbreak", "é", "漢字", "😀", "[", "}", "{", "],", ":", "{\"instruction\": \"x\"", "", " "];

function text(random: Random): string {
    return Array.from({length: random(6)}, () => words[random(words.length)] ?? "").join(" ");
}

/** A record of one of the forms; every one with a number, which tells them apart. */
function randomRecord(random: Random, id: number): unknown {
    const answer = `${text(random)} #${id}`;
    const turns = Array.from({length: random(3)}, () => [{role: "user", content: text(random)}, {role: "assistant", content: text(random)}]).flat();
    switch (random(7)) {
        case 0: return {instruction: text(random), input: text(random), output: answer};
        case 1: return {instruction: text(random), context: text(random), response: answer, category: "open"};
        case 2: return {id, prompt: text(random), completion: answer};
        case 3: return {prompt: text(random), response: answer, scores: [2.5, null, true], meta: {source: {}, tags: []}};
        case 4: return {instruction: text(random), instances: [{input: text(random), output: text(random)}, {input: "", output: answer}], is_classification: false};
        case 5: return {conversations: [...turns.map(({role, content}) => ({from: role, value: content})), {from: "gpt", value: answer}], tools: "[]"};
        default: return {messages: [...turns, {role: "assistant", content: [{type: "text", text: answer}]}], tools: []};
    }
}

/** Offsets of quotes, brackets, colons and commas that are part of the JSON, not of its texts. */
function structuralOffsets(json: string): number[] {
    const offsets: number[] = [];
    let inText = false;
    for (let at = 0; at < json.length; at++) {
        if (inText && json[at] === "\\")
            at++;
        else if (json[at] === "\"") {
            inText = !inText;
            offsets.push(at);
        } else if (!inText && "{}[]:,".includes(json[at] ?? ""))
            offsets.push(at);
    }
    return offsets;
}

interface Damaged {
    readonly file: string;
    readonly others: readonly string[];
    readonly damaged: string;
}

/** An array of which one record has been damaged, in one of the styles that programs write. */
function damagedArray(random: Random, damage: (record: string) => string): Damaged {
    const indent = [undefined, 1, 2, 4, "\t"][random(5)];
    const records = Array.from({length: 3 + random(4)}, (_, id) => JSON.stringify(randomRecord(random, id), null, indent));
    const victim = random(records.length);
    const damaged = damage(records[victim] ?? "");
    const separator = indent === undefined ? [",", ", ", ",\n"][random(3)] ?? "," : ",\n";
    const lineEnd = random(2) === 0 ? "\n" : "\r\n";
    const file = `[${indent === undefined ? "" : "\n"}${records.map((record, at) => at === victim ? damaged : record).join(separator)}\n]`;
    const withLineEnds = (part: string): string => part.replaceAll("\n", lineEnd);
    return {file: withLineEnds(file), others: records.filter((_, at) => at !== victim).map(withLineEnds), damaged: withLineEnds(damaged)};
}

function assertOthersRead({file, others, damaged}: Damaged, round: number): void {
    const {examples, problems} = read(file);
    const spans = new Set(examples.map(({span}) => textOf(file, span)));
    const lost = others.filter((record) => !spans.has(record));
    assert.deepEqual(lost, [], `round ${round}, damaged: ${damaged}\nin ${file}`);
    assert.ok(problems.length >= 1 && problems.length <= 3, `round ${round}: ${JSON.stringify(problems)} in ${file}`);
}

describe("an array of records of all forms", () => {
    it("loses no other record when one of them loses any one structural character", () => {
        const random = randomSource(5);
        for (let round = 0; round < 3000; round++) {
            assertOthersRead(damagedArray(random, (record) => {
                const offsets = structuralOffsets(record);
                const at = offsets[random(offsets.length)] ?? 0;
                return record.slice(0, at) + record.slice(at + 1);
            }), round);
        }
    });

    it("loses no other record when one of them is cut off anywhere", () => {
        const random = randomSource(6);
        for (let round = 0; round < 3000; round++)
            assertOthersRead(damagedArray(random, (record) => record.slice(0, 1 + random(record.length - 1))), round);
    });
});
