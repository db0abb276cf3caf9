import assert from "node:assert/strict";
import {moment, PanelBrowser, picture, policyViolations} from "./harness/panel.js";
import {hostile} from "./page/texts.js";

describe("hostile texts in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("stay texts: nothing runs, nothing is asked for, nothing is against the page's policy", async () => {
        const page = await browser.open({data: "hostile", height: 1000});
        for (let row = 0; row < hostile.length; row++) {
            await page.locator(".row").nth(row).click();
            await page.waitForFunction((line) => document.querySelector(".details h2")?.textContent.includes(`line ${line}`) && document.querySelector(".sentences") !== null, row + 1);
        }
        await page.locator("button.link", {hasText: "more value"}).first().click({timeout: 1000}).catch(() => undefined);
        await page.locator(".categories vscode-checkbox").first().click();
        await moment(page, 200);
        await picture(page, "hostile");
        assert.equal(await page.evaluate(() => "hacked" in window), false);
        assert.deepEqual(browser.incidents, []);
        assert.deepEqual(await policyViolations(page), []);
        assert.equal(await page.locator("main img, main iframe, main a, main script, main svg svg").count(), 0);
    });

    it("are shown as they are, what cannot be seen by its number", async () => {
        const page = await browser.open({data: "hostile"});
        for (const [row, shown] of [[0, hostile[0]], [1, hostile[1]], [3, "U+202Egnp.elifU+202C is turned around, U+200BzeroU+200B width, a bell U+0007 and U+001B[31mredU+001B[0m"]] as const) {
            await page.locator(".row").nth(row).click();
            await page.waitForFunction((line) => document.querySelector(".details h2")?.textContent.includes(`line ${line}`) && document.querySelector(".sentences") !== null, row + 1);
            assert.equal(await page.locator(".turn.scored .text").textContent(), shown);
        }
        assert.match(await page.textContent("h1") ?? "", /^<img src=x onerror=alert\(1\)>\\u202e\.jsonl$/);
        assert.match(await page.locator(".row").nth(3).textContent() ?? "", /\\u202egnp\.elif/);
    });
});
