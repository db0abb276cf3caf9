import assert from "node:assert/strict";
import * as vscode from "vscode";
import {activated, flags, fixes, lenses, openText, record, until, untilFlags} from "./support.js";

const flagged = [record({output: "Use water of 80 degrees."}), record({output: ""}), "{\"instruction\": 1", record({input: "<noinput>", output: "Yes, it is."}), record({output: "Use water of 80 degrees."})];

describe("recognition", () => {
    before(activated);

    it("says nothing of JSON that holds no examples", async () => {
        const other = await openText("package.json", JSON.stringify({name: "x", version: "1.0.0", scripts: {test: "mocha"}}, null, 2));
        const dataset = await openText("data.jsonl", `${record({output: ""})}\n`);
        await untilFlags(dataset.document.uri, ["000 empty-output"]);
        assert.deepEqual(flags(other.document.uri), []);
        assert.deepEqual(await lenses(other.document.uri), []);
        assert.deepEqual(await fixes(other.document, 0), []);
    });

    for (const [name, text, lines] of [
        ["JSON Lines", flagged.join("\n"), [1, 2, 3, 4]],
        ["a pretty-printed array", `[\n${flagged.map((one) => one.startsWith("{\"instruction\": 1") ? one : JSON.stringify(JSON.parse(one), null, 2)).join(",\n")}\n]`, undefined]
    ] as const) {
        it(`flags what looks noisy in ${name}, and offers to score the file`, async () => {
            const {document} = await openText(name === "JSON Lines" ? "data.jsonl" : "data.json", text);
            const codes = ["empty-output", "broken-record", "placeholder-input", "duplicate"];
            const found = await until("four flags", () => flags(document.uri).length >= codes.length ? flags(document.uri) : undefined);
            assert.deepEqual(found.map((one) => one.slice(4)).filter((code) => code !== "broken-record"), codes.filter((code) => code !== "broken-record"));
            if (lines !== undefined)
                assert.deepEqual(found, codes.map((code, at) => `${String(lines[at]).padStart(3, "0")} ${code}`));
            const [first] = await lenses(document.uri);
            assert.match(first?.title ?? "", /Score file \(4 examples\)/);
        });
    }

    it("shares a lens among the examples of a minified array", async () => {
        const {document} = await openText("data.json", `[${Array.from({length: 50}, (_, at) => record({output: `Answer ${at}.`})).join(",")}]`);
        const found = await until("lenses", async () => {
            const all = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 1000);
            return all.length > 0 ? all : undefined;
        });
        assert.ok(found.length < 8, `${found.length} lenses on one line`);
        assert.ok(found.some(({command}) => command?.title.startsWith("50 examples on this line") === true));
    });

    it("follows the text while it is edited, and forgets a file that is no dataset any more", async () => {
        const editor = await openText("data.jsonl", `${record({output: "Fine."})}\n${record({output: ""})}\n`);
        const {document} = editor;
        await untilFlags(document.uri, ["001 empty-output"]);
        await editor.edit((edit) => {
            edit.insert(new vscode.Position(0, 0), `${record({output: "Another."})}\n`);
        });
        await untilFlags(document.uri, ["002 empty-output"]);
        await editor.edit((edit) => {
            edit.replace(new vscode.Range(0, 0, document.lineCount, 0), "{\"name\": \"other\"}\n");
        });
        await untilFlags(document.uri, []);
        assert.deepEqual(await lenses(document.uri), []);
    });
});
