import type {Locator, Page} from "playwright-core";
import {retried, until, type Step} from "../harness/retried.js";
import {seenIn} from "../harness/window.js";

/** How long the effect of a command may take before the command is run again. */
export const effectMs = 30_000;

// What a person does in a workbench. Each of these is done again until it shows its effect; what has none to be seen takes one that the test names.

/** A row of the explorer, by the whole of its name. */
function explorerRow(page: Page, name: string): Locator {
    return page.locator(".explorer-folders-view .monaco-list-row").filter({has: page.getByText(name, {exact: true})});
}

/** Does something on a page of the workbench until it has worked. @param what for the error: "press Escape" */
export async function doUntil(page: Page, what: string, act: (lookMs: number) => Promise<unknown>, worked: Locator | (() => Promise<boolean>), more: Pick<Step, "undo" | "firstLookMs"> = {}): Promise<void> {
    const there = typeof worked === "function" ? worked : async (): Promise<boolean> => await worked.count() > 0 && await worked.first().isVisible();
    await retried({what, act, worked: there, seen: () => seenIn(page), ...more});
}

/** Clicks until what that brings about is there. For what may be clicked twice: it is not clicked again once it has worked. */
export async function clickUntil(page: Page, what: string, target: Locator, worked: Locator | (() => Promise<boolean>), firstLookMs?: number): Promise<void> {
    await doUntil(page, `click ${what}`, (timeout) => click(page, target, timeout), worked, firstLookMs === undefined ? {} : {firstLookMs});
}

/** Comes from afar: a hover of what the mouse was at may lie over the target for as long as it stays there. */
async function click(page: Page, target: Locator, timeout: number): Promise<void> {
    await page.mouse.move(0, 0);
    await target.click({timeout});
}

/** Presses a key until what that brings about is there. */
export async function pressUntil(page: Page, key: string, worked: Locator | (() => Promise<boolean>)): Promise<void> {
    await doUntil(page, `press ${key}`, () => page.keyboard.press(key), worked);
}

export async function gone(locator: Locator): Promise<boolean> {
    return (await locator.evaluateAll((all) => all.filter((element) => element.checkVisibility()))).length === 0;
}

/** Opens a file of the folder by a double click in the explorer and waits until its text is there. */
export async function openFile(page: Page, name: string): Promise<void> {
    await doUntil(page, `open ${name} in the explorer`, (timeout) => explorerRow(page, name).dblclick({timeout}), page.locator(`.tab.active[data-resource-name="${name}"]`));
    await page.locator(".editor-group-container.active .view-line").first().waitFor();
}

/**
 * Runs a command from the palette, as people see it there, where it may come a little later than VS Code itself.
 * @param title with its category: "Goldpan: Score File"
 * @param worked what it brings about, if it is to be run again without; else the palette's closing is enough
 */
export async function runCommand(page: Page, title: string, worked?: Locator | (() => Promise<boolean>)): Promise<void> {
    const typed = `>${title}`;
    const inPalette = async (): Promise<boolean> => await quickInput(page).isVisible() && await quickInput(page).inputValue({timeout: 1000}) === typed;
    let chosen = false;
    const run = (): Promise<void> => doUntil(page, `run "${title}" from the palette`, async (timeout) => {
        await page.keyboard.press("F1"); // may be lost where a webview is just loading
        await quickInput(page).fill(typed, {timeout});
        await quickInputRow(page, title).waitFor({timeout});
        chosen = true; // from now on it may have been, also where the click itself is late to end
        await click(page, quickInputRow(page, title), timeout);
    }, async () => chosen && !await inPalette(), {undo: () => page.keyboard.press("Escape")});
    if (worked === undefined)
        await run();
    else
        await doUntil(page, `see what "${title}" does`, () => {
            chosen = false;
            return run();
        }, worked, {firstLookMs: effectMs});
}

/** Chooses from the menu of a file in the explorer. VS Code's menus ignore clicks while they are new, and lack the commands of an extension that it has not read yet. */
export async function chooseInExplorer(page: Page, name: string, title: string): Promise<void> {
    const menu = page.locator(".monaco-menu"), item = page.locator(".monaco-menu .action-item", {hasText: title});
    let chosen = false;
    await doUntil(page, `choose "${title}" in the menu of ${name}`, async (timeout) => {
        await explorerRow(page, name).click({button: "right", timeout});
        await item.waitFor({timeout});
        await doUntil(page, `click "${title}" in a menu`, async (wait) => {
            chosen = true;
            await item.click({timeout: wait});
        }, () => gone(menu));
    }, async () => chosen && await gone(menu), {undo: () => page.keyboard.press("Escape")});
}

/** Clicks on a button above an editor, by the beginning of its label, until what that brings about is there. */
export async function clickEditorAction(page: Page, label: string, worked: Locator | (() => Promise<boolean>)): Promise<void> {
    await clickUntil(page, `"${label}" above the editor`, editorAction(page, label), worked, effectMs);
}

export function editorAction(page: Page, label: string): Locator {
    return page.locator(`.editor-actions a[aria-label^="${label}"]`);
}

/** Presses two keys after each other that are one binding. Without the first, the second would be typed into the text. */
export async function pressChord(page: Page, first: string, second: string): Promise<void> {
    const waiting = page.locator(".statusbar-item", {hasText: "was pressed"});
    await pressUntil(page, first, waiting);
    await page.keyboard.press(second);
    await doUntil(page, `press ${second} after ${first}`, () => Promise.resolve(), () => gone(waiting));
}

/** Where VS Code asks for one line: a text to be typed, or to find one in a list. */
export function quickInput(page: Page): Locator {
    return page.locator(".quick-input-widget .quick-input-filter input");
}

/** An entry of the list under `quickInput`, by the whole of its label. */
export function quickInputRow(page: Page, label: string): Locator {
    const whole = new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`); // parts of it are elements, which an exact text would find
    return page.locator(".quick-input-list .monaco-list-row").filter({has: page.locator(".label-name", {hasText: whole})});
}

/** Chooses an entry of the list that is shown: by the whole of its label, or itself. */
export async function pick(page: Page, entry: string | Locator): Promise<void> {
    const row = typeof entry === "string" ? quickInputRow(page, entry) : entry;
    await row.first().waitFor(); // once it has come, its going is its being chosen
    await clickUntil(page, `${typeof entry === "string" ? `"${entry}"` : "an entry"} in a list`, row.first(), () => gone(row));
}

/** Types an answer and ends it with Enter, until it is taken or refused. */
export async function answer(page: Page, text: string): Promise<void> {
    await typeAnswer(page, text);
    await acceptAnswer(page);
}

/** Ends the answer that is typed with Enter, which goes nowhere else. */
export async function acceptAnswer(page: Page): Promise<void> {
    const text = await quickInput(page).inputValue(), refused = page.locator(".quick-input-widget .monaco-inputbox.error, .quick-input-widget .monaco-inputbox.warning");
    await doUntil(page, `answer ${text}`, (timeout) => quickInput(page).press("Enter", {timeout}), async () => !await isAnswer(page, text) || await refused.count() > 0);
}

/** Types an answer that is not ended yet. */
export async function typeAnswer(page: Page, text: string): Promise<void> {
    await doUntil(page, `type ${text}`, (timeout) => quickInput(page).fill(text, {timeout}), () => isAnswer(page, text));
}

async function isAnswer(page: Page, text: string): Promise<boolean> {
    return await quickInput(page).isVisible() && await quickInput(page).inputValue({timeout: 1000}) === text;
}

/** Leaves a list or a question unanswered. */
export async function closeQuickInput(page: Page): Promise<void> {
    await pressUntil(page, "Escape", () => gone(page.locator(".quick-input-widget")));
}

/** Shows the problems panel, if it is not there. */
export async function showProblems(page: Page): Promise<void> {
    await runCommand(page, "Problems: Focus on Problems View", page.locator(".markers-panel"));
}

export async function hidePanel(page: Page): Promise<void> {
    await runCommand(page, "View: Hide Panel", () => gone(page.locator(".part.panel")));
}

export async function closeSideBar(page: Page): Promise<void> {
    await runCommand(page, "View: Close Primary Side Bar", () => gone(page.locator(".part.sidebar")));
}

/** Shows Goldpan's view, which a click on its symbol would hide if it is there. */
export async function showGoldpan(page: Page): Promise<void> {
    await clickUntil(page, "Goldpan's symbol", page.locator(".activitybar a[aria-label='Goldpan']"), page.locator(".activitybar .action-item.checked a[aria-label='Goldpan']"));
}

export async function closeAllEditors(page: Page): Promise<void> {
    await runCommand(page, "View: Close All Editors", async () => await page.locator(".tab").count() === 0);
}

export async function closeOtherGroups(page: Page): Promise<void> {
    await runCommand(page, "View: Focus First Editor Group");
    await runCommand(page, "View: Close Editors in Other Groups", async () => await page.locator(".editor-group-container").count() === 1);
}

/** Opens the panel of the file that is in front. */
export async function openPanel(page: Page): Promise<void> {
    await runCommand(page, "Goldpan: Open panel", page.locator(".tab.active", {hasText: /Goo?ld ii?n/})); // also in the language that the tests make up
}

/** Has a file scored by its lens. A second click would have it scored twice, so it waits long for the first one's effect. */
export async function scoreByLens(page: Page): Promise<void> {
    const begun = page.locator(".statusbar-item", {hasText: /Scoring|Starting/}).or(page.locator(".notification-toast", {hasText: "examples scored"}));
    await clickUntil(page, "the lens \"Score file\"", page.locator(".codelens-decoration a", {hasText: "Score file"}).first(), begun, effectMs);
}

/** Waits until the field of a question holds a text that VS Code puts there itself. */
export async function offered(page: Page, text: string): Promise<void> {
    await until(`${text} is offered`, async () => (await quickInput(page).inputValue()).includes(text), () => seenIn(page));
}

export async function clearNotifications(page: Page): Promise<void> {
    await runCommand(page, "Notifications: Clear All Notifications", async () => await page.locator(".notification-toast").count() === 0);
}

/** Reloads the window; what is in it comes later. */
export async function reloadWindow(page: Page): Promise<void> {
    await Promise.all([page.waitForEvent("domcontentloaded"), runCommand(page, "Developer: Reload Window")]);
}
