import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {clearPlaceholderInput} from "../../../src/core/edits/clearPlaceholderInput.js";
import {applyEdits, type TextEdit} from "../../../src/core/edits/textEdit.js";
import {trimFields} from "../../../src/core/edits/trimFields.js";
import type {Turn} from "../../../src/core/example.js";
import {recognize} from "../../../src/core/formats/recognize.js";
import {isPlaceholderInput} from "../../../src/core/lint/placeholderInput.js";
import {needs, sharedPath} from "../../support/shared.js";
import {randomSource} from "../formats/support.js";
import {recordTexts} from "./support.js";

type Random = (below: number) => number;

const pieces = [" ", "\n", "\t", "\u00a0", "\ufeff", "\u2028", "tea", "\\", "\\n", "\"", "/", "é", "😀", "\ud83d", "\u200b", "\u0001", "<noinput>", "N/A", "{\"a\": 1}"];

function text(random: Random): string {
    return Array.from({length: random(7)}, () => pieces[random(pieces.length)] ?? "").join("");
}

function content(random: Random): unknown {
    const part = (): unknown => [text(random), {text: text(random)}, {type: "text", text: text(random)}, {type: "image", text: text(random)}, {type: "input_text", text: null, value: text(random)}][random(5)];
    return [text(random), null, Array.from({length: random(4)}, part)][random(3)];
}

function randomValue(random: Random): Record<string, unknown> {
    const turns = Array.from({length: 1 + random(3)}, () => [
        {role: "user", content: content(random), value: text(random)}, {from: "gpt", value: content(random), tool_calls: random(2) === 0 ? null : [{name: text(random)}]}
    ]).flat();
    switch (random(7)) {
        case 0: return {instruction: text(random), input: text(random), output: text(random), system: text(random), history: [[text(random), text(random)], [null, text(random)]]};
        case 1: return {instruction: text(random), context: text(random), response: text(random)};
        case 2: return {prompt: text(random), completion: text(random), n: [1e300, 0.1]};
        case 3: return {prompt: turns, response: turns};
        case 4: return {instruction: text(random), instances: [{input: text(random), output: text(random)}, {input: null, output: text(random)}]};
        case 5: return {system: [text(random), {a: text(random)}][random(2)], conversations: turns};
        default: return {messages: turns, system: text(random)};
    }
}

/** JSON as nobody writes it: escapes where none are needed, fields twice, fields named like an object's own, white space anywhere. */
function written(random: Random, value: unknown): string {
    const space = (): string => ["", "", "", " ", "\n", "\r\n\t"][random(6)] ?? "";
    if (typeof value === "string")
        return `"${JSON.stringify(value).slice(1, -1).replace(/\\ud83d/g, "\ud83d").replace(/\\u....|\\.|[\0-\uffff]/gs, (unit) => unit.length > 1 || random(4) > 0 || /[\ud800-\udfff]/.test(unit)
            ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`; // an escaped half of a pair is no text, so it stands as it is
    if (typeof value !== "object" || value === null)
        return typeof value === "number" ? `${value}${Number.isInteger(value) && Math.abs(value) < 1e20 ? ".0E+0" : ""}` : JSON.stringify(value);
    if (Array.isArray(value))
        return `[${space()}${value.map((item) => written(random, item) + space()).join(`,${space()}`)}]`;
    const fields = Object.entries(value).flatMap(([name, field]) => {
        const before = random(5) === 0 ? [[name, text(random)]] : random(8) === 0 ? [["__proto__", {input: text(random)}]] : [];
        return [...before, [name, field]] as [string, unknown][];
    });
    return `{${space()}${fields.map(([name, field]) => `${written(random, name)}${space()}:${space()}${written(random, field)}${space()}`).join(`,${space()}`)}}`;
}

function turnsOf(record: string): readonly (readonly Turn[])[] {
    const recognition = recognize(JSON.parse(record));
    return recognition.kind === "examples" ? recognition.examples : [];
}

function withTrimmed(turn: Turn): Turn {
    const {text: said, input} = turn;
    return input === undefined ? {...turn, text: said.trim()} : {...turn, text: said.trim(), input: input.trim()};
}

/** The record without what its texts say: names, numbers and white space between them. */
function structure(json: string): string {
    return json.replace(/"(?:[^"\\]|\\.)*"/g, (literal, at: number) => /^\s*:/.test(json.slice(at + literal.length)) ? literal : "\"\"");
}

function assertOnlyWhiteSpaceGoes(record: string, edits: readonly TextEdit[]): void {
    for (const {start, end, text: replacement} of edits) {
        assert.equal(replacement, "");
        assert.ok(end > start);
        assert.equal((JSON.parse(`"${record.slice(start, end)}"`) as string).trim(), "", record);
    }
}

function assertTrims(record: string): void {
    const edits = trimFields(record), after = applyEdits(record, edits);
    assertOnlyWhiteSpaceGoes(record, edits);
    assert.equal(structure(after), structure(record));
    assert.deepEqual(turnsOf(after), turnsOf(record).map((turns) => turns.map(withTrimmed)), record);
    assert.deepEqual(trimFields(after), [], record);
}

/** What the record says when its placeholders are emptied by hand. */
function emptied(record: string): unknown {
    const value = JSON.parse(record) as {input?: unknown; context?: unknown; output?: unknown; instances?: {input?: unknown}[]};
    const holders = value.instances ?? [value];
    const field = value.output === undefined && value.instances === undefined ? "context" : "input";
    for (const holder of holders as Record<string, unknown>[]) {
        if (typeof holder[field] === "string" && isPlaceholderInput(holder[field]))
            holder[field] = "";
    }
    return value;
}

function assertClears(record: string): boolean {
    const edits = clearPlaceholderInput(record), after = applyEdits(record, edits);
    assert.equal(structure(after), structure(record));
    assert.deepEqual(JSON.parse(after), emptied(record), record);
    return edits.length > 0;
}

describe("edits of a record's texts", () => {
    it("change these texts and nothing else, in records of all forms and ways of writing", () => {
        const random = randomSource(31);
        let edited = 0, cleared = 0;
        for (let round = 0; round < 800; round++) {
            const record = written(random, randomValue(random));
            assertTrims(record);
            edited += Math.sign(trimFields(record).length);
            cleared += Number(assertClears(record));
        }
        assert.ok(edited > 400 && cleared > 10, `only ${edited} trimmed, ${cleared} cleared`);
    });

    for (const name of ["alpaca_en_demo.json", "glaive_toolcall_en_demo.json", "sharegpt_dummy_conversation.json", "v1_sft_demo.jsonl", "self_instruct_seed_tasks.jsonl"]) {
        it(`change these texts and nothing else in real records: ${name}`, function () {
            const file = sharedPath("data", "formats", name);
            needs(this, file);
            const records = recordTexts(readFileSync(file, "utf8"));
            assert.ok(records.length > 100);
            for (const record of records) {
                assertTrims(record);
                assertTrims(record.replace(/(?<=": ?")(?=.)/g, " \\n")); // on every text
                assertClears(record);
            }
        });
    }
});
