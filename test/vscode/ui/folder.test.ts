import assert from "node:assert/strict";
import {mkdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import {errors, type Page} from "playwright-core";
import {runCommand} from "./actions.js";
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
        await scoreInExplorer(page, "many");
        await notification(page, "3 of 5 files are scored; 2 hold no example, see the log.").waitFor();
        assert.equal(await errorNotifications(page).count(), 0);
        await screenshot(page, "folder scored");
    });

    it("says of a single file itself that it holds no example", async () => {
        const {page} = workbench;
        await runCommand(page, "Notifications: Clear All Notifications");
        await page.locator(".explorer-folders-view .monaco-list-row", {hasText: "many"}).click();
        await scoreInExplorer(page, "package.json");
        await notification(page, /package\.json holds no example that Goldpan recognises .* goldpan\.columns/).waitFor();
        assert.equal(await errorNotifications(page).count(), 1);
    });
});

/** By the menu of a row; opened again while it lacks the command, which comes when VS Code has read the extension's manifest. */
async function scoreInExplorer(page: Page, name: string): Promise<void> {
    const row = page.locator(".explorer-folders-view .monaco-list-row").filter({has: page.getByText(name, {exact: true})});
    const item = page.locator(".monaco-menu .action-item", {hasText: "Score file"});
    for (let lookMs = 1_000; ; lookMs *= 2) {
        await row.click({button: "right"});
        try {
            await item.hover({timeout: lookMs});
            break;
        } catch (error) {
            if (!(error instanceof errors.TimeoutError) || lookMs > 60_000)
                throw error;
            await page.keyboard.press("Escape");
        }
    }
    await page.locator(".monaco-menu .action-item.focused", {hasText: "Score file"}).waitFor(); // a click is ignored while the menu is new
    await page.keyboard.press("Enter");
}
