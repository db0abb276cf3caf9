import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {chooseInExplorer, clearNotifications, clickUntil} from "./actions.js";
import {screenshot} from "./appearance.js";
import {errorNotifications, notification} from "./parts.js";
import {useWorkbench} from "./workbench.js";

const files: Readonly<Record<string, string>> = {
    "a.jsonl": JSON.stringify({instruction: "Say a.", output: "a"}),
    "b.json": JSON.stringify([{instruction: "Say b.", output: "b"}]),
    "c.ndjson": JSON.stringify({instruction: "Say c.", output: "c"}),
    "numbers.json": "[1, 2]",
    "package.json": JSON.stringify({name: "x"})
};

describe("scoring a folder", function () {
    this.timeout(600_000);
    const workbench = useWorkbench({settings: {"goldpan.anchors": "anchors.jsonl", "goldpan.gpu": "off"}, prepare: ({workspace}) => {
        const many = path.join(workspace, "many");
        mkdirSync(many);
        for (const [name, text] of Object.entries(files))
            writeFileSync(path.join(many, name), text);
    }});

    it("sums up in one sentence what could not be scored", async () => {
        const {page} = workbench;
        await chooseInExplorer(page, "many", "Score file");
        await notification(page, "3 of 5 files are scored; 2 hold no example, see the log.").waitFor();
        assert.equal(await errorNotifications(page).count(), 0);
        await screenshot(page, "folder scored");
    });

    it("says of a single file itself that it holds no example", async () => {
        const {page} = workbench;
        await clearNotifications(page);
        await clickUntil(page, "the folder", page.locator(".explorer-folders-view .monaco-list-row", {hasText: "many"}), page.locator(".explorer-folders-view .monaco-list-row", {hasText: "package.json"}));
        await chooseInExplorer(page, "package.json", "Score file");
        await notification(page, /package\.json holds no example that Goldpan recognises .* goldpan\.columns/).waitFor();
        assert.equal(await errorNotifications(page).count(), 1);
    });
});
