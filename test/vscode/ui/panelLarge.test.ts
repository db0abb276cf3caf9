import assert from "node:assert/strict";
import {copyFileSync, existsSync, readFileSync, renameSync} from "node:fs";
import path from "node:path";
import {clickUntil, doUntil, pick, quickInputRow, reloadWindow, runCommand} from "./actions.js";
import {screenshot} from "./appearance.js";
import {chooseFile, filter, madeUp, shows, sortBy, standing, writeScores} from "./panelParts.js";
import {notification, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

const alpaca = path.resolve("../shared/data/alpaca/alpaca_data.json");
const missing = !existsSync(alpaca);

/** In the order of its characters. */
function firstInstruction(): string {
    const all = (JSON.parse(readFileSync(alpaca, "utf8")) as {instruction: string}[]).map(({instruction}) => instruction.trim().toLowerCase());
    return all.reduce((first, next) => next < first ? next : first);
}

(missing ? describe.skip : describe)(`the dataset view${missing ? ", skipped: the 52,002 examples of Alpaca are not beside the checkout" : ""}`, function () {
    this.timeout(300_000);
    const workbench = useWorkbench({prepare: async ({workspace}) => {
        const file = path.join(workspace, "alpaca_data.json");
        copyFileSync(alpaca, file);
        await writeScores(file, madeUp);
        renameSync(`${file}.scores.jsonl`, path.join(workspace, "from-the-server.jsonl"));
    }});

    it("shows a file that VS Code's own editor finds too large, when it is opened again with it", async () => {
        const {page} = workbench;
        await doUntil(page, "open alpaca_data.json", (timeout) => page.locator(".explorer-folders-view .monaco-list-row", {hasText: "alpaca_data.json"}).dblclick({timeout}), page.locator(".editor-placeholder-label-container", {hasText: "very large"}));
        await notification(page, "asks before it opens it as text. The panel shows files of any size").waitFor(); // Goldpan is there, and offers the panel
        await runCommand(page, "View: Reopen Editor With...", quickInputRow(page, "Goldpan dataset view"));
        await pick(page, "Goldpan dataset view");
        const frame = webview(page);
        await frame.locator(".quiet", {hasText: "52,002 examples"}).waitFor();
        await frame.locator("h1", {hasText: "alpaca_data.json"}).waitFor();
        assert.equal(await page.locator(".tab").count(), 1);
    });

    it("filters, searches, sorts and scrolls it, with texts of whatever is in view", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "length<20 \"noinput\"");
        await shows(frame, /^\d+ of 52,002/);
        await clickUntil(page, "the first row", frame.locator(".row").first(), frame.locator(".conversation", {hasText: "noinput"}));
        await screenshot(page, "panel-alpaca");
        await filter(frame, "");
        await sortBy(page, frame, "Answer", "descending");
        await sortBy(page, frame, "Instruction", "ascending");
        await frame.locator(".grid").press("Home"); // the active row has stayed in view
        await frame.locator(".row.active[aria-rowindex='2']", {hasText: firstInstruction()}).waitFor();
        await screenshot(page, "panel-alpaca-by-text");
        await frame.locator(".grid").press("End");
        await frame.locator(".row.active[aria-rowindex='52003']").waitFor();
        const [last = NaN] = (await standing(frame)).selected;
        await frame.locator(".details h2", {hasText: `Example ${(last + 1).toLocaleString("en-US")} `}).waitFor();
        await screenshot(page, "panel-alpaca-end");
    });

    it("shows a scores file that the person opens, again after the window was reloaded, and no more when it is taken back", async () => {
        const {page, run} = workbench;
        const frame = webview(page);
        const none = frame.locator(".notice", {hasText: "No example has a golden score yet"}), scored = frame.locator(".about", {hasText: "52,002 examples, 49,402 scored"});
        await none.waitFor();
        await screenshot(page, "panel-unscored");
        await clickUntil(page, "Open scores file", none.locator("vscode-button", {hasText: "Open scores file"}), page.locator(".quick-input-title", {hasText: "Open scores file"}));
        await chooseFile(page, "Open scores file", path.join(run.workspace, "from-the-server.jsonl"));
        await scored.waitFor();
        await frame.locator(".origin", {hasText: "from-the-server.jsonl"}).waitFor();
        await screenshot(page, "panel-scores-opened");
        await reloadWindow(page);
        await scored.waitFor();
        await frame.locator(".row").first().click();
        await runCommand(page, "Goldpan: Open scores file");
        await pick(page, "Stop showing this scores file");
        await none.waitFor();
    });
});
