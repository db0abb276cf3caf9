import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {PanelBrowser} from "./harness/panel.js";

interface Places {
    readonly from: number;
    readonly to: number;
    readonly tick: number;
}

/** Where interval and tick stand on a score's bar, in percent of its width, as they are seen; null where neither is. */
async function placesOn(page: Page, bar: string): Promise<Places | null> {
    return page.locator(bar).evaluate((whole) => {
        const {left, width} = whole.getBoundingClientRect(), percent = (pixels: number): number => Math.round(100 * (pixels - left) / width);
        const [interval, tick] = [".interval", ".tick"].map((part) => whole.querySelector(part)?.getBoundingClientRect());
        if (interval === undefined || tick === undefined || interval.width + tick.width === 0)
            return null;
        return {from: percent(interval.left), to: percent(interval.right), tick: percent((tick.left + tick.right) / 2)};
    });
}

describe("the bar of a golden score in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("has a line for the interval and a tick for the score, each at its place between 0 and 1, in the list and in the details", async () => {
        const page = await browser.open({data: "unscored"});
        await page.evaluate(() => {
            for (const [row, wins] of [75, 96, 3].entries()) // of 100; the interval reaches 0.1 to each side, but not beyond 0 and 1
                window.fakeHost.score([row], wins);
        });
        await page.waitForFunction(() => [...document.querySelectorAll(".row .value")].filter(({textContent}) => textContent.startsWith("0.")).length === 3);
        for (const [row, expected] of [{from: 65, to: 85, tick: 75}, {from: 86, to: 100, tick: 96}, {from: 0, to: 13, tick: 3}, null].entries()) {
            assert.deepEqual(await placesOn(page, `.row[aria-rowindex="${row + 2}"] .score-bar`), expected, `row ${row}`);
            await page.locator(`.row[aria-rowindex="${row + 2}"]`).click();
            await page.waitForFunction((wanted) => document.querySelector(".details h2")?.textContent.startsWith(`Example ${wanted} `), row + 1);
            assert.deepEqual(await placesOn(page, ".details .score-bar"), expected, `details of row ${row}`);
        }
        assert.equal(await page.locator(".row[aria-rowindex='2'] [aria-colindex='2']").getAttribute("title"), "0.75 (0.65 to 0.85)");
        assert.deepEqual(browser.incidents, []);
    });
});
