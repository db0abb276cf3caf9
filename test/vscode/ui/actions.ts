import {errors, type Locator, type Page} from "playwright-core";

/** How long a list or a menu may lack a command before it is opened again, longer each time: what is open does not show commands that come later. */
const firstLookMs = 2_000;
const lastLookMs = 64_000;

/** Opens a file of the folder by a double click in the explorer and waits until its text is there. */
export async function openFile(page: Page, name: string): Promise<void> {
    await page.locator(".explorer-folders-view .monaco-list-row").filter({has: page.getByText(name, {exact: true})}).dblclick();
    await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await page.locator(".editor-group-container.active .view-line").first().waitFor();
}

/**
 * Runs a command from the palette, as people see it there.
 * @param title with its category: "Goldpan: Score File"
 */
export async function runCommand(page: Page, title: string): Promise<void> {
    const row = quickInputRow(page, title);
    for (let lookMs = firstLookMs; ; lookMs *= 2) {
        await page.keyboard.press("F1"); // may be lost where a webview is just loading
        try {
            await quickInput(page).fill(`>${title}`, {timeout: lookMs});
            await row.click({timeout: lookMs});
            return;
        } catch (error) {
            if (!(error instanceof errors.TimeoutError) || lookMs >= lastLookMs)
                throw error;
            await page.keyboard.press("Escape");
        }
    }
}

/** Chooses from the menu of a file in the explorer. */
export async function chooseInExplorer(page: Page, name: string, title: string): Promise<void> {
    const row = page.locator(".explorer-folders-view .monaco-list-row").filter({has: page.getByText(name, {exact: true})});
    for (let lookMs = firstLookMs; ; lookMs *= 2) {
        await row.click({button: "right"});
        try {
            await page.locator(".monaco-menu .action-item", {hasText: title}).click({timeout: lookMs});
            return;
        } catch (error) {
            if (!(error instanceof errors.TimeoutError) || lookMs >= lastLookMs)
                throw error;
            await page.keyboard.press("Escape");
        }
    }
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

/** Types an answer and ends it with Enter. */
export async function answer(page: Page, text: string): Promise<void> {
    await quickInput(page).fill(text);
    await quickInput(page).press("Enter");
}

/** Shows the problems panel, if it is not there. */
export async function showProblems(page: Page): Promise<void> {
    await runCommand(page, "Problems: Focus on Problems View");
    await page.locator(".markers-panel").waitFor();
}

/** Waits for something that no element of the page tells. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const end = performance.now() + 60_000;
    while (!await condition()) {
        if (performance.now() > end)
            throw new Error("waited in vain");
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
