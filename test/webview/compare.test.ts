import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {PanelBrowser, picture, policyViolations, said, settled, type PanelOptions} from "./harness/panel.js";
import type {OtherScores} from "./page/comparisons.js";

describe("comparison in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    /** A panel in which the person has chosen what to compare with. */
    async function compared(other: OtherScores, options: PanelOptions = {}): Promise<Page> {
        const page = await browser.open(options);
        await page.evaluate((kind) => {
            window.fakeHost.other = kind;
        }, other);
        await page.click("#tab-compare");
        await page.locator(".compare-start vscode-button").click();
        await page.waitForSelector(".compared");
        await settled(page);
        return page;
    }

    it("looks", async () => {
        for (const kind of ["shifted", "equal", "unrelated", "disjoint", "sparse"] as const) {
            const page = await compared(kind);
            await page.waitForTimeout(200);
            await picture(page, `compare-${kind}`);
            await page.close();
        }
        const page = await compared("shifted", {data: "large"});
        await picture(page, "compare-large");
        assert.deepEqual([browser.incidents, await policyViolations(page), (await said(page, "compare")).length], [[], [], 1]);
    });
});
