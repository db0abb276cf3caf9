import assert from "node:assert/strict";
import {findings} from "./harness/axe.js";
import {PanelBrowser, picture, settled} from "./harness/panel.js";

describe("the panel for everybody", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    for (const theme of ["dark", "light", "hc-black", "hc-light"] as const)
        it(`has nothing that axe calls serious in ${theme}`, async () => {
            const page = await browser.open({theme, data: "partial"});
            await page.locator(".row").nth(4).click();
            await page.waitForSelector(".sentences li");
            await page.fill(".filter-text", "score>=0.4 -flag:duplicate scor");
            await settled(page);
            assert.deepEqual(await findings(page), []);
            await picture(page, `theme-${theme}`);
            await page.focus(".grid");
            for (const view of ["sorted", "length", "compare"]) {
                await page.click(`#tab-${view}`);
                await page.waitForSelector(`.distribution[data-view=${view}]`);
                await settled(page);
                assert.deepEqual(await findings(page), [], view);
            }
        });

    for (const theme of ["hc-black", "hc-light"] as const)
        it(`shows how far a run is by more than one colour in ${theme}, and in the system's own colours`, async () => {
            const page = await browser.open({theme, data: "partial"});
            const looks = async () => page.locator("header .progress").evaluate((track) => {
                const bar = track.querySelector(".done") ?? track, {backgroundColor, borderTopStyle} = getComputedStyle(track);
                return {isTold: backgroundColor !== getComputedStyle(bar).backgroundColor, borderTopStyle, share: (bar.getBoundingClientRect().width / track.clientWidth).toFixed(2)};
            });
            assert.deepEqual(await looks(), {isTold: true, borderTopStyle: "solid", share: "0.40"});
            await picture(page, `progress-${theme}`);
            await page.emulateMedia({forcedColors: "active"});
            assert.deepEqual(await looks(), {isTold: true, borderTopStyle: "solid", share: "0.40"});
        });

    it("calls every field what it is for", async () => {
        const page = await browser.open();
        const names = ["Filter", "Search the texts", ...["Golden score, 0 to 1", "Characters of the answer", "Characters in front of the answer", "Tokens of the answer", "Number in the file, from 1"].flatMap((range) => [`${range}, from`, `${range}, to`]), "The best so many examples, or so many percent"];
        for (const name of names)
            assert.equal(await page.getByRole("textbox", {name, exact: true}).count(), 1, name);
        assert.equal(await page.getByRole("textbox").count(), names.length);
    });

    it("needs no scrolling to the side at 320 pixels, nor at 200 % of 1280", async () => {
        for (const [name, width, height] of [["narrow", 320, 640], ["zoomed", 640, 400]] as const) {
            const page = await browser.open({width, height});
            assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth && document.body.scrollWidth <= innerWidth), name);
            await picture(page, name);
            await page.close();
        }
    });

    it("lets the keyboard reach every part, with the focus in sight, and lists the keys", async () => {
        const page = await browser.open();
        await page.locator(".row").nth(2).click();
        await page.waitForSelector(".sentences");
        const seen = new Set<string>();
        for (let press = 0; press < 90; press++) {
            await page.keyboard.press("Tab");
            const part = await page.evaluate(() => {
                const {activeElement} = document;
                return ["header", ".filter-text", ".filter-controls", ".bin", ".edge", ".mark", ".split", ".toolbar", ".grid", ".details", "[role=columnheader]"].find((selector) => activeElement?.closest(selector) != null && (selector !== ".grid" || activeElement.matches(selector))) ?? "";
            });
            seen.add(part);
        }
        seen.delete("");
        assert.deepEqual([...seen].sort(), [".bin", ".details", ".edge", ".filter-controls", ".filter-text", ".grid", ".mark", ".split", ".toolbar", "[role=columnheader]", "header"]);
        await page.focus(".grid");
        await page.keyboard.press("?");
        await page.waitForSelector("dialog[open]");
        assert.match(await page.locator("dialog").innerText(), /K, D, R, C/);
        assert.deepEqual(await findings(page), []);
        await picture(page, "keys");
        await page.keyboard.press("Escape");
        assert.equal(await page.evaluate(() => document.activeElement?.className), "grid");
        await page.keyboard.press("/");
        assert.equal(await page.evaluate(() => document.activeElement?.className), "filter-text");
    });

    it("says counts to those who listen", async () => {
        const page = await browser.open();
        await page.fill(".filter-text", "flag:empty-output");
        await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent === "6 of 200 examples shown");
    });

    it("changes with the theme and with the system's own colours", async () => {
        const page = await browser.open();
        await page.evaluate(() => {
            window.fakeHost.setTheme("light");
        });
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
        await page.emulateMedia({forcedColors: "active"});
        await page.locator(".row").nth(2).click();
        await picture(page, "forced-colors");
        assert.deepEqual(browser.incidents, []);
    });
});
