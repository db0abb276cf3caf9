import assert from "node:assert/strict";
import {execFile} from "node:child_process";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {promisify} from "node:util";
import type {Locator} from "playwright-core";
import {extensionFolder} from "../harness/extension.js";
import type {RunFolder} from "../harness/runFolder.js";
import {openFile, runCommand} from "./actions.js";
import {screenshot} from "./appearance.js";
import {filter, filterText, madeUp, panelOf, shows, standing, standsAs, writeScores} from "./panelParts.js";
import {notification, webview} from "./parts.js";
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
    const scoredThere = (): number[] => readFileSync(path.join(workbench.run.folder, "others.scores.jsonl"), "utf8").trimEnd().split("\n").map((line) => (JSON.parse(line) as {goldenScore: number}).goldenScore);

    it("scores again where the scores are of other anchors than the settings ask for", async () => {
        const {page} = workbench;
        await page.setViewportSize({width: 1680, height: 1000});
        await openFile(page, "first.jsonl");
        await runCommand(page, "Goldpan: Open panel");
        const frame = webview(page);
        await frame.locator(".quiet", {hasText: `${amount} examples, all scored`}).waitFor();
        await frame.locator(".origin", {hasText: `${anchorCount} anchors (others.jsonl)`}).waitFor();
        await frame.locator(".notice.outdated", {hasText: "measured with other settings than now (anchors)"}).waitFor();
        await screenshot(page, "panel-outdated");
        await frame.locator("header vscode-button", {hasText: "Score again"}).click();
        await notification(page, `${amount} examples scored`).waitFor({timeout: 400_000});
        await frame.locator(".origin", {hasText: `${anchorCount} anchors (anchors.jsonl)`}).waitFor();
        await frame.locator(".notice.outdated").waitFor({state: "hidden"});
        await runCommand(page, "Notifications: Clear All Notifications");
    });

    it("compares both runs of the file", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await frame.locator("vscode-panel-tab", {hasText: "Compare"}).click();
        await frame.locator("vscode-button", {hasText: "Compare with …"}).click();
        await page.locator(".quick-input-list .monaco-list-row", {hasText: `${anchorCount} anchors (others.jsonl`}).click();
        await frame.locator(".compared h2", {hasText: "others.jsonl"}).waitFor();
        await frame.locator(".compare-figures", {hasText: new RegExp(`in both\\s*${amount}`)}).waitFor();
        const moved = await frame.locator(".moved [role=option]").evaluateAll((options) => options.map((option) => [...option.children].slice(0, 3).map(({textContent}) => Number(textContent))));
        const there = scoredThere();
        assert.ok(moved.length > 5);
        for (const [index = -1, , score] of moved)
            assert.equal(score, Number(there[index]?.toFixed(2)), `example ${index}`);
        await screenshot(page, "panel-compare-runs");
        await frame.locator("vscode-panel-tab", {hasText: "Histogram"}).click();
    });

    it("shows panels of two files beside each other, each with its own filter", async () => {
        const {page} = workbench;
        await openFile(page, "second.jsonl");
        await runCommand(page, "Goldpan: Open panel");
        await tabOf("second.jsonl").waitFor();
        await runCommand(page, "View: Close Primary Side Bar");
        await runCommand(page, "View: Move Editor into Right Group");
        await tabOf("first.jsonl").click();
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
        await second.locator("[role=columnheader] button", {hasText: "Golden score"}).click();
        await second.locator(".grid").hover();
        await page.mouse.wheel(0, 600);
        const row = second.locator(".row").nth(12);
        await row.click();
        await second.locator(".grid").press("Shift+ArrowDown");
        await second.locator(".footer", {hasText: "2 selected"}).waitFor();
        const before = await standing(second);
        assert.ok(before.first > 0 && before.selected.length === 2 && before.sort === "Golden score descending", JSON.stringify(before));

        await runCommand(page, "View: Move Editor into Left Group");
        await standsAs(await panelOf(page, "second.jsonl"), before);
        await tabOf("first.jsonl").click();
        await shows(await panelOf(page, "first.jsonl"), `10 of ${amount}`);
        await tabOf("second.jsonl").click();
        await standsAs(await panelOf(page, "second.jsonl"), before);
        await Promise.all([page.waitForEvent("domcontentloaded"), runCommand(page, "Developer: Reload Window")]);
        await standsAs(await panelOf(page, "second.jsonl"), before);
        await screenshot(page, "panel-restored");
        await tabOf("first.jsonl").click();
        await shows(await panelOf(page, "first.jsonl"), `10 of ${amount}`);
    });
});
