import assert from "node:assert/strict";
import path from "node:path";
import * as vscode from "vscode";

describe("the extension in VS Code", () => {
    it("becomes active", async () => {
        const extension = vscode.extensions.getExtension("goldpan.goldpan");
        assert.ok(extension, "it is not among VS Code's extensions");
        await extension.activate();
        assert.equal(extension.isActive, true);
    });

    it("sees a copy of the sample, and a store of its own beside it", () => {
        const [folder, ...others] = vscode.workspace.workspaceFolders ?? [];
        assert.equal(folder?.name, "samples");
        assert.deepEqual(others, []);
        assert.equal(process.env.GOLDPAN_STORE, path.resolve(folder.uri.fsPath, "../store"));
    });
});
