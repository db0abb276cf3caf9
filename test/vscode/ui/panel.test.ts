import assert from "node:assert/strict";
import {existsSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {until} from "../harness/retried.js";
import {chooseInExplorer, clearNotifications, clickUntil, closeAllEditors, closeOtherGroups, closeSideBar, doUntil, offered, openFile, openPanel, pick, quickInputRow, reloadWindow, runCommand} from "./actions.js";
import {screenshot} from "./appearance.js";
import {chooseFile, coloursOf, compareWithFile, exportedOf, filter, filterText, madeUp, openFirstRow, panelOf, prepareTwoScoredFiles, readExported, shows, showView, sortBy} from "./panelParts.js";
import {notification, webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

const linesIn = (workspace: string): string[] => readFileSync(path.join(workspace, "instructions.jsonl"), "utf8").trimEnd().split("\n");
/** All in one line, characters of several bytes among them; the last is a copy of the first. */
const minified = (lines: readonly string[]): string => `[${[...lines, lines[0] ?? ""].join()}]`;

describe("the panel of a dataset", function () {
    this.timeout(300_000);
    const workbench = useWorkbench({prepare: async (run) => {
        await prepareTwoScoredFiles(run);
        writeFileSync(path.join(run.workspace, "minified.json"), minified(linesIn(run.workspace)));
    }});
    const lines = (): string[] => linesIn(workbench.run.workspace);
    /** Lines whose example has a made-up score that fits. */
    const linesWith = (fits: (score: number) => boolean): string[] => lines().filter((_, index) => index % 20 !== 19 && fits(madeUp(index)));

    it("opens from the explorer, and an example of an array in one line in the text editor at its character, of copies the very one", async () => {
        const {page} = workbench;
        await chooseInExplorer(page, "minified.json", "Open panel");
        const frame = await panelOf(page, "minified.json");
        const text = minified(lines());
        for (const [index, record] of [[200, text.lastIndexOf("{\"instruction\"")], [0, 1]] as const) {
            await filter(frame, `index:${index}`);
            await shows(frame, "1 of 201");
            await openFirstRow(page, frame, `Ln 1, Col ${Array.from(text.slice(0, record)).length + 1}`); // which counts pairs of surrogates once
            await closeOtherGroups(page);
        }
        await closeAllEditors(page);
    });

    it("shows the distribution of the scores that lie beside the file", async () => {
        const {page} = workbench;
        await openFile(page, "instructions.jsonl");
        await openPanel(page);
        const frame = webview(page);
        await frame.locator("h1", {hasText: "instructions.jsonl"}).waitFor();
        await frame.locator(".quiet", {hasText: "200 examples, 190 scored"}).waitFor();
        await frame.locator(".origin", {hasText: "Scores from instructions.jsonl.scores.jsonl"}).waitFor();
        await closeSideBar(page);
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

    it("filters by a brush over the histogram, by the keys of its edges, and shows all again at Escape", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "");
        await shows(frame, "all 200 examples");
        const brushed = `${linesWith((score) => score >= 0.1 && score <= 0.3).length} of 200`;
        await doUntil(page, "draw a range with the brush", async (timeout) => {
            const box = await frame.locator(".brush .overlay").boundingBox({timeout});
            assert.ok(box);
            const at = (score: number): number => box.x + box.width * (score + 0.05) / 1.1; // ten anchors: half a step on both sides
            await page.mouse.move(at(0.06), box.y + box.height / 2);
            await page.mouse.down();
            await page.mouse.move(at(0.2), box.y + box.height / 2, {steps: 3});
            await page.mouse.move(at(0.34), box.y + box.height / 2, {steps: 3});
        }, frame.locator(".amount", {hasText: brushed}), {undo: () => page.mouse.up()}); // it filters while it is being drawn
        await page.mouse.up();
        await shows(frame, brushed);
        assert.equal(await filterText(frame), "score:0.1..0.3");
        const scores = await frame.locator(".row .value").allInnerTexts();
        assert.ok(scores.length > 5 && scores.every((score) => ["0.10", "0.20", "0.30"].includes(score)), scores.join(" "));
        await screenshot(page, "panel-brush");
        const lowest = frame.locator(".edge[aria-label='Lowest golden score shown']");
        for (const [key, text, least] of [["ArrowRight", "score:0.2..0.3", 0.2], ["ArrowLeft", "score:0.1..0.3", 0.1], ["Home", "score<=0.3", 0]] as const) {
            await lowest.press(key);
            await shows(frame, `${linesWith((score) => score >= least && score <= 0.3).length} of 200`);
            assert.equal(await filterText(frame), text);
        }
        await frame.locator(".filter-text").press("Escape");
        await shows(frame, "all 200 examples");
        assert.equal(await filterText(frame), "");
    });

    it("sorts by a column of texts, and the other way round", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "");
        const inOrder = lines().map((line) => (JSON.parse(line) as {instruction: string}).instruction.trim().toLowerCase()).sort((one, other) => one < other ? -1 : 1);
        const header = frame.locator("[role=columnheader] button", {hasText: "Instruction"});
        for (const [direction, first = ""] of [["ascending", inOrder[0]], ["descending", inOrder.at(-1)]] as const) {
            await clickUntil(page, "a column's title", header, frame.locator(`[aria-sort=${direction}]`, {hasText: "Instruction"}));
            await frame.locator(".row[aria-rowindex='2']", {hasText: first.slice(0, 40)}).waitFor();
            await screenshot(page, `panel-sorted-by-text-${direction}`);
        }
        await sortBy(page, frame, "No.", "ascending");
    });

    it("sorts, shows an example whole, notes a decision and takes it back", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "score>=0.8");
        await sortBy(page, frame, "Golden score", "descending");
        await clickUntil(page, "a row", frame.locator(".row[aria-rowindex='2']", {hasText: "1.00"}), frame.locator(".row.active[aria-rowindex='2']"));
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

    it("decides on all that are selected by one key, and takes that back and does it again as one", async () => {
        const {page} = workbench;
        const frame = webview(page);
        const dropped = async (amount: number): Promise<void> => {
            await filter(frame, "decision:drop");
            await shows(frame, `${amount} of 200`);
            await filter(frame, "score>=0.8");
        };
        const row = (number: number) => frame.locator(`.row[aria-rowindex='${number + 1}']`);
        await row(2).click();
        await row(5).click({modifiers: ["Shift"]});
        await row(7).click({modifiers: ["Control"]});
        await frame.locator(".footer", {hasText: "5 selected"}).waitFor();
        await frame.locator(".grid").press("d");
        await until("six examples are dropped", async () => await frame.locator(".row .cell[data-decision=drop]").count() === 6); // with that of the last test
        await screenshot(page, "panel-bulk");
        await dropped(6);
        await frame.locator(".grid").press("Control+z");
        await dropped(1);
        await frame.locator("vscode-button[aria-label=Redo]").click();
        await dropped(6);
        await frame.locator("vscode-button[aria-label=Undo]").click();
        await dropped(1);
    });

    for (const [form, ending] of [["As in the file", ".jsonl"], ["LLaMA-Factory", ".jsonl"], ["axolotl", ".jsonl"], ["TRL", ".jsonl"], ["CSV", ".csv"], ["Parquet", ".parquet"]] as const)
        it(`exports what it shows: ${form}`, async () => {
            const {page, run} = workbench;
            const frame = webview(page);
            await filter(frame, "score>=0.9");
            const expected = linesWith((score) => score >= 0.9);
            await shows(frame, `${expected.length} of 200`);
            await clickUntil(page, "Export", frame.locator("vscode-button", {hasText: "Export"}), quickInputRow(page, form));
            await pick(page, form);
            await pick(page, "With a card");
            const name = `${form.replace(/\W/g, "")}${ending}`, file = path.join(run.workspace, name);
            await page.locator(".quick-input-title", {hasText: "Export examples"}).waitFor();
            await offered(page, "instructions.filtered");
            await chooseFile(page, "Export examples", file);
            if (form === "As in the file")
                await notification(page, `Wrote ${name}`).first().waitFor(); // of many in a row VS Code shows but some
            await until("the card is written", () => existsSync(`${file}.card.md`)); // the last one that is written
            await clearNotifications(page);
            const isTable = ending !== ".jsonl", all = lines();
            assert.deepEqual(await readExported(file, ending), expected.map((line) => ({...exportedOf(JSON.parse(line) as Parameters<typeof exportedOf>[0]), ...isTable ? {score: madeUp(all.indexOf(line))} : {}})));
            if (form === "As in the file")
                assert.equal(readFileSync(file, "utf8"), `${expected.join("\n")}\n`);
            assert.match(readFileSync(`${file}.card.md`, "utf8"), /score>=0\.9/);
            assert.deepEqual(["dataset_info.json", "axolotl.yml"].filter((beside) => existsSync(`${file}.${beside}`)), form === "LLaMA-Factory" ? ["dataset_info.json"] : form === "axolotl" ? ["axolotl.yml"] : []);
        });

    it("saves its chart as SVG and as PNG where the person says", async () => {
        const {page, run} = workbench;
        const frame = webview(page), saved = async (name: string): Promise<Buffer> => {
            const file = path.join(run.workspace, name);
            await clickUntil(page, "Save picture", frame.locator("vscode-button", {hasText: "Save picture"}), page.locator(".quick-input-title", {hasText: "Save chart"}));
            await offered(page, "instructions.histogram");
            await chooseFile(page, "Save chart", file);
            await notification(page, `Wrote ${name}`).first().waitFor();
            await clearNotifications(page);
            return readFileSync(file);
        };
        const svg = (await saved("chart.svg")).toString("utf8");
        assert.match(svg, /^<svg [^>]*xmlns=/);
        assert.ok(svg.includes("Golden score") && (svg.match(/<rect/g) ?? []).length > 5);
        assert.ok(await coloursOf(page, await saved("chart.png")) > 2);
    });

    it("compares with another file", async () => {
        const {page, run} = workbench;
        const frame = webview(page);
        await filter(frame, "");
        await compareWithFile(page, frame, path.join(run.workspace, "other.jsonl"));
        await screenshot(page, "panel-compare");
        await showView(page, frame, "histogram");
    });

    it("shows another scores file that is opened from the palette, and the one beside its file when that is taken back", async () => {
        const {page, run} = workbench;
        const origin = webview(page).locator(".origin");
        await origin.filter({hasText: "Scores from instructions.jsonl.scores.jsonl"}).waitFor();
        await runCommand(page, "Goldpan: Open scores file", page.locator(".quick-input-title", {hasText: "Open scores file"}));
        await chooseFile(page, "Open scores file", path.join(run.workspace, "other.jsonl.scores.jsonl"));
        await origin.filter({hasText: "Scores from other.jsonl.scores.jsonl"}).waitFor();
        await runCommand(page, "Goldpan: Open scores file");
        await pick(page, "Stop showing this scores file");
        await origin.filter({hasText: "Scores from instructions.jsonl.scores.jsonl"}).waitFor();
    });

    it("opens an example in the text editor at its line", async () => {
        const {page} = workbench;
        const frame = webview(page);
        await filter(frame, "index:120");
        await shows(frame, "1 of 200");
        await openFirstRow(page, frame, /Ln 121/);
        await screenshot(page, "panel-beside");
        await closeOtherGroups(page);
    });

    it("puts its filter on the clipboard", async () => {
        const {page} = workbench;
        await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
        await filter(webview(page), "score>=0.7 -flag:any \"\u6f22\"");
        const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
        await clickUntil(page, "Copy the filter", webview(page).locator("vscode-button[title='Copy the filter']"), async () => await copied() !== "");
        assert.equal(await copied(), "score>=0.7 -flag:any \"\u6f22\"");
    });

    it("has its filter, its decisions and the saved filters again after the window was reloaded", async () => {
        const {page} = workbench;
        await filter(webview(page), "score>=0.8");
        await clickUntil(page, "Save", webview(page).locator(".saved vscode-button", {hasText: "Save"}).first(), webview(page).locator(".saved vscode-text-field input"));
        await webview(page).locator(".saved vscode-text-field input").fill("Good ones");
        await webview(page).locator(".saved vscode-text-field input").press("Enter");
        await webview(page).locator(".saved vscode-option", {hasText: "Good ones"}).waitFor({state: "attached"}); // said by the extension
        await filter(webview(page), "-decision:drop");
        await shows(webview(page), "199 of 200");
        await reloadWindow(page);
        const frame = webview(page);
        await frame.locator("h1", {hasText: "instructions.jsonl"}).waitFor();
        await shows(frame, "199 of 200");
        assert.equal(await frame.locator(".filter-text").inputValue(), "-decision:drop");
        await clickUntil(page, "the saved filters", frame.locator(".saved vscode-dropdown"), frame.locator("vscode-option", {hasText: "Good ones"}));
        await frame.locator("vscode-option", {hasText: "Good ones"}).click();
        await shows(frame, `${linesWith((score) => score >= 0.8).length} of 200`);
    });
});
