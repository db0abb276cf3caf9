import assert from "node:assert/strict";
import {copyFileSync, mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import path from "node:path";
import {languages} from "../../webview/harness/languages.js";
import type {RunFolder} from "../harness/runFolder.js";
import {clickUntil, openFile, openPanel} from "./actions.js";
import {screenshot} from "./appearance.js";
import {prepareTwoScoredFiles} from "./panelParts.js";
import {webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

/** The installed extension with one translation more, into German. VS Code knows an extension by where its code really is, so that must be a copy. */
function translate(extensions: string): void {
    const [name = ""] = readdirSync(extensions), installed = path.join(extensions, name), original = realpathSync(installed);
    const link = (folder: string, but: string): void => {
        mkdirSync(path.join(installed, folder));
        for (const entry of readdirSync(path.join(original, folder)).filter((file) => file !== but))
            symlinkSync(path.join(original, folder, entry), path.join(installed, folder, entry));
    };
    rmSync(installed);
    link("", "dist");
    link("dist", "extension.cjs");
    copyFileSync(path.join(original, "dist", "extension.cjs"), path.join(installed, "dist", "extension.cjs"));
    rmSync(path.join(installed, "l10n"));
    mkdirSync(path.join(installed, "l10n"));
    writeFileSync(path.join(installed, "l10n", "bundle.l10n.de.json"), JSON.stringify(languages.pseudo?.translations));
}

describe("the extension in another language", function () {
    this.timeout(300_000);
    const workbench = useWorkbench({
        language: "de",
        prepare: async (run: RunFolder) => {
            await prepareTwoScoredFiles(run);
            translate(run.extensions);
        }
    });

    it("has the panel's words from the same translation as its own, and its numbers in that language", async () => {
        const {page} = workbench;
        await openFile(page, "instructions.jsonl");
        await openPanel(page);
        const frame = webview(page);
        await frame.locator("h1", {hasText: "instructions.jsonl"}).waitFor();
        await frame.locator(".quiet", {hasText: "200⟦ eexaamplees, ⟧190⟦ scooreed"}).waitFor();
        await frame.locator(".row .value", {hasText: "0,70"}).first().waitFor();
        await clickUntil(page, "the first row", frame.locator(".row").first(), frame.locator(".sentences li", {hasText: "⟦Froom thee scoorees fiilee ⟧"})); // what the extension says
        await screenshot(page, "panel-translated");
        assert.equal(await frame.locator("html").getAttribute("lang"), "de");
        assert.equal(await frame.locator("vscode-button", {hasText: "⟦Seeleect moodeel"}).count(), 1);
    });
});
