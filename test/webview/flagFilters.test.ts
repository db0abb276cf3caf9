import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {PanelBrowser, picture, settled} from "./harness/panel.js";

interface FlagRow {
    readonly name: string;
    /** In pixels: how far the name is written, how far it is seen, and where a visible "without" begins on the same line. */
    readonly end: number;
    readonly seen: number;
    readonly without: number | undefined;
}

async function flagRows(page: Page): Promise<FlagRow[]> {
    await settled(page);
    return page.evaluate(() => [...document.querySelectorAll(".group li")].filter((row) => row.parentElement?.previousElementSibling?.textContent === "Flags").map((row) => {
        const box = row.querySelector("vscode-checkbox"), button = row.querySelector(".without"), text = document.createRange();
        if (box === null || button === null)
            throw new Error("no such row");
        text.selectNodeContents(box);
        const label = box.shadowRoot?.querySelector("[part=label]"), name = text.getBoundingClientRect(), without = button.getBoundingClientRect();
        const isSeen = getComputedStyle(button).opacity !== "0", besides = without.top < name.bottom && without.bottom > name.top;
        return {name: box.textContent, end: name.right, seen: Math.min(label?.getBoundingClientRect().right ?? 0, row.getBoundingClientRect().right), without: isSeen && besides ? without.left : undefined};
    }));
}

function assertReadable(rows: readonly FlagRow[], state: string): void {
    assert.ok(rows.length >= 9, String(rows.length));
    for (const {name, end, seen, without} of rows)
        assert.ok(end <= seen + 1 && (without === undefined || end <= without + 1), `${state}: ${name} is written to ${end}, seen to ${seen}, without from ${without}`);
}

describe("filters by flag", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
        assert.deepEqual(browser.incidents, []);
    });

    for (const width of [1440, 1000, 600])
        it(`have their whole names, pointed at, reached by key and left out, too: ${width} wide`, async () => {
            const page = await browser.open({data: "noisy", width, height: 1000});
            if (width < 900 && !await page.locator(".filter-controls").isVisible())
                await page.locator("vscode-button", {hasText: "Filters"}).click();
            const more = page.locator(".group", {has: page.locator("h3:text-is('Flags')")}).locator("button.link");
            if (await more.isVisible())
                await more.click();
            await page.mouse.move(0, 0);
            const idle = await flagRows(page);
            assertReadable(idle, "idle");
            assert.deepEqual(idle.filter(({without}) => without !== undefined), [], "\"without\" is not seen before it is wanted");
            for (const {name} of idle) {
                const row = page.locator(".group li", {hasText: name}).first();
                await row.hover();
                const hovered = await flagRows(page);
                assertReadable(hovered, `at ${name}`);
                assert.deepEqual(hovered.filter(({without}) => without !== undefined).map((one) => one.name), [name]);
                await page.mouse.move(0, 0);
                await row.locator("vscode-checkbox").focus();
                await page.keyboard.press("ArrowRight");
                const reached = await flagRows(page);
                assertReadable(reached, `on ${name}`);
                assert.deepEqual(reached.filter(({without}) => without !== undefined).map((one) => one.name), [name]);
                await page.evaluate(() => {
                    (document.activeElement as HTMLElement | null)?.blur();
                });
            }
            for (const filter of ["-flag:any", "-flag:placeholder-output,copied-instruction,refusal"]) {
                await page.fill(".filter-text", filter);
                assertReadable(await flagRows(page), filter);
            }
            await picture(page, `flag-filters-${width}`);
            await page.fill(".filter-text", "-flag:any");
            await settled(page);
            await picture(page, `flag-filters-any-${width}`);
        });
});
