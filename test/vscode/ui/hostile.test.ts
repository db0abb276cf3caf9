import assert from "node:assert/strict";
import {readdirSync, writeFileSync} from "node:fs";
import path from "node:path";
import type {FrameLocator, Page} from "playwright-core";
import {acceptAnswer, clearNotifications, clickUntil, closeSideBar, gone, hidePanel, offered, openFile, openPanel, pick, pressUntil, runCommand, scoreByLens, showGoldpan, showProblems} from "./actions.js";
import {screenshot} from "./appearance.js";
import {filter, shows} from "./panelParts.js";
import {hover, lens, notification, problem, statusBarItem, tab, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

/** What a text may try, each harmless and each noticed by `requireHarmless` if it has its way. */
const attacks: Readonly<Record<string, string>> = {
    "HTML": "<script>window.owned = 1</script><img src=https://evil.example/a.png onerror=\"window.owned = 1; document.title = 'owned'\"><b>bold</b>",
    "an end of a script": "</script><script>window.owned = 1</script><!--",
    "Markdown": "[run me](command:workbench.action.toggleZenMode) ![p](https://evil.example/b.png) <https://evil.example> **bold** `code` | a | b |",
    "icons": "$(alert) $(sync~spin) $(trash) ~spin",
    "terminal": "\u001b[31mred\u001b[0m \u001b]0;owned\u0007 \u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\",
    "directions": "abc \u202e gnp.exe \u2066 \u200f\u05d0\u05d1 \u202c end \u200b\ufeff",
    "lines": "one\r\ntwo\u2028three\u2029four\u0085five\u000bsix\n\n\n\nten",
    "names": "__proto__ constructor hasOwnProperty toString",
    "marks above marks": `Z${"\u0300\u0301\u0302\u0303".repeat(60)}a${"\u0f0b\ufdfd".repeat(20)}`
};

/** As far as a file system has it: a link of a command, an icon, a tag, and a mark that turns the direction round. */
const name = "$(alert) [run me](command:workbench.action.toggleZenMode) <b>\u202elnosj.jsonl";

const megabyte = "word ".repeat(200_000);

function records(): object[] {
    const texts = Object.values(attacks);
    return [
        ...texts.map((text) => ({instruction: text, input: text, output: ""})), // flagged, so that it is listed everywhere
        ...texts.map((text) => ({instruction: `Repeat: ${text}`, input: "", output: text})),
        {instruction: "A long answer.", input: "", output: megabyte},
        {instruction: `${attacks.HTML ?? ""} ${megabyte}`, input: "", output: ""}
    ];
}

describe("hostile texts", function () {
    this.timeout(600_000);
    const requests: string[] = [], dialogs: string[] = [];
    const workbench = useWorkbench({
        settings: {"goldpan.anchors": "anchors.jsonl", "goldpan.gpu": "off"},
        prepare: ({workspace}) => {
            // Separators as escapes: of bare ones VS Code itself asks whether they shall be removed.
            const lines = records().map((record) => JSON.stringify(record).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029"));
            writeFileSync(path.join(workspace, name), [...lines, JSON.stringify({[attacks.HTML ?? ""]: attacks.Markdown}), JSON.stringify({messages: [{role: attacks.HTML, content: attacks.icons}]}), "{\"instruction\": \u001b[31m"].join("\n"));
            writeFileSync(path.join(workspace, "anchors.jsonl"), Object.values(attacks).map((text) => JSON.stringify({instruction: text, input: "", output: `Say ${text}`})).join("\n"));
        }
    });

    before(() => {
        const {page} = workbench;
        page.on("request", (request) => requests.push(request.url()));
        page.on("dialog", (dialog) => {
            dialogs.push(dialog.message());
            void dialog.dismiss();
        });
    });

    afterEach(async () => {
        await requireHarmless(workbench.page);
    });

    /** Nothing of the texts was run, fetched or made a thing to click, and the workbench stands as it did. */
    async function requireHarmless(page: Page): Promise<void> {
        const strange = requests.filter((url) => !/^(127\.0\.0\.1|.*\.vscode-resource\.vscode-cdn\.net|)$/.test(new URL(url).hostname)); // a webview's own are answered by its service worker
        assert.deepEqual(strange, []);
        assert.deepEqual(dialogs, []);
        assert.equal(await page.locator(".monaco-dialog-box").count(), 0);
        assert.doesNotMatch(await page.title(), /owned/);
        const seen = await page.evaluate(() => {
            const all = (selector: string): string[] => [...document.querySelectorAll(selector)].map((element) => element.outerHTML.slice(0, 300));
            return {
                owned: "owned" in window,
                links: all("[href*='evil.example'], [data-href*='evil.example'], [src*='evil.example'], [href^='command:'], [data-href^='command:workbench']"),
                tags: all(".monaco-hover b, .notification-toast b, .monaco-list-row b, .monaco-hover img[src^='http'], .monaco-workbench.zenmode"),
                overflow: document.documentElement.scrollWidth > window.innerWidth || document.documentElement.scrollHeight > window.innerHeight
            };
        });
        assert.deepEqual(seen, {owned: false, links: [], tags: [], overflow: false});
    }

    it("open as a dataset and are scored", async () => {
        const {page} = workbench;
        await openFile(page, name);
        await lens(page, "Score file (20 examples)").waitFor();
        await screenshot(page, "hostile opened");
        await scoreByLens(page);
        await statusBarItem(page, /Scoring|Starting/).waitFor();
        await screenshot(page, "hostile scoring");
        await notification(page, "20 examples scored").waitFor({timeout: 300_000});
        await screenshot(page, "hostile scored");
        assert.equal(await notification(page, "20 examples scored").locator(".notification-list-item-message a").count(), 0);
    });

    it("are among the problems", async () => {
        const {page} = workbench;
        await clearNotifications(page);
        await showProblems(page);
        await problem(page, /The answer is empty/).first().waitFor();
        await page.getByPlaceholder(/^Filter/).fill("broken-record"); // these quote the file
        await problem(page, "[Ln 23, Col 1]").waitFor();
        await screenshot(page, "hostile problems");
        await page.getByPlaceholder(/^Filter/).fill("");
        await hidePanel(page);
    });

    it("are in the tree", async () => {
        const {page} = workbench;
        await showGoldpan(page);
        await page.locator(".monaco-list-row", {hasText: "empty-output"}).first().waitFor();
        await screenshot(page, "hostile tree");
    });

    it("are in hovers", async () => {
        const {page} = workbench;
        await runCommand(page, "View: Focus First Editor Group");
        await page.keyboard.press("Control+Home");
        const shown = hover(page, "It helps with").first();
        await runCommand(page, "Show or Focus Hover", shown);
        await shown.hover();
        await page.mouse.wheel(0, 10_000);
        assert.ok((await shown.innerText()).includes("</script><script>window.owned = 1</script><!--")); // as one of the anchors
        await screenshot(page, "hostile hover");
        await pressUntil(page, "Escape", () => gone(hover(page, "It helps with")));
    });

    it("are offered fixes", async () => {
        const {page} = workbench;
        await runCommand(page, "View: Focus First Editor Group");
        await pressUntil(page, "Control+.", page.locator(".action-widget .monaco-list-row", {hasText: "Remove this example"}));
        await screenshot(page, "hostile fixes");
        await pressUntil(page, "Escape", () => gone(page.locator(".action-widget")));
    });

    it("are in the account of a score", async () => {
        const {page} = workbench;
        await runCommand(page, "Goldpan: Why this score", page.locator(".view-line", {hasText: "Anchors that it"}));
        await screenshot(page, "hostile why");
        await runCommand(page, "View: Close Editors in Other Groups", async () => await page.locator(".editor-group-container").count() === 1);
    });

    it("are in the panel, one after the other whole", async () => {
        const {page} = workbench;
        await closeSideBar(page);
        await openPanel(page);
        await page.locator(".tab", {hasText: "<b>\\u202elnosj.jsonl"}).waitFor(); // a mark would turn the whole title round
        const frame = webview(page);
        await frame.locator(".quiet", {hasText: "20 examples, all scored"}).waitFor();
        assert.ok((await frame.locator("h1").innerText()).includes("<b>\\u202elnosj.jsonl"));
        for (let row = 0; row < 20; row++) {
            await clickUntil(page, `row ${row}`, frame.locator(`.row[aria-rowindex='${row + 2}']`), frame.locator(".details h2", {hasText: `Example ${row + 1} `}));
            await frame.locator(".sentences, .anchors").first().waitFor();
            await requireHarmlessPanel(frame);
        }
        assert.ok(await frame.locator(".conversation").evaluate((text) => text.textContent.length) > megabyte.length);
        await screenshot(page, "hostile panel");
        await filter(frame, "\"</script>\"");
        await shows(frame, /^5 of 20/);
        await requireHarmlessPanel(frame);
        await frame.locator(".row[aria-rowindex='2']").click();
        await screenshot(page, "hostile panel searched");
        await runCommand(page, "View: Close Editor");
    });

    it("are exported", async () => {
        const {page, run} = workbench;
        assert.equal(await tab(page, name).count(), 1);
        await runCommand(page, "Goldpan: Export golden subset");
        for (const entry of ["The best 10 %", "As in the file", "Without a card"])
            await pick(page, entry);
        await offered(page, "golden-top10pc");
        await acceptAnswer(page);
        await notification(page, /Wrote/).waitFor();
        await screenshot(page, "hostile exported");
        assert.ok(readdirSync(run.workspace).some((file) => file.includes("golden-top10pc")));
    });
});

/** A panel that shows the texts, and nothing of them but as texts: rows are equally high, nothing reaches out of the page. */
async function requireHarmlessPanel(frame: FrameLocator): Promise<void> {
    const seen = await frame.locator("body").evaluate((body) => ({
        owned: "owned" in window,
        made: [...body.querySelectorAll("a, b, code, em, iframe, img, link, main script, object, style, .codicon")].map(({outerHTML}) => outerHTML.slice(0, 300)),
        heights: [...new Set([...body.querySelectorAll(".row")].map((row) => row.getBoundingClientRect().height))],
        beyond: body.scrollWidth <= innerWidth ? [] : [...body.querySelectorAll("*:not(.grid *)")].filter((part) => part.getBoundingClientRect().right > innerWidth).map(({outerHTML}) => outerHTML.slice(0, 300))
    }));
    assert.deepEqual(seen, {owned: false, made: [], heights: [24], beyond: []});
}
