import assert from "node:assert/strict";
import {openFile, runCommand} from "./actions.js";
import {screenshot, setTheme} from "./appearance.js";
import {useWorkbench} from "./workbench.js";

describe("VS Code with Goldpan installed", () => {
    const workbench = useWorkbench();

    it("lists it among the extensions that are on", async () => {
        const {page} = workbench;
        await runCommand(page, "Extensions: Show Enabled Extensions");
        const listed = page.locator(".extension-list-item", {hasText: "Goldpan"});
        await listed.waitFor();
        assert.match(await listed.innerText(), /golden score/);
        await screenshot(page, "installed");
    });

    it("opens a dataset", async () => {
        const {page} = workbench;
        await runCommand(page, "View: Show Explorer", page.locator(".explorer-folders-view"));
        await openFile(page, "instructions.jsonl");
        assert.match(await page.locator(".view-line").first().innerText(), /"instruction"/);
        await screenshot(page, "dataset");
    });

    for (const theme of ["Light Modern", "Dark High Contrast", "Light High Contrast", "Dark Modern"] as const)
        it(`shows in the theme ${theme}`, async () => {
            await setTheme(workbench, theme);
            await screenshot(workbench.page, `dataset ${theme}`);
        });
});
