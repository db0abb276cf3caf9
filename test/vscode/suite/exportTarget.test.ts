import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {chooseTarget} from "../../../src/vscode/exportTarget.js";
import {isAtHand} from "../../../src/vscode/languageModelTools.js";
import {activated, record} from "./support.js";

const nothingShown = {get: () => undefined};

describe("the place of an export", () => {
    const {showSaveDialog, showWarningMessage} = vscode.window;
    const window = vscode.window as {showSaveDialog: unknown; showWarningMessage: unknown};
    let folder: string;
    const at = (name: string): string => path.join(folder, name);
    before(activated);
    beforeEach(() => {
        folder = mkdtempSync(path.join(realpathSync(os.tmpdir()), "goldpan-place-"));
        writeFileSync(at("data.jsonl"), record({}));
        writeFileSync(at("scores.jsonl"), "{}");
    });
    afterEach(() => {
        Object.assign(window, {showSaveDialog, showWarningMessage});
        rmSync(folder, {recursive: true});
    });

    async function chosen(name: string, format: "same" | "axolotl" = "same"): ReturnType<typeof chooseTarget> {
        window.showSaveDialog = () => Promise.resolve(vscode.Uri.file(at(name)));
        window.showWarningMessage = (_: string, __: object, button: string) => Promise.resolve(button);
        return chooseTarget(vscode.Uri.file(at("data.jsonl")), {title: "", label: ""}, {format, card: false}, at("scores.jsonl"));
    }

    it("is never what is read, whatever name leads there", async () => {
        symlinkSync("data.jsonl", at("link.jsonl"));
        linkSync(at("data.jsonl"), at("twin.jsonl"));
        mkdirSync(at("sub"));
        symlinkSync(folder, at("sub/up"));
        for (const name of ["data.jsonl", "link.jsonl", "twin.jsonl", "sub/up/data.jsonl"])
            await assert.rejects(chosen(name), {name: "UserError", message: /is the dataset itself, which Goldpan never replaces/}, name);
        await assert.rejects(chosen("scores.jsonl"), {name: "UserError", message: /is the file .*scores\.jsonl that is read/});
        symlinkSync("data.jsonl", at("gold.jsonl.axolotl.yml"));
        await assert.rejects(chosen("gold.jsonl", "axolotl"), {name: "UserError", message: /is the dataset itself/});
    });

    it("is a file or nothing yet", async () => {
        assert.equal(spawnSync("mkfifo", [at("pipe")]).status, 0);
        symlinkSync("none", at("dangling"));
        await assert.rejects(chosen("pipe"), {name: "UserError", message: /is not a file but a named pipe/});
        await assert.rejects(chosen("dangling"), {name: "UserError", message: /is a link that leads to no file/});
        assert.deepEqual(await chosen("new.jsonl"), {out: at("new.jsonl"), replaceable: []});
        writeFileSync(at("old.jsonl"), "");
        writeFileSync(at("old.jsonl.axolotl.yml"), "");
        assert.deepEqual(await chosen("old.jsonl", "axolotl"), {out: at("old.jsonl"), replaceable: [at("old.jsonl"), at("old.jsonl.axolotl.yml")]});
    });

    it("is not open with changes, under another name neither", async () => {
        writeFileSync(at("open.jsonl"), "");
        symlinkSync("open.jsonl", at("name.jsonl"));
        const document = await vscode.workspace.openTextDocument(at("open.jsonl"));
        const editor = await vscode.window.showTextDocument(document);
        await editor.edit((edit) => {
            edit.insert(new vscode.Position(0, 0), "typed");
        });
        await assert.rejects(chosen("name.jsonl"), {name: "UserError", message: /is open with changes that are not saved/});
        await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    });
});

describe("a file that an agent names", () => {
    before(activated);

    it("is at hand where the person has opened it or its folder, links followed", async () => {
        const [workspace] = vscode.workspace.workspaceFolders ?? [];
        assert.ok(workspace);
        const elsewhere = mkdtempSync(path.join(os.tmpdir(), "goldpan-elsewhere-")), link = path.join(workspace.uri.fsPath, "way-out");
        writeFileSync(path.join(elsewhere, "data.jsonl"), record({}));
        symlinkSync(elsewhere, link);
        try {
            const asked = (file: string): Promise<boolean> => isAtHand(nothingShown, vscode.Uri.file(file));
            assert.equal(await asked(path.join(workspace.uri.fsPath, "data.jsonl")), true);
            assert.equal(await asked(path.join(workspace.uri.fsPath, "..data.jsonl")), true);
            assert.equal(await asked(path.join(elsewhere, "data.jsonl")), false);
            assert.equal(await asked(path.join(link, "data.jsonl")), false);
            assert.equal(await asked(path.join(workspace.uri.fsPath, "..", "data.jsonl")), false);
            assert.equal(await asked(`${workspace.uri.fsPath}-beside/data.jsonl`), false);
            assert.equal(await asked("/etc/passwd"), false);
            assert.equal(await isAtHand(nothingShown, undefined), true);
            assert.equal(await isAtHand({get: () => ({}) as never}, vscode.Uri.file("/etc/passwd")), true);
        } finally {
            rmSync(link);
            rmSync(elsewhere, {recursive: true});
        }
    });

    it("is asked about where it is not", async () => {
        await assert.rejects(async () => vscode.lm.invokeTool("list_flagged_examples", {input: {file: "/nowhere/data.jsonl"}, toolInvocationToken: undefined}));
    });
});
