import assert from "node:assert/strict";
import {PanelBrowser, picture, rowsOf, settled} from "./harness/panel.js";

describe("ranks, numbers and counts in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
        assert.deepEqual(browser.incidents, []);
    });

    it("of the worst say how near the bottom it is, in the details and in the curve", async () => {
        const page = await browser.open();
        const worst = await page.evaluate(() => {
            const {goldenScore} = window.fakeHost.table(), lowest = Math.min(...goldenScore.filter((score) => !Number.isNaN(score)));
            return {row: goldenScore.indexOf(lowest), same: goldenScore.filter((score) => score === lowest).length};
        });
        await page.fill(".filter-text", `index=${worst.row}`);
        await settled(page);
        await page.locator(".row").first().click();
        await settled(page);
        assert.match(await page.locator(".details .line .quiet").first().textContent() ?? "", new RegExp(`^rank ${199 - worst.same} of 198, bottom ${(100 * worst.same / 198).toFixed(1)} %$`));
        await page.fill(".filter-text", "");
        await page.click("#tab-sorted");
        const box = await page.locator("#view-sorted .chart").boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width - 59, box.y + 40);
        await page.waitForFunction(() => /^rank 19\d of 198 \(worst [\d.]+ %\): 0\.\d\d$/.test(document.querySelector("#view-sorted .readout")?.textContent ?? ""));
    });

    it("are counted from 1 wherever a person reads: in the list, the details, the histogram and the fields, while the filter's index counts from 0", async () => {
        const page = await browser.open();
        const field = page.locator(".range[title^='Number in the file']").locator("input");
        await field.first().fill("8");
        await field.nth(1).fill("8");
        await settled(page);
        assert.equal(await page.inputValue(".filter-text"), "index:7..7");
        await page.locator(".row").first().click();
        assert.equal(await page.locator(".row.active [aria-colindex='1']").textContent(), "8");
        assert.match(await page.textContent(".details h2") ?? "", /^Example 8 · line 8$/);
        const bar = await page.locator(".bin").evaluateAll((bars) => bars.findIndex((one) => (one.getAttribute("aria-label") ?? "").includes(": 1 of ")));
        await page.locator(".bin").nth(bar).focus();
        await page.waitForFunction(() => document.querySelector("#view-histogram .readout")?.textContent.includes("Example 8: ") === true);
        await page.fill(".filter-text", "index>=4");
        await settled(page);
        assert.deepEqual(await page.locator(".range[title^='Number in the file']").locator("vscode-text-field").evaluateAll((fields) => fields.map((one) => (one as HTMLInputElement).value)), ["5", ""]);
    });

    it("begin at their top when a person filters, though one of them is active, and say how many of the selected are seen", async () => {
        const page = await browser.open();
        await page.focus(".grid");
        await page.keyboard.press("Control+a");
        assert.match(await page.textContent(".footer .quiet") ?? "", /^200 selected$/);
        await page.locator(".row").nth(5).click({modifiers: ["Control"]});
        await page.fill(".filter-text", "score>=0.5");
        await settled(page);
        const [first] = await rowsOf(page), amount = Number((await page.textContent(".amount"))?.split(" ")[0]);
        assert.equal(first, await page.evaluate(() => window.fakeHost.table().goldenScore.findIndex((score) => score >= 0.5)));
        const [, seen, more] = /^(\d+) selected\. (\d+) more do not pass the filter$/.exec(await page.textContent(".footer .quiet") ?? "") ?? [];
        assert.equal(Number(seen) + Number(more), 199);
        assert.ok(Number(seen) === amount || Number(seen) === amount - 1, `${seen} of ${amount}`);
        await picture(page, "selected-and-filtered");
    });
});
