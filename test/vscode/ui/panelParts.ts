import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import {isDeepStrictEqual} from "node:util";
import {parquetReadObjects} from "hyparquet";
import type {Frame, FrameLocator, Page} from "playwright-core";
import {readDataset} from "../../../src/session/readDataset.js";
import {parseCsv} from "../../support/parseCsv.js";
import {until} from "../harness/retried.js";
import {clickUntil, doUntil, gone, offered, pick, quickInput} from "./actions.js";

// What a person does and sees in a panel; where it is, tells `webview` of parts.ts while there is but one.

/** Scores as a run with ten anchors would have given them, but made up; every twentieth example has none. */
export async function writeScores(file: string, scoreOf: (index: number) => number): Promise<void> {
    const {examples} = await readDataset(file);
    writeFileSync(`${file}.scores.jsonl`, examples.filter(({index}) => index % 20 !== 19).map(({index, line, key, flags}) => {
        const goldenScore = scoreOf(index);
        return `${JSON.stringify({index, line, key, goldenScore, wins: Math.round(10 * goldenScore), anchors: 10, meanGain: goldenScore - 0.5, ci95: [Math.max(0, goldenScore - 0.1), Math.min(1, goldenScore + 0.1)], flags})}\n`;
    }).join(""));
}

/** A score for `writeScores`. */
export const madeUp = (index: number): number => (index * 7 % 11) / 10;

/** For `useWorkbench`: scores beside `instructions.jsonl`, and `other.jsonl`, which lacks its first 50 examples and has other scores. */
export async function prepareTwoScoredFiles({workspace}: {readonly workspace: string}): Promise<void> {
    const file = path.join(workspace, "instructions.jsonl"), other = path.join(workspace, "other.jsonl");
    await writeScores(file, madeUp);
    writeFileSync(other, readFileSync(file, "utf8").split("\n").slice(50).join("\n"));
    await writeScores(other, (index) => (index * 3 % 11) / 10);
}

/** What stands above the list: how many examples pass. */
export async function shows(frame: FrameLocator, text: string | RegExp): Promise<void> {
    await frame.locator(".amount", {hasText: typeof text === "string" ? new RegExp(`^${text}\\b`) : text}).waitFor();
}

export async function filter(frame: FrameLocator, text: string): Promise<void> {
    await frame.locator(".filter-text").fill(text);
}

export async function filterText(frame: FrameLocator): Promise<string> {
    return frame.locator(".filter-text").inputValue();
}

/** Answers VS Code's dialog of this title, which writes a folder or a name of its own into the field when it has looked at the disk. */
export async function chooseFile(page: Page, title: string, file: string): Promise<void> {
    await page.locator(".quick-input-title", {hasText: title}).waitFor();
    await offered(page, "/");
    await doUntil(page, `choose ${file} in the dialog "${title}"`, async (timeout) => {
        if (await quickInput(page).inputValue({timeout}) !== file)
            await quickInput(page).fill(file, {timeout});
        await quickInput(page).press("Enter", {timeout}); // which only looks at the folder where the name is new
    }, () => gone(page.locator(".quick-input-widget")));
}

/** Chooses a file to compare with, and waits for the comparison. */
export async function compareWithFile(page: Page, panel: FrameLocator, file: string): Promise<void> {
    await pickToCompare(page, panel, "Another file");
    await chooseFile(page, "Compare scores", file);
    await panel.locator(`text=Here against ${path.basename(file)}`).waitFor();
}

/** Asks for what to compare with, and chooses it from what is offered. */
export async function pickToCompare(page: Page, panel: FrameLocator, text: string): Promise<void> {
    const entry = page.locator(".quick-input-list .monaco-list-row", {hasText: text});
    await showView(page, panel, "compare");
    await clickUntil(page, "Compare with …", panel.locator("vscode-button", {hasText: "Compare with …"}), entry);
    await pick(page, entry);
}

/** Shows one of the panel's drawings. */
export async function showView(page: Page, panel: FrameLocator, view: string): Promise<void> {
    await clickUntil(page, `the tab of the ${view}`, panel.locator(`#tab-${view}`), panel.locator(`.distribution[data-view=${view}]`));
}

/** Sorts by a column whose first order is this one, or which was not sorted by it before. */
export async function sortBy(page: Page, panel: FrameLocator, title: string, direction: "ascending" | "descending"): Promise<void> {
    await clickUntil(page, `the title ${title}`, panel.locator("[role=columnheader] button", {hasText: title}), panel.locator(`[aria-sort=${direction}]`, {hasText: title}));
}

/** Opens the first example in the text editor; `place` is what the status bar says then. */
export async function openFirstRow(page: Page, panel: FrameLocator, place: string | RegExp): Promise<void> {
    await clickUntil(page, "the first row", panel.locator(".row").first(), panel.locator(".row.active"));
    await doUntil(page, "open the first row", (timeout) => panel.locator(".grid").press("Enter", {timeout}), page.locator(".statusbar-item", {hasText: place}));
}

/** The panel of this file, where several are shown at once. */
export async function panelOf(page: Page, file: string): Promise<FrameLocator> {
    const inside = (name: string): FrameLocator => page.frameLocator(`iframe.webview.ready[name="${name}"]`).frameLocator("#active-frame");
    let found: string | undefined;
    await until(`there is a panel of ${file}`, async () => {
        const names = await page.locator("iframe.webview.ready").evaluateAll((frames) => frames.map((frame) => frame.getAttribute("name") ?? ""));
        for (const name of names)
            if (await inside(name).locator("h1", {hasText: file}).count() === 1)
                found = name;
        return found !== undefined;
    });
    return inside(found ?? "");
}

/** The page that a panel is, for what only a page can be asked. */
export async function frameOf(panel: FrameLocator): Promise<Frame> {
    const frame = await (await panel.owner().elementHandle()).contentFrame();
    assert.ok(frame);
    return frame;
}

/** What a person has set in a panel, and where they are in its list. */
export interface Standing {
    readonly filter: string;
    readonly sort: string;
    /** Numbers of examples. */
    readonly first: number;
    readonly selected: readonly number[];
}

export async function standing(panel: FrameLocator): Promise<Standing> {
    return panel.locator("body").evaluate((body) => {
        const sorted = body.querySelector("[aria-sort=ascending], [aria-sort=descending]");
        const edge = body.querySelector(".pane")?.getBoundingClientRect().top ?? 0;
        const rows = [...body.querySelectorAll(".row")].map((row) => ({
            top: row.getBoundingClientRect().top, index: Number(row.querySelector("[aria-colindex='1']")?.textContent.replaceAll(",", "")) - 1, selected: row.getAttribute("aria-selected") === "true"
        })).sort((one, other) => one.top - other.top);
        return {
            filter: body.querySelector<HTMLInputElement>(".filter-text")?.value ?? "",
            sort: `${sorted?.textContent ?? ""} ${sorted?.getAttribute("aria-sort") ?? ""}`,
            first: rows.find(({top}) => top > edge - 1)?.index ?? -1,
            selected: rows.filter(({selected}) => selected).map(({index}) => index)
        };
    });
}

/** Waits until a panel stands as it did. */
export async function standsAs(panel: FrameLocator, expected: Standing): Promise<void> {
    let now: Standing | undefined;
    await until("the panel stands as it did", async () => isDeepStrictEqual(now = await standing(panel), expected)).catch(() => undefined); // the difference says more
    assert.deepEqual(now, expected);
}

/** What an example says; in messages the input stands below the instruction. */
export interface Exported {
    readonly prompt: string;
    readonly answer: string;
    /** Only tables have one. */
    readonly score?: number;
}

type Fields = Readonly<Record<"instruction" | "input" | "output", unknown>>;

export function exportedOf({instruction, input, output}: Fields): Exported {
    return {prompt: input === "" ? String(instruction) : `${String(instruction)}\n${String(input)}`, answer: String(output)};
}

/** What an exported file says, read back by something else than what wrote it. */
export async function readExported(file: string, ending: string): Promise<Exported[]> {
    const bytes = readFileSync(file);
    if (ending === ".parquet") {
        const rows = await parquetReadObjects({file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)}) as (Fields & {goldenScore: number})[];
        return rows.map((row) => ({...exportedOf(row), score: row.goldenScore}));
    }
    if (ending === ".csv") {
        const [names = [], ...rows] = parseCsv(bytes.toString("utf8"));
        return rows.map((row) => {
            const cell = (name: string): string => (row[names.indexOf(name)] ?? "").replace(/^'(?=[-=+@])/, ""); // so that no spreadsheet takes it for a formula
            return {...exportedOf({instruction: cell("instruction"), input: cell("input"), output: cell("output")}), score: Number(cell("goldenScore"))};
        });
    }
    return bytes.toString("utf8").trimEnd().split("\n").map((line) => {
        const {messages, ...fields} = JSON.parse(line) as Fields & {messages?: {role: string; content: string}[]};
        if (messages === undefined)
            return exportedOf(fields);
        assert.deepEqual(messages.map(({role}) => role), ["user", "assistant"]);
        return {prompt: messages[0]?.content ?? "", answer: messages[1]?.content ?? ""};
    });
}

/** How many colours a PNG has, as a browser paints it. */
export async function coloursOf(page: Page, png: Uint8Array): Promise<number> {
    return page.evaluate(async (bytes) => {
        const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], {type: "image/png"}));
        const context = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
        context?.drawImage(picture, 0, 0);
        const {data} = context?.getImageData(0, 0, picture.width, picture.height) ?? {data: new Uint8ClampedArray(0)};
        return new Set(new Uint32Array(data.buffer)).size;
    }, [...png]);
}
