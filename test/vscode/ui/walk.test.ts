import assert from "node:assert/strict";
import {readdirSync, readFileSync, realpathSync, writeFileSync} from "node:fs";
import path from "node:path";
import {extensionFolder} from "../harness/extension.js";
import {loadedLibraries} from "../harness/libraries.js";
import {until} from "../harness/retried.js";
import {acceptAnswer, clearNotifications, clickUntil, closeOtherGroups, closeSideBar, hidePanel, offered, openFile, openPanel, pick, pressChord, pressUntil, quickInputRow, runCommand, scoreByLens, showGoldpan, showProblems} from "./actions.js";
import {screenshot} from "./appearance.js";
import {sortBy} from "./panelParts.js";
import {lens, notification, problem, statusBarItem, tab, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

/** The whole way of a person, one step after the other in one workbench: each test goes on where the last one ended. */
describe("from opening the sample to its golden subset", function () {
    this.timeout(600_000);
    // Eight anchors are enough to see everything at work, and take seconds.
    const workbench = useWorkbench({inTurn: true, settings: {"goldpan.anchors": "anchors.jsonl", "goldpan.gpu": "off"}, prepare: ({workspace}) => {
        const anchors = path.join(workspace, "anchors.jsonl");
        writeFileSync(anchors, readFileSync(anchors, "utf8").split("\n").slice(0, 8).join("\n"));
    }});
    const dataset = (): string => readFileSync(path.join(workbench.run.workspace, "instructions.jsonl"), "utf8");
    let kept = "", dropped = "";

    it("offers to score the file and flags what its text tells, with no model loaded", async () => {
        const {page} = workbench;
        await openFile(page, "instructions.jsonl");
        await lens(page, "Score file (200 examples)").waitFor();
        assert.deepEqual(loadedLibraries(workbench.run).filter((file) => file.includes("@node-llama-cpp")), []);
        await screenshot(page, "opened");
    });

    it("streams golden scores into the editor while it scores", async () => {
        const {page} = workbench;
        await scoreByLens(page);
        await lens(page, /0\.\d\d \(0\.\d\d to \d\.\d\d\)/).first().waitFor({timeout: 300_000});
        await statusBarItem(page, /Scoring \d+ of 200/).waitFor();
        await screenshot(page, "scoring");
        await notification(page, /200 examples scored/).waitFor({timeout: 500_000});
        await lens(page, /rank \d+ of 200/).first().waitFor();
        await screenshot(page, "scored");
        await clearNotifications(page);
    });

    it("has taken its libraries from nowhere but the extension's own folder", () => {
        const libraries = loadedLibraries(workbench.run);
        for (const scope of ["@libsql", "@koromix", "@node-llama-cpp"])
            assert.ok(libraries.some((file) => file.includes(`/node_modules/${scope}/`)), `nothing of ${scope} is loaded`);
        assert.deepEqual(libraries.filter((file) => !file.startsWith(realpathSync(extensionFolder()) + path.sep)), []);
    });

    it("lists low scores and noisy texts among the problems", async () => {
        const {page} = workbench;
        await showProblems(page);
        await problem(page, /The answer is empty/).first().waitFor();
        await problem(page, /at or below 0\.50/).first().waitFor();
        await screenshot(page, "problems");
        await hidePanel(page);
    });

    it("lists flagged examples by flag", async () => {
        const {page} = workbench;
        await showGoldpan(page);
        await page.locator(".monaco-list-row", {hasText: "empty-output"}).first().waitFor();
        await screenshot(page, "flagged");
    });

    it("notes keep and drop by keys, from one flagged example to the next", async () => {
        const {page} = workbench;
        const focus = async (): Promise<void> => runCommand(page, "View: Focus Active Editor Group");
        const chord = (key: string): Promise<void> => pressChord(page, "Control+Alt+G", key);
        const lineNumber = async (): Promise<number> => Number(/Ln (\d+)/.exec(await statusBarItem(page, /Ln \d+/).innerText())?.[1]);
        const next = async (): Promise<string> => {
            const before = await lineNumber();
            await chord("n");
            await until("another line is in front", async () => await lineNumber() !== before);
            return dataset().split("\n")[await lineNumber() - 1] ?? "";
        };
        await focus();
        kept = await next();
        await chord("k");
        await lens(page, "kept").first().waitFor();
        dropped = await next();
        await chord("d");
        await lens(page, "dropped").first().waitFor();
        assert.notEqual(kept, dropped);
        await screenshot(page, "reviewed");
    });

    it("shows which anchors an example helps and hurts", async () => {
        const {page} = workbench;
        await runCommand(page, "Goldpan: Why this score", page.locator(".view-line", {hasText: "Anchors that it"}));
        await closeSideBar(page);
        await screenshot(page, "why");
    });

    it("shows the distribution in the panel", async () => {
        const {page} = workbench;
        await closeOtherGroups(page);
        await openPanel(page);
        const frame = webview(page);
        await frame.locator(".quiet", {hasText: "200 examples, all scored"}).waitFor();
        await frame.locator("[role=columnheader] button", {hasText: "Tokens"}).waitFor(); // the engine has counted them
        await sortBy(page, frame, "Golden score", "descending");
        await clickUntil(page, "a row", frame.locator(".row").nth(2), frame.locator(".sentences li"));
        await screenshot(page, "panel-scored");
        const anchors = readFileSync(path.join(workbench.run.workspace, "anchors.jsonl"), "utf8").trimEnd().split("\n").map((line) => (JSON.parse(line) as {instruction: string}).instruction);
        const named = await frame.locator(".anchors tbody td:first-child").allInnerTexts();
        assert.ok(named.length >= 5 && named.every((name) => anchors.some((anchor) => name.includes(anchor.slice(0, 20)))), named.join("\n"));
        await runCommand(page, "View: Close Editor");
    });

    it("takes an example out by a quick fix, and undo brings it back", async () => {
        const {page} = workbench;
        const before = dataset();
        await runCommand(page, "View: Focus First Editor Group");
        await pressUntil(page, "Control+Home", statusBarItem(page, /Ln 1, Col 1\b/));
        const fix = page.locator(".action-widget .monaco-list-row", {hasText: "Remove this example"});
        // The editor saves by itself a moment later, so that its mark may be gone when one looks.
        const dirty = async (): Promise<boolean> => await page.locator(".tab.active.dirty").count() > 0;
        await pressUntil(page, "Control+.", fix);
        await screenshot(page, "fixes");
        await clickUntil(page, "the fix", fix, async () => await dirty() || dataset() !== before);
        await pressUntil(page, "Control+S", () => Promise.resolve(dataset().split("\n").length === before.split("\n").length - 1));
        await pressUntil(page, "Control+Z", async () => await dirty() || dataset() === before);
        await pressUntil(page, "Control+S", () => Promise.resolve(dataset() === before));
        await lens(page, "kept").first().waitFor(); // with all that was known of the examples
        await screenshot(page, "undone");
    });

    it("exports a golden subset that holds what was kept and not what was dropped", async () => {
        const {page, run} = workbench;
        await runCommand(page, "Goldpan: Export golden subset");
        await quickInputRow(page, "The best 10 %").waitFor();
        await screenshot(page, "export");
        await pick(page, "The best 10 %");
        await quickInputRow(page, "As in the file").waitFor();
        await screenshot(page, "export-form");
        await pick(page, "As in the file");
        await pick(page, "With a card");
        await page.locator(".quick-input-title", {hasText: "Export golden subset"}).waitFor();
        await offered(page, "golden-top10pc");
        await acceptAnswer(page);
        await notification(page, /Wrote .*golden-top10pc.*\.card\.md/).waitFor();
        await page.locator(".tab", {hasText: "golden-top10pc"}).first().waitFor();
        await screenshot(page, "exported");
        const [name = "", card = ""] = readdirSync(run.workspace).filter((file) => file.includes("golden-top10pc")).sort();
        assert.match(readFileSync(path.join(run.workspace, card), "utf8"), /^\| chosen \| the best 10 % of the scored \|$/m);
        const lines = readFileSync(path.join(run.workspace, name), "utf8").trimEnd().split("\n");
        assert.ok(lines.length >= 20 && lines.length <= 21, String(lines.length));
        assert.ok(lines.includes(kept) && !lines.includes(dropped));
        const all = dataset().split("\n");
        assert.ok(lines.every((line) => all.includes(line)));
    });

    it("finds scores and decisions again after the window was reloaded", async () => {
        const {page} = workbench;
        await page.reload();
        await clickUntil(page, "a tab", tab(page, "instructions.jsonl"), page.locator(".tab.active[data-resource-name='instructions.jsonl']"));
        await lens(page, "kept").first().waitFor();
        await lens(page, "dropped").first().waitFor();
        await lens(page, /0\.\d\d \(0\.\d\d to \d\.\d\d\)/).first().waitFor();
        await statusBarItem(page, "200 scores").waitFor();
        await screenshot(page, "reloaded");
    });
});
