import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {LargeFiles} from "../../../src/vscode/largeFiles.js";
import type {ShownFile} from "../../../src/vscode/scoreIndex.js";
import {activated, until} from "./support.js";

describe("a file that is large for VS Code", function () {
    this.timeout(60_000);
    before(activated);

    it("is told of once when VS Code asks before it opens it, and once more when it is open and has no lenses", async () => {
        const uri = vscode.Uri.file(path.join(mkdtempSync(path.join(os.tmpdir(), "goldpan-large-")), "large.jsonl"));
        writeFileSync(uri.fsPath, new Uint8Array(2 * 2 ** 20).fill(0x20));
        const workbench = vscode.workspace.getConfiguration("workbench"), {showInformationMessage} = vscode.window;
        const groups = Object.getOwnPropertyDescriptor(vscode.window, "tabGroups") ?? {}, told: string[] = [];
        const tabs = new vscode.EventEmitter<{readonly opened: readonly unknown[]}>(), lookedUp = new vscode.EventEmitter<ShownFile>();
        await workbench.update("editorLargeFileConfirmation", 1, vscode.ConfigurationTarget.Global);
        Object.defineProperty(vscode.window, "tabGroups", {configurable: true, value: {all: [], onDidChangeTabs: tabs.event}});
        Object.assign(vscode.window, {showInformationMessage: (message: string) => {
            told.push(message);
            return Promise.resolve(undefined);
        }});
        const files = new LargeFiles({onDidLookUp: lookedUp.event}, {} as unknown as vscode.LogOutputChannel); // not used
        try {
            const look = (): void => {
                lookedUp.fire({document: {uri, fileName: uri.fsPath, lineCount: 300_001}} as unknown as ShownFile); // nothing else of it is used
            };
            tabs.fire({opened: [{input: new vscode.TabInputText(uri)}]});
            await until("the first sentence", () => told[0]);
            look();
            look();
            tabs.fire({opened: [{input: new vscode.TabInputText(uri)}]});
            await new Promise((resolve) => setTimeout(resolve, 300));
            assert.equal(told.length, 2, told.join());
            assert.match(told[0] ?? "", /asks before it opens it as text/);
            assert.match(told[1] ?? "", /shows no scores above its examples/);
        } finally {
            files.dispose();
            Object.assign(vscode.window, {showInformationMessage});
            Object.defineProperty(vscode.window, "tabGroups", groups);
            await workbench.update("editorLargeFileConfirmation", undefined, vscode.ConfigurationTarget.Global);
        }
    });
});
