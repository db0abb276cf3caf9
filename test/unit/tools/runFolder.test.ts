import assert from "node:assert/strict";
import {existsSync} from "node:fs";
import {createRunFolder, removeRunFolder} from "../../vscode/harness/runFolder.js";

describe("the folder of a run of VS Code", () => {
    it("leaves nothing behind when it is removed, not even a listener", () => {
        const listeners = process.listenerCount("exit");
        for (let at = 0; at < 3; at++) {
            const run = createRunFolder();
            assert.ok(existsSync(run.workspace));
            removeRunFolder(run);
            assert.ok(!existsSync(run.folder));
        }
        assert.equal(process.listenerCount("exit"), listeners);
    });
});
