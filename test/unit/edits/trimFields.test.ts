import assert from "node:assert/strict";
import {applyEdits} from "../../../src/core/edits/textEdit.js";
import {trimFields} from "../../../src/core/edits/trimFields.js";
import {parseColumns} from "../../../src/core/formats/columns.js";

function trimmed(record: string, columns?: string): string {
    return applyEdits(record, trimFields(record, columns === undefined ? undefined : parseColumns(columns)));
}

/** `<` and `>` show where white space of any kind stands and goes, `(` and `)` where it stays. */
const records: readonly (readonly [title: string, record: string, columns?: string])[] = [
    ["Alpaca", `{"instruction": "<q>", "input": "<i >", "output": "a( )b>", "system": "<s", "history": [["<h>", null], ["x", "y>"]], "text": "( )t( )", "id( )": "( )"}`],
    ["Dolly", `{"instruction": "<q", "context": "c>", "response": "<a>", "category": "open_qa( )", "input": "( )"}`],
    ["prompt and completion", `{"prompt": "<q>", "completion": "<a"}`],
    ["prompt and completion as messages", `{"prompt": [{"role": "user", "content": "<q"}], "completion": [{"role": "assistant", "content": "a>"}]}`],
    ["prompt and response", `{"prompt": "<q>", "response": "<a>", "output": "( )"}`],
    ["self-instruct", `{"id": "( )", "instruction": "<q", "instances": [{"input": "<i>", "output": "a>"}, {"input": null, "output": "<b", "note": "( )n"}]}`],
    ["ShareGPT", `{"system": "<s", "conversations": [{"from": "human", "value": "<q>"}, {"from": "gpt", "value": "<a>", "id": "( )"}], "tools": "( )[]"}`],
    ["messages", `{"messages": [{"role": "user", "content": "<q"}, {"role": "assistant", "content": "<", "tool_calls": [{"function": {"name": "f", "arguments": "( ){}( )"}}]}, {"role": "tool", "content": "r>"}, {"role": "assistant", "content": "a>"}]}`],
    ["messages beside a system that is no text", `{"system": ["( )s"], "messages": [{"role": "assistant", "content": "a>"}]}`],
    ["content in parts, as one text", `{"messages": [{"role": "user", "content": [{"text": "<"}, "<", {"type": "text", "text": "<one( )"}, {"type": "text", "value": "( )two>"}]}, {"role": "assistant", "content": "a"}]}`],
    ["content in parts of white space", `{"messages": [{"role": "user", "content": [{"text": "<"}, "<>"]}, {"role": "assistant", "content": "a"}]}`],
    ["content with an image at its end", `{"messages": [{"role": "user", "content": [{"text": "<one( )"}, {"type": "image_url", "text": "( )"}]}, {"role": "assistant", "content": "a"}]}`],
    ["content with a part whose type is no text", `{"messages": [{"role": "user", "content": [{"type": {}, "text": "( )x( )"}, "( )x>"]}, {"role": "assistant", "content": "a"}]}`],
    ["content that is null beside a value", `{"messages": [{"role": "assistant", "content": null, "value": "<a>"}]}`],
    ["the user's own columns", `{"q": {"text": "<q>"}, "a": ["( )", "<a>"], "s": "<s", "i": "<i", "instruction": "( )", "output": "( )"}`, "instruction=q.text,output=a.1,system=s,input=i"],
    ["the user's own column of turns", `{"d": {"e": [{"role": "assistant", "content": "<a"}]}, "messages": "( )", "q": "( )"}`, "messages=d.e,instruction=q"],
    ["a field whose name is the whole path", `{"q.text": "<q", "q": {"text": "( )"}, "a": "<a"}`, "instruction=q.text,output=a"],
    ["fields that stand twice: the last counts", `{"output": "( )no( )", "instruction": "<q", "output": "<a", "__proto__": {"input": "( )"}, "constructor": "( )"}`],
    ["numbers, escapes and spacing of all kinds, which stay", `{ "instruction":"<\\u0041\\/é😀\\ud83d\\ude00\\\\>",\r\n\t"n" : [1.0e+2,-0,12345678901234567890], "output":"a"}`]
];

const whiteSpace: readonly (readonly [name: string, written: string])[] = [
    ["a space", " "], ["several of several kinds", " \u00a0\\n \\t"], ["a line break's escape", "\\n"], ["a tab's escape", "\\t"], ["a carriage return's and a form feed's escape", "\\r\\f"],
    ["a no-break space", "\u00a0"], ["a no-break space's escape", "\\u00a0"], ["an escape in capital letters", "\\u00A0\\uFEFF"], ["a line separator", "\u2028"], ["a byte-order mark", "\ufeff"]
];

describe("trimming the texts of a record", () => {
    for (const [title, pattern, columns] of records) {
        it(`changes them and nothing else: ${title}`, () => {
            for (const [, white] of whiteSpace) {
                const before = pattern.replace(/[<>]/g, white).replaceAll("( )", white);
                assert.equal(trimmed(before, columns), pattern.replace(/ ?[<>]/g, (edge) => edge === " >" || edge === ">" ? "" : edge.slice(0, -1)).replaceAll("( )", white));
            }
        });
    }

    for (const [title, text] of [
        ["a backslash before an n", "\\\\n"], ["two backslashes at the end", "a\\\\\\\\"], ["a backspace", "\\b"], ["a NUL", "\\u0000"], ["a zero-width space", "\u200b\\u200b"],
        ["a slash, a quote", "\\/\\\""], ["a next-line character", "\u0085"], ["half of a surrogate pair", "\ud83d"]
    ] as const) {
        it(`takes nothing that is no white space: ${title}`, () => {
            assert.deepEqual(trimFields(`{"instruction": "${text}", "output": "${text}"}`), []);
        });
    }

    it("finds white space between backslashes of all kinds", () => {
        assert.equal(trimmed(`{"instruction": " \\\\ \\\\\\n", "output": "\\n\\\\n\\n"}`), `{"instruction": "\\\\ \\\\", "output": "\\\\n"}`);
    });

    for (const [title, record] of [
        ["broken JSON", `{"instruction": " q", "output": " a"`], ["an unknown form", `{"question": " q"}`], ["a list", `[" "]`], ["nothing", ""],
        ["an escaped half of a surrogate pair, which is no text", `{"instruction": " q", "output": " \\ud800"}`],
        ["preference data", `{"prompt": " q", "chosen": " a", "rejected": " b"}`],
        ["a million brackets", `{"instruction": " q", "output": " a", "x": ${"[".repeat(1e6)}${"]".repeat(1e6)}}`]
    ] as const) {
        it(`makes no edit where nothing can be read: ${title}`, () => {
            assert.deepEqual(trimFields(record), []);
        });
    }

    it("is done in linear time: a megabyte of white space, and fifty thousand parts of it", () => {
        const started = performance.now();
        const blank = " \\n".repeat(1e5);
        assert.equal(trimmed(`{"instruction": "${blank}x${blank}", "output": "${blank}"}`), `{"instruction": "x", "output": ""}`);
        const parts = Array.from({length: 5e4}, () => `" "`).join(",");
        assert.equal(trimFields(`{"messages": [{"role": "user", "content": [${parts}]}, {"role": "assistant", "content": "a"}]}`).length, 5e4);
        const took = performance.now() - started;
        assert.ok(took < 10_000, `took ${took.toFixed(0)} ms`); // takes a quarter of a second
    });
});
