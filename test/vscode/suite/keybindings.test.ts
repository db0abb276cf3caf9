import assert from "node:assert/strict";
import * as vscode from "vscode";
import {activated} from "./support.js";

describe("keybindings", () => {
    before(activated);

    it("begin with chords that nothing else in VS Code begins with", async () => {
        const defaults = (await vscode.workspace.openTextDocument(vscode.Uri.parse("vscode://defaultsettings/keybindings.json"))).getText();
        const all = [...defaults.matchAll(/"key": "([^"]*)",\s*"command": "([^"]*)"(?:,\s*"when": "([^"]*)")?/g)].map(([, key = "", command = "", when = ""]) => ({key, command, when}));
        assert.ok(all.length > 500, `${all.length} keybindings`);
        assert.equal(all.filter(({key, command}) => key.startsWith("ctrl+alt+g ") && command.startsWith("goldpan.")).length, 7);
        const others = all.filter(({command, when}) => !command.startsWith("goldpan.") && !when.includes("terminal")); // ours want the focus in a text
        for (const chord of ["ctrl+alt+g", "shift+alt+g"])
            assert.deepEqual(others.filter(({key}) => key.split(" ")[0] === chord), []);
    });
});
