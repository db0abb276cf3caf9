import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {clearNotifications, clickEditorAction, clickUntil, closeAllEditors, editorAction, openFile, pick, runCommand, showGoldpan, typeAnswer} from "./actions.js";
import {screenshot} from "./appearance.js";
import {lens, notification, notificationButton, statusBarItem, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

describe("the first minutes with Goldpan", function () {
    this.timeout(300_000);
    const workbench = useWorkbench({settings: {"goldpan.anchors": "anchors.jsonl", "goldpan.gpu": "off"}, prepare: ({workspace}) => {
        const anchors = path.join(workspace, "anchors.jsonl");
        writeFileSync(anchors, readFileSync(anchors, "utf8").split("\n").slice(0, 8).join("\n"));
    }});

    it("begin with a walkthrough, each of whose steps has its picture", async () => {
        const {page} = workbench;
        await page.setViewportSize({width: 1680, height: 1000}); // pictures are for wide windows
        await runCommand(page, "Welcome: Open Walkthrough...");
        await typeAnswer(page, "Find the gold");
        await pick(page, page.locator(".quick-input-list .monaco-list-row", {hasText: "Find the gold"}));
        const steps = page.locator(".getting-started-step"), pictures = new Set<string>();
        for (const title of ["Choose a scorer model", "Score a dataset", "Review what looks noisy", "Export the golden subset"]) {
            await clickUntil(page, `the step "${title}"`, steps.filter({hasText: title}).locator(".step-title"), async () => {
                const [shown = ""] = await page.locator(".getting-started-media img").evaluateAll((all) => all.map((picture) => (picture as HTMLImageElement).naturalWidth > 600 ? (picture as HTMLImageElement).currentSrc : ""));
                const isNew = shown !== "" && !pictures.has(shown);
                pictures.add(shown);
                return isNew;
            });
        }
        assert.equal(await steps.count(), 4);
        await screenshot(page, "walkthrough");
    });

    it("offer the sample where no dataset is open", async () => {
        const {page} = workbench;
        await closeAllEditors(page);
        await showGoldpan(page);
        const welcome = page.locator(".welcome-view-content", {hasText: "Open a JSON or JSON Lines file of instruction examples"});
        await welcome.waitFor();
        await screenshot(page, "welcome");
        await clickUntil(page, "Open the sample", welcome.locator(".monaco-button", {hasText: "Open the sample"}), page.locator(".tab.active"));
        await lens(page, "Score file (200 examples)").waitFor();
        await closeAllEditors(page);
    });

    it("show buttons above a dataset alone, which score it, tell how far that is, and stop it", async () => {
        const {page} = workbench;
        const button = (label: string) => editorAction(page, label);
        await runCommand(page, "View: Show Explorer", page.locator(".explorer-folders-view"));
        await openFile(page, "README.md");
        assert.deepEqual([await button("Score file").count(), await button("Open panel").count()], [0, 0]);
        await openFile(page, "instructions.jsonl");
        await clickEditorAction(page, "Score file", button("Stop scoring")); // a second click would score it twice
        await statusBarItem(page, /Scoring \d+ of 200, [\d.]+\/s, .+ left/).waitFor();
        await notificationButton(page, /instructions\.jsonl: Scoring \d+ of 200, [\d.]+\/s, .+ left/, "Cancel").waitFor();
        await clickEditorAction(page, "Stop scoring", notification(page, /Stopped: \d+ of 200/i));
        await button("Score file").waitFor();
        await clearNotifications(page);
    });

    it("open the panel by its button above the file", async () => {
        const {page} = workbench;
        await clickEditorAction(page, "Open panel", page.locator(".tab.active", {hasText: "Gold in"}));
        await webview(page).locator("h1", {hasText: "instructions.jsonl"}).waitFor();
    });
});
