import assert from "node:assert/strict";
import * as vscode from "vscode";
import {activated, flags, lenses, openText, record, until} from "./support.js";

/* eslint-disable no-control-regex -- control characters are what is looked for */
const nasty = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>", "[run](command:workbench.action.quit) ![](https://example.com/x.png) <https://example.com>",
    "$(alert) | a | b |\n|---|---|", "\u001b[31mred\u001b[0m \u202eright to left\u202c \u0007", "www.example.com mailto:a@b.c `code` ~~x~~ **bold**", "__proto__ constructor toString"
];

describe("hostile texts", function () {
    this.timeout(120_000);
    before(activated);

    it("stand in hovers, lenses and problems as what they are", async () => {
        const text = [...nasty.map((one) => record({instruction: one, input: one, output: ""})), record({output: "x ".repeat(500_000)})].join("\n");
        const {document} = await openText("data.jsonl", text);
        await until("flags", () => flags(document.uri).length >= nasty.length ? true : undefined);
        for (let line = 0; line < nasty.length; line++) {
            const hovers = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, new vscode.Position(line, 3));
            const contents = hovers.flatMap(({contents: all}) => all as vscode.MarkdownString[]).filter(({value}) => value.includes("empty-output") || value.includes("empty\\-output"));
            assert.equal(contents.length, 1);
            for (const {value, isTrusted, supportHtml} of contents) {
                assert.ok(isTrusted !== true && supportHtml !== true);
                assert.doesNotMatch(value, /(?<!\\)[<[]|\]\(|https?:\/\/|\u001b|\u202e/); // every mark is escaped
            }
        }
        for (const {title} of await lenses(document.uri))
            assert.doesNotMatch(title, /script|command:|alert|\u001b|\u202e/);
    });
});
