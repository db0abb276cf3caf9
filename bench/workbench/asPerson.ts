import {setTimeout} from "node:timers/promises";
import type {Frame, FrameLocator, Page} from "playwright-core";
import {webview} from "../../test/vscode/ui/parts.js";
import {say} from "./memory.js";

/** How often is looked whether everything has come. */
const lookMs = 50;
/** Nothing takes so long, also where other work goes on. */
const patienceMs = 120_000;
/** What feels immediate. */
const promptMs = 50;
/** Longer than figures wait for a moment of quiet. */
const quietMs = 600;

/** Opens a file in Goldpan's view, and says when what of it was shown: the page has noted that itself, as looking from outside takes up to a second. @param when for people */
export async function opening(page: Page, file: string, when: string): Promise<void> {
    const began = await doubleClick(page, file);
    const seen = await noted(page, began, file, () => window.goldpanTimings.map(({what, at, milliseconds}) => ({what, at: performance.timeOrigin + at + milliseconds})), (shown) => shown.some(({what}) => what === "all scores"));
    const tables = seen.filter(({what}) => what === "table"), scores = seen.filter(({what}) => what === "all scores" || what === "patch");
    const after = (shown: Shown | undefined): string => ms((shown?.at ?? NaN) - began);
    say(`${when}: first rows ${after(tables[0])}, all rows ${after(tables.at(-1))}, all scores ${after([...tables, ...scores].sort((one, other) => one.at - other.at).at(-1))}`);
}

/** Opens the page of another extension that shows nothing, and says when its script ran. @param when for people */
export async function openingEmpty(page: Page, file: string, when: string): Promise<void> {
    const began = await doubleClick(page, file);
    const [shown] = await noted(page, began, file, () => window.emptyPageAt === undefined ? [] : [{what: "script", at: window.emptyPageAt}], ({length}) => length > 0);
    say(`${when}: its script runs ${ms((shown?.at ?? NaN) - began)}`);
}

/** In the explorer. Returns when the mouse went down for the first time, on which VS Code begins to open, in milliseconds of the machine's clock. */
async function doubleClick(page: Page, file: string): Promise<number> {
    await page.evaluate(() => {
        delete window.goldpanPressed;
        window.addEventListener("mousedown", ({timeStamp}) => {
            window.goldpanPressed ??= performance.timeOrigin + timeStamp;
        }, {capture: true});
    });
    await page.locator(".explorer-folders-view .monaco-list-row").filter({has: page.getByText(file, {exact: true})}).dblclick();
    return await page.evaluate(() => window.goldpanPressed ?? NaN);
}

/** What a page has noted, as soon as it is enough. */
async function noted(page: Page, began: number, file: string, look: () => Shown[], enough: (seen: readonly Shown[]) => boolean): Promise<readonly Shown[]> {
    const body = webview(page).locator("body");
    let seen: readonly Shown[] = [];
    while (!enough(seen)) {
        if (Date.now() - began > patienceMs)
            throw new Error(`${file} was opened, but its page has not come so far for ${ms(patienceMs)}: ${JSON.stringify(seen)}`);
        await setTimeout(lookMs);
        seen = await body.count() === 0 ? [] : await body.evaluate(look, undefined, {timeout: 1000}).catch(() => []); // the webview may just be loading
    }
    return seen;
}

/** When something was on the page, in milliseconds of the machine's clock. */
interface Shown {
    readonly what: string;
    readonly at: number;
}

/** Types a filter key by key. */
export async function typing(panel: FrameLocator, frame: Frame): Promise<void> {
    const since = await now(frame);
    for (const text of ["score>=0.5 -flag:any length:10..2000", "score<0.3 index>1000", "top:5%", "-decision:drop score:0.2..0.8 prompt-length>20"]) {
        await panel.locator(".filter-text").fill("");
        await panel.locator(".filter-text").pressSequentially(text, {delay: 60}); // as fast as people type
        await setTimeout(quietMs);
    }
    await panel.locator(".filter-text").fill("");
    say(`filter, by typing: ${await timings(frame, "filter", since)}; figures beside it: ${await timings(frame, "figures", since)}`);
}

/** Draws a range of scores over the histogram, to and fro. */
export async function brushing(page: Page, panel: FrameLocator, frame: Frame): Promise<void> {
    const box = await panel.locator(".brush .overlay").boundingBox();
    if (box === null)
        throw new Error("there is no histogram");
    const since = await now(frame);
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height / 2);
    await page.mouse.down();
    for (let step = 0; step < 60; step++) {
        await page.mouse.move(box.x + box.width * (0.25 + 0.7 * (step < 30 ? step : 60 - step) / 30), box.y + box.height / 2);
        await setTimeout(16);
    }
    await page.mouse.up();
    await setTimeout(quietMs);
    say(`filter, by the brush: ${await timings(frame, "filter", since)}; figures beside it: ${await timings(frame, "figures", since)}`);
    await panel.locator(".filter-text").fill("");
}

/** Turns the wheel through the list, and looks in each frame at what is seen of it. */
export async function scrolling(page: Page, panel: FrameLocator, frame: Frame): Promise<void> {
    const since = await now(frame);
    await panel.locator(".grid").hover();
    await frame.evaluate(() => {
        const seen: FramesSeen = {gaps: [], blank: 0, waiting: 0};
        window.goldpanFrames = seen;
        const pane = document.querySelector(".pane");
        let before = performance.now();
        const look = (at: number): void => {
            seen.gaps.push(at - before);
            before = at;
            const edges = pane?.getBoundingClientRect();
            const rows = [...document.querySelectorAll(".row")].filter((row) => edges !== undefined && row.getBoundingClientRect().bottom > edges.top && row.getBoundingClientRect().top < edges.bottom);
            seen.blank += Number(rows.length === 0);
            seen.waiting += Number(rows.some((row) => row.querySelector(".waiting") !== null));
            if (window.goldpanFrames === seen)
                requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    });
    for (const pixels of [120, 1200, 12_000])
        for (let turn = 0; turn < 60; turn++) {
            await page.mouse.wheel(0, turn < 40 ? pixels : -pixels);
            await setTimeout(16);
        }
    const {gaps, blank, waiting} = await frame.evaluate(() => {
        const seen = window.goldpanFrames;
        delete window.goldpanFrames;
        return seen ?? {gaps: [], blank: 0, waiting: 0};
    });
    say(`scrolling by the wheel: ${gaps.length} frames, gap ${medianAndWorst(gaps)}; without any row ${blank}, with a text still to come ${waiting}; rows drawn: ${await timings(frame, "rows", since)}`);
}

interface FramesSeen {
    readonly gaps: number[];
    blank: number;
    waiting: number;
}

declare global {
    interface Window {
        goldpanFrames?: FramesSeen;
        /** When the mouse went down in the workbench for the first time since it was asked for. */
        goldpanPressed?: number;
    }
}

async function now(frame: Frame): Promise<number> {
    return frame.evaluate(() => performance.now());
}

/** What the page has noted itself, at most its latest 512 timings. */
async function timings(frame: Frame, what: string, since: number): Promise<string> {
    return medianAndWorst(await frame.evaluate(([name, start]) => window.goldpanTimings.filter((timing) => timing.what === name && timing.at >= start).map(({milliseconds}) => milliseconds), [what, since] as const));
}

function medianAndWorst(values: readonly number[]): string {
    const sorted = [...values].sort((one, other) => one - other);
    return `median ${ms(sorted[sorted.length >> 1] ?? NaN)}, worst ${ms(sorted.at(-1) ?? NaN)}, over ${promptMs} ms ${sorted.filter((value) => value > promptMs).length} of ${sorted.length}`;
}

function ms(value: number): string {
    return `${value < 100 ? value.toFixed(1) : value.toFixed(0)} ms`;
}
