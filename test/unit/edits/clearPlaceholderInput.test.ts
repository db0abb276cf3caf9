import assert from "node:assert/strict";
import {clearPlaceholderInput} from "../../../src/core/edits/clearPlaceholderInput.js";
import {applyEdits} from "../../../src/core/edits/textEdit.js";
import {parseColumns} from "../../../src/core/formats/columns.js";
import {read} from "../formats/support.js";

/** The record with every `#` as a placeholder, and the same without them; `(#)` stays. */
const records: readonly (readonly [title: string, record: string, columns?: string])[] = [
    ["Alpaca", `{"instruction": "(#)", "input": "#", "output": "(#)", "x": 1.0}`],
    ["Dolly", `{"instruction": "q", "context": "#", "input": "(#)", "response": "a"}`],
    ["self-instruct", `{"instruction": "q", "instances": [{"input": "#", "output": "a"}, {"input": "x", "output": "(#)"}, {"input": "#", "output": "b"}]}`],
    ["an input that stands twice: the last counts", `{"input": "(#)", "instruction": "q", "input" : "#", "output": "a"}`],
    ["the user's own columns", `{"q": "q", "c": {"d": "#"}, "input": "(#)", "a": "a"}`, "instruction=q,input=c.d,output=a"]
];

describe("clearing an input that is a placeholder", () => {
    for (const [title, pattern, columnText] of records) {
        it(`empties it and nothing else: ${title}`, () => {
            const columns = columnText === undefined ? undefined : parseColumns(columnText);
            const options = columns === undefined ? {} : {columns};
            for (const placeholder of ["<noinput>", " N/A. ", "\\u003cNo Input\\u003e\\n", "[input]"]) {
                const record = pattern.replaceAll("#", placeholder);
                const rest = applyEdits(record, clearPlaceholderInput(record, columns));
                assert.equal(rest, pattern.replaceAll("(#)", "(=)").replaceAll("#", "").replaceAll("(=)", `(${placeholder})`));
                assert.ok(read(record, options).examples.some(({flags}) => flags.includes("placeholder-input")));
                assert.ok(!read(rest, options).examples.some(({flags}) => flags.includes("placeholder-input")));
                assert.deepEqual(clearPlaceholderInput(rest, columns), []);
            }
        });
    }

    for (const [title, record] of [
        ["an input that says something", `{"instruction": "q", "input": "no input was given by the user", "output": "a"}`],
        ["an empty one", `{"instruction": "q", "input": "", "output": "a"}`],
        ["a form that knows none", `{"prompt": "q", "input": "<noinput>", "completion": "a"}`],
        ["an input that is null", `{"instruction": "q", "input": null, "output": "a"}`],
        ["a record that cannot be read", `{"instruction": "q", "input": "<noinput>", "output": "a"`]
    ] as const) {
        it(`makes no edit for ${title}`, () => {
            assert.deepEqual(clearPlaceholderInput(record), []);
        });
    }
});
