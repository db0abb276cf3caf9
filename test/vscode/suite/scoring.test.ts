import assert from "node:assert/strict";
import {existsSync, readFileSync, rmSync} from "node:fs";
import * as vscode from "vscode";
import {useQuickRuns} from "./runs.js";
import {argumentsOf, flags, lenses, openText, record, scores, until} from "./support.js";

const questions = ["What is a kettle?", "Name a colour.", "Why is the sky blue?", "Write a line on rain.", "Say hello.", "What is two and two?"];
const text = questions.map((instruction, at) => record({instruction, output: `Answer number ${at} in a few words, as well as it can be said.`})).join("\n");

describe("scoring with the embedded model", function () {
    this.timeout(180_000);
    useQuickRuns("random:3");

    it("shows a golden score above every example, keeps the others' while one is edited, and all after closing the file", async () => {
        const editor = await openText("data.jsonl", text);
        const {document} = editor;
        await until("the lens", async () => (await lenses(document.uri)).length > 0 ? true : undefined);
        await vscode.commands.executeCommand("goldpan.scoreFile", document.uri);
        const before = await until("six scores", async () => {
            const found = await scores(document.uri);
            return found.length === questions.length ? found : undefined;
        });
        assert.match(before[0] ?? "", /^0 \$\(star\)\u00a0\d\.\d\d \(\d\.\d\d to \d\.\d\d\)$/);
        const low = before.filter((line) => Number(line.split(" ")[2]) <= 0.5).length;
        await until("the low ones among the problems", () => flags(document.uri).filter((line) => line.endsWith("low-golden-score")).length === low ? true : undefined);

        await editor.edit((edit) => {
            edit.insert(new vscode.Position(2, document.lineAt(2).text.length - 2), " And more.");
        });
        const edited = await until("five scores", async () => {
            const found = await scores(document.uri);
            return found.length === questions.length - 1 ? found : undefined;
        });
        assert.deepEqual(edited, before.filter((line) => !line.startsWith("2 ")));
        const offers = (await lenses(document.uri)).filter(({title}) => title.endsWith("Score this example"));
        assert.deepEqual(offers.map(({line}) => line), [2]);
        const [{command} = {command: {title: "", command: ""}}] = offers;
        assert.deepEqual(await vscode.commands.executeCommand(command.command, ...argumentsOf(command)), {scored: 1, measured: 1, total: 1, stopped: false});
        await until("no offer", async () => (await lenses(document.uri)).some(({title}) => title.includes("Score this")) ? undefined : true);
        await vscode.commands.executeCommand("undo");
        await until("six scores", async () => (await scores(document.uri)).length === questions.length ? true : undefined);

        const [hover] = await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, new vscode.Position(1, 5));
        assert.match(hover?.contents.map((one) => (one as vscode.MarkdownString).value).join("") ?? "", /Golden score.*helps/s);

        await vscode.commands.executeCommand("workbench.action.closeAllEditors");
        const again = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(document.uri));
        assert.deepEqual(await until("six scores", async () => {
            const found = await scores(again.document.uri);
            return found.length === questions.length ? found : undefined;
        }), before);
    });

    it("scores only the selection, and goes on where a run was stopped", async () => {
        const editor = await openText("data.jsonl", text.replaceAll("few words", "few good words"));
        const {uri} = editor.document;
        await until("the lens", async () => (await lenses(uri)).length > 0 ? true : undefined);
        editor.selections = [new vscode.Selection(1, 0, 2, 5), new vscode.Selection(5, 3, 5, 3)];
        const outcome = await vscode.commands.executeCommand("goldpan.scoreSelection");
        assert.deepEqual(outcome, {scored: 3, measured: 3, total: 3, stopped: false});
        assert.deepEqual(await vscode.commands.executeCommand("goldpan.scoreFile", uri), [{scored: 6, measured: 3, total: 6, stopped: false}]);
    });

    it("goes on when the file is deleted while it is scored", async () => {
        const {document} = await openText("data.jsonl", text.replaceAll("few words", "few brave words"));
        await until("the lens", async () => (await lenses(document.uri)).length > 0 ? true : undefined);
        const run = vscode.commands.executeCommand("goldpan.scoreFile", document.uri);
        rmSync(document.uri.fsPath);
        assert.deepEqual(await run, [{scored: 6, measured: 6, total: 6, stopped: false}]);
        assert.ok(!existsSync(document.uri.fsPath));
    });

    it("writes nothing into the dataset", async () => {
        const {document} = await openText("data.jsonl", text.replaceAll("few words", "few calm words"));
        await until("the lens", async () => (await lenses(document.uri)).length > 0 ? true : undefined);
        const bytes = readFileSync(document.uri.fsPath);
        await vscode.commands.executeCommand("goldpan.scoreFile", document.uri);
        assert.ok(readFileSync(document.uri.fsPath).equals(bytes));
        assert.equal(document.isDirty, false);
    });
});
