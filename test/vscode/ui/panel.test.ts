import assert from "node:assert/strict";
import {copyFileSync, existsSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {parquetReadObjects} from "hyparquet";
import type {FrameLocator} from "playwright-core";
import {readDataset} from "../../../src/session/readDataset.js";
import {openFile, quickInput, quickInputRow, runCommand, until} from "./actions.js";
import {screenshot} from "./appearance.js";
import {notification, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

/** Scores as a run with ten anchors would have given them, but made up; every twentieth example has none. */
async function writeScores(file: string, scoreOf: (index: number) => number): Promise<void> {
    const {examples} = await readDataset(file);
    writeFileSync(`${file}.scores.jsonl`, examples.filter(({index}) => index % 20 !== 19).map(({index, line, key, flags}) => {
        const goldenScore = scoreOf(index);
        return `${JSON.stringify({index, line, key, goldenScore, wins: Math.round(10 * goldenScore), anchors: 10, meanGain: goldenScore - 0.5, ci95: [Math.max(0, goldenScore - 0.1), Math.min(1, goldenScore + 0.1)], flags})}\n`;
    }).join(""));
}

const madeUp = (index: number): number => (index * 7 % 11) / 10;

/** What stands above the list: how many examples pass. */
async function shows(frame: FrameLocator, text: string | RegExp): Promise<void> {
    await frame.locator(".amount", {hasText: text}).waitFor();
}

async function filter(frame: FrameLocator, text: string): Promise<void> {
    await frame.locator(".filter-text").fill(text);
}

describe("the panel of a dataset", function () {
    this.timeout(300_000);
    const workbench = useWorkbench({prepare: async ({workspace}) => {
        const file = path.join(workspace, "instructions.jsonl"), other = path.join(workspace, "other.jsonl");
        await writeScores(file, madeUp);
        writeFileSync(other, readFileSync(file, "utf8").split("\n").slice(50).join("\n"));
        await writeScores(other, (index) => (index * 3 % 11) / 10);
    }});
    const lines = (): string[] => readFileSync(path.join(workbench.run.workspace, "instructions.jsonl"), "utf8").trimEnd().split("\n");
    /** Lines whose example has a made-up score that fits. */
    const linesWith = (fits: (score: number) => boolean): string[] => lines().filter((_, index) => index % 20 !== 19 && fits(madeUp(index)));

    it("shows the distribution of the scores that lie beside the file", async () => {
        const {page} = workbench;
        await openFile(page, "instructions.jsonl");
        await runCommand(page, "Goldpan: Open panel");
        const frame = webview(page);
        await frame.locator("h1", {hasText: "instructions.jsonl"}).waitFor();
        await frame.locator(".quiet", {hasText: "200 examples, 190 scored"}).waitFor();
        await frame.locator(".origin", {hasText: "Scores from instructions.jsonl.scores.jsonl"}).waitFor();
        await runCommand(page, "View: Close Primary Side Bar");
        await frame.locator(".row .value", {hasText: "0.70"}).first().waitFor();
        await screenshot(page, "panel");
    });

    it("filters by a line of text", async () => {
        const frame = webview(workbench.page);
        await filter(frame, "score>=0.8");
        await shows(frame, `${linesWith((score) => score >= 0.8).length} of 200`);
        await filter(frame, "\"water\"");
        await shows(frame, new RegExp(`^${lines().filter((line) => /water/i.test(line)).length} of 200`));
        await filter(frame, "score>=0.8 -flag:any");
        await screenshot(workbench.page, "panel-filtered");
    });

    it("sorts, shows an example whole, notes a decision and takes it back", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "score>=0.8");
        await frame.locator("[role=columnheader] button", {hasText: "Golden score"}).click();
        await frame.locator("[aria-sort=descending]").waitFor();
        await frame.locator(".row[aria-rowindex='2']", {hasText: "1.00"}).click();
        await frame.locator(".conversation").waitFor();
        const number = Number(/Example (\d+)/.exec(await frame.locator(".details h2").innerText())?.[1]) - 1;
        assert.equal(madeUp(number), 1);
        const {output} = JSON.parse(lines()[number] ?? "") as {output: string};
        assert.ok((await frame.locator(".conversation").innerText()).includes(output.trim().split("\n")[0] ?? ""));
        await frame.locator(".grid").press("k");
        await frame.locator(".row.active", {hasText: "kept"}).waitFor();
        await screenshot(page, "panel-details");
        await frame.locator(".grid").press("Control+z");
        await frame.locator(".row.active", {hasNotText: "kept"}).waitFor();
        await frame.locator(".grid").press("d");
        await frame.locator(".row.active", {hasText: "dropped"}).waitFor();
    });

    for (const [form, ending] of [["As in the file", ".jsonl"], ["LLaMA-Factory", ".jsonl"], ["axolotl", ".jsonl"], ["TRL", ".jsonl"], ["CSV", ".csv"], ["Parquet", ".parquet"]] as const)
        it(`exports what it shows: ${form}`, async () => {
            const {page, run} = workbench;
            const frame = webview(page);
            await filter(frame, "score>=0.9");
            const expected = linesWith((score) => score >= 0.9);
            await shows(frame, `${expected.length} of 200`);
            await frame.locator("vscode-button", {hasText: "Export"}).click();
            await quickInputRow(page, form).click();
            await quickInputRow(page, "With a card").click();
            const name = `${form.replace(/\W/g, "")}${ending}`, file = path.join(run.workspace, name);
            await page.locator(".quick-input-title", {hasText: "Export golden subset"}).waitFor();
            await until(async () => (await quickInput(page).inputValue()).includes("golden-filtered"));
            await quickInput(page).fill(file);
            await page.keyboard.press("Enter");
            if (form === "As in the file")
                await notification(page, `Wrote ${name}`).first().waitFor(); // of many in a row VS Code shows but some
            await until(() => existsSync(`${file}.card.md`)); // the last one that is written
            await runCommand(page, "Notifications: Clear All Notifications");
            assert.equal(await amountIn(file, ending), expected.length);
            if (form === "As in the file")
                assert.equal(readFileSync(file, "utf8"), `${expected.join("\n")}\n`);
            assert.match(readFileSync(`${file}.card.md`, "utf8"), /score>=0\.9/);
            assert.deepEqual(["dataset_info.json", "axolotl.yml"].filter((beside) => existsSync(`${file}.${beside}`)), form === "LLaMA-Factory" ? ["dataset_info.json"] : form === "axolotl" ? ["axolotl.yml"] : []);
        });

    it("compares with another file", async () => {
        const {page, run} = workbench;
        const frame = webview(page);
        await filter(frame, "");
        await frame.locator("vscode-panel-tab", {hasText: "Compare"}).click();
        await frame.locator("vscode-button", {hasText: "Compare with …"}).click();
        await page.locator(".quick-input-list .monaco-list-row", {hasText: "Another file"}).click();
        await until(async () => (await quickInput(page).inputValue()).startsWith("/"));
        await quickInput(page).fill(path.join(run.workspace, "other.jsonl"));
        await page.keyboard.press("Enter");
        await frame.locator("text=Here against other.jsonl").waitFor();
        await screenshot(page, "panel-compare");
        await frame.locator("vscode-panel-tab", {hasText: "Histogram"}).click();
    });

    it("opens an example in the text editor at its line", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "index:120");
        await shows(frame, "1 of 200");
        await frame.locator(".row").first().click();
        await frame.locator(".grid").press("Enter");
        await page.locator(".statusbar-item", {hasText: /Ln 121/}).waitFor();
        await screenshot(page, "panel-beside");
        await runCommand(page, "View: Focus First Editor Group");
        await runCommand(page, "View: Close Editors in Other Groups");
    });

    it("has its filter and its decisions again after the window was reloaded", async () => {
        const {page} = workbench;
        await filter(webview(page), "-decision:drop");
        await shows(webview(page), "199 of 200");
        await new Promise((resolve) => setTimeout(resolve, 1000)); // the state is kept a moment after a change
        await runCommand(page, "Developer: Reload Window");
        const frame = webview(page);
        await frame.locator("h1", {hasText: "instructions.jsonl"}).waitFor();
        await shows(frame, "199 of 200");
        assert.equal(await frame.locator(".filter-text").inputValue(), "-decision:drop");
    });
});

const alpaca = path.resolve("../shared/data/alpaca/alpaca_data.json");

describe("the dataset view", function () {
    this.timeout(300_000);
    before(function () {
        if (existsSync(alpaca))
            return;
        console.log("      skipped: the 52,002 examples of Alpaca are not beside the checkout"); // eslint-disable-line no-console -- why it is skipped
        this.skip();
    });
    const workbench = useWorkbench({settings: {"workbench.editorAssociations": {"*.json": "goldpan.datasetView"}}, prepare: ({workspace}) => {
        copyFileSync(alpaca, path.join(workspace, "alpaca_data.json"));
    }});

    it("shows a file that is too large for lenses, read from disk, without a text document", async () => {
        const {page} = workbench;
        await page.locator(".explorer-folders-view .monaco-list-row", {hasText: "alpaca_data.json"}).dblclick();
        const frame = webview(page);
        await frame.locator(".quiet", {hasText: "52,002 examples"}).waitFor();
        await filter(frame, "length<20 \"noinput\"");
        await shows(frame, /^\d+ of 52,002/);
        await frame.locator(".row").first().click();
        await frame.locator(".conversation").waitFor();
        await screenshot(page, "panel-alpaca");
    });
});

/** Records in an exported file, read back by something else than what wrote it. */
async function amountIn(file: string, ending: string): Promise<number> {
    if (ending === ".parquet") {
        const bytes = readFileSync(file);
        return (await parquetReadObjects({file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)})).length;
    }
    const text = readFileSync(file, "utf8").trimEnd();
    if (ending === ".csv")
        return (text.match(/^"?\d+"?,/gm) ?? []).length;
    return text.split("\n").map((line): unknown => JSON.parse(line)).length;
}
