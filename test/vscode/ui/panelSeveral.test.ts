import assert from "node:assert/strict";
import {execFile} from "node:child_process";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {promisify} from "node:util";
import type {Locator} from "playwright-core";
import {extensionFolder} from "../harness/extension.js";
import type {RunFolder} from "../harness/runFolder.js";
import {clearNotifications, clickUntil, closeSideBar, doUntil, effectMs, openFile, openPanel, reloadWindow, runCommand} from "./actions.js";
import {screenshot} from "./appearance.js";
import {filter, filterText, madeUp, panelOf, pickToCompare, shows, showView, sortBy, standing, standsAs, writeScores} from "./panelParts.js";
import {notification, statusBarItem, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

const amount = 48, anchorCount = 8;

/** A file that the command line has scored with other anchors than the settings name, and one with made-up scores. */
async function prepare({workspace, folder, env}: RunFolder): Promise<void> {
    const linesOf = (name: string): string[] => readFileSync(path.join(workspace, name), "utf8").trimEnd().split("\n");
    const write = (name: string, lines: readonly string[]): void => {
        writeFileSync(path.join(workspace, name), `${lines.join("\n")}\n`);
    };
    const examples = linesOf("instructions.jsonl"), anchors = linesOf("anchors.jsonl");
    write("first.jsonl", examples.slice(0, amount));
    write("second.jsonl", examples.slice(amount));
    write("anchors.jsonl", anchors.slice(0, anchorCount));
    write("others.jsonl", anchors.slice(anchorCount, 2 * anchorCount));
    await writeScores(path.join(workspace, "second.jsonl"), madeUp);
    const arguments_ = ["score", "first.jsonl", "--anchors", "others.jsonl", "--gpu", "off", "--out", path.join(folder, "others.scores.jsonl")];
    await promisify(execFile)(process.execPath, [path.join(extensionFolder(), "dist/cli.js"), ...arguments_], {cwd: workspace, env: {...process.env, ...env}});
}

describe("several runs, and several panels", function () {
    this.timeout(600_000);
    const workbench = useWorkbench({prepare, settings: {"goldpan.anchors": "anchors.jsonl", "goldpan.gpu": "off"}});
    const tabOf = (file: string): Locator => workbench.page.locator(".tab", {hasText: `Gold in ${file}`});
    const showTab = (file: string): Promise<void> => clickUntil(workbench.page, `the tab of ${file}`, tabOf(file), workbench.page.locator(".tab.active", {hasText: `Gold in ${file}`}));
    const scoredThere = (): number[] => readFileSync(path.join(workbench.run.folder, "others.scores.jsonl"), "utf8").trimEnd().split("\n").map((line) => (JSON.parse(line) as {goldenScore: number}).goldenScore);

    it("scores again where the scores are of other anchors than the settings ask for", async () => {
        const {page} = workbench;
        await page.setViewportSize({width: 1680, height: 1000});
        await openFile(page, "first.jsonl");
        await openPanel(page);
        const frame = webview(page);
        await frame.locator(".quiet", {hasText: `${amount} examples, all scored`}).waitFor();
        await frame.locator(".origin", {hasText: `${anchorCount} anchors (others.jsonl)`}).waitFor();
        await frame.locator(".notice.outdated", {hasText: "measured with other settings than now (anchors)"}).waitFor();
        await screenshot(page, "panel-outdated");
        await clickUntil(page, "Score again", frame.locator("header vscode-button", {hasText: "Score again"}), statusBarItem(page, /Scoring|Starting/).or(notification(page, `${amount} examples scored`)), effectMs);
        await notification(page, `${amount} examples scored`).waitFor({timeout: 400_000});
        await frame.locator(".origin", {hasText: `${anchorCount} anchors (anchors.jsonl)`}).waitFor();
        await frame.locator(".notice.outdated").waitFor({state: "hidden"});
        await clearNotifications(page);
    });

    it("compares both runs of the file", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await pickToCompare(page, frame, `${anchorCount} anchors (others.jsonl`);
        await frame.locator(".compared h2", {hasText: "others.jsonl"}).waitFor();
        await frame.locator(".compare-figures", {hasText: new RegExp(`in both\\s*${amount}`)}).waitFor();
        const moved = await frame.locator(".moved [role=option]").evaluateAll((options) => options.map((option) => [...option.children].slice(0, 3).map(({textContent}) => Number(textContent))));
        const there = scoredThere();
        assert.ok(moved.length > 5);
        for (const [number = -1, , score] of moved)
            assert.equal(score, Number(there[number - 1]?.toFixed(2)), `Example ${number}`);
        await screenshot(page, "panel-compare-runs");
        await showView(page, frame, "histogram");
    });

    it("shows panels of two files beside each other, each with its own filter", async () => {
        const {page} = workbench;
        await openFile(page, "second.jsonl");
        await openPanel(page);
        await tabOf("second.jsonl").waitFor();
        await closeSideBar(page);
        await runCommand(page, "View: Move Editor into Right Group", async () => await page.locator(".editor-group-container").count() === 2);
        await showTab("first.jsonl");
        const first = await panelOf(page, "first.jsonl"), second = await panelOf(page, "second.jsonl");
        await first.locator(".distribution[data-view=histogram]").waitFor(); // chosen right before the tab was hidden
        await filter(first, "index<10");
        await filter(second, "score>=0.8");
        await shows(first, `10 of ${amount}`);
        await shows(second, /^\d+ of 152/);
        assert.deepEqual([await filterText(first), await filterText(second)], ["index<10", "score>=0.8"]);
        await screenshot(page, "panels-beside");
    });

    it("has filter, order, place and selection again in another group, behind another tab and after a reload", async () => {
        const {page} = workbench;
        const second = await panelOf(page, "second.jsonl");
        await filter(second, "score<0.8");
        await sortBy(page, second, "Golden score", "descending");
        await doUntil(page, "scroll the list", async (timeout) => {
            await second.locator(".grid").hover({timeout});
            await page.mouse.wheel(0, 600);
        }, async () => (await standing(second)).first > 0 && await second.locator(".row[aria-rowindex='2']").count() === 0);
        const row = second.locator(".row").nth(12);
        await clickUntil(page, "a row", row, second.locator(".footer", {hasText: "1 selected"}));
        await second.locator(".grid").press("Shift+ArrowDown");
        await second.locator(".footer", {hasText: "2 selected"}).waitFor();
        const before = await standing(second);
        assert.ok(before.first > 0 && before.selected.length === 2 && before.sort === "Golden score descending", JSON.stringify(before));

        await runCommand(page, "View: Move Editor into Left Group", async () => await page.locator(".editor-group-container").count() === 1);
        await standsAs(await panelOf(page, "second.jsonl"), before);
        await showTab("first.jsonl");
        await shows(await panelOf(page, "first.jsonl"), `10 of ${amount}`);
        await showTab("second.jsonl");
        await standsAs(await panelOf(page, "second.jsonl"), before);
        await reloadWindow(page);
        await standsAs(await panelOf(page, "second.jsonl"), before);
        await screenshot(page, "panel-restored");
        await showTab("first.jsonl");
        await shows(await panelOf(page, "first.jsonl"), `10 of ${amount}`);
    });
});
