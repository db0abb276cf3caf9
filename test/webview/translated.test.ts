import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {findings} from "./harness/axe.js";
import {moment, PanelBrowser, picture, policyViolations, settled} from "./harness/panel.js";
import {overlaps, strayTexts} from "./harness/strayTexts.js";
import type {OtherScores} from "./page/comparisons.js";

const soonMs = 600; // figures, and what listeners are told, follow a little later

describe("the panel in another language", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    const open = (data = "scored", query = ""): Promise<Page> => browser.open({data, query: `language=pseudo&${query}`, ready: "header:not([hidden]), .notice:not([hidden])"});

    /** Nothing is English but what the core says, and everything has its place. */
    async function isWhole(page: Page, where: string, core?: RegExp): Promise<void> {
        await settled(page);
        await moment(page, soonMs);
        const stray = await strayTexts(page);
        assert.deepEqual(stray.filter((text) => core?.test(text) !== true), [], where);
        assert.equal(stray.length > 0, core !== undefined, where);
        assert.deepEqual(await page.evaluate(() => [document.documentElement, document.body].map((element) => element.scrollWidth - element.clientWidth)), [0, 0], where);
        assert.deepEqual(await overlaps(page), [], where);
    }

    for (const {name, data, query} of [
        {name: "starting", query: "reading=none"}, {name: "reading", query: "reading=part"}, {name: "failed", query: "failed"}, {name: "empty", data: "empty"}, {name: "unscored", data: "unscored"},
        {name: "outdated", data: "outdated"}, {name: "partial", data: "partial"}, {name: "large", data: "large"}, {name: "scored"}
    ])
        it(`has no English text when a file is ${name}`, async () => {
            const page = await open(data, query);
            await isWhole(page, name);
            await picture(page, `translated-${name}`);
        });

    it("needs no scrolling to the side at 320 pixels, nor at 200 % of 1280", async () => {
        for (const [width, height] of [[320, 640], [640, 400]] as const) {
            const page = await browser.open({query: "language=pseudo", width, height});
            assert.equal(await page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)), width);
        }
    });

    it("has no English text in any view of the scores, nor where one is pointed at", async () => {
        const page = await open();
        const pointAt = async (place: string, where: string): Promise<void> => {
            const box = await page.locator(place).boundingBox();
            assert.ok(box);
            for (const [across, down] of [[0.6, 0.6], [0.5, 0.4], [0.4, 0.9]] as const) {
                await page.mouse.move(box.x + box.width * across, box.y + box.height * down);
                await isWhole(page, where);
            }
            await picture(page, `translated-${where}`);
            await page.mouse.move(0, 0);
        };
        await pointAt("#view-histogram .chart", "histogram");
        await page.locator("button.link:visible").first().click();
        await isWhole(page, "more values");
        await page.locator(".chart-controls vscode-dropdown").click();
        await isWhole(page, "bins");
        await page.keyboard.press("Escape");
        await page.click("#tab-sorted");
        await pointAt("#view-sorted .chart", "sorted");
        await page.click("#tab-length");
        await pointAt("#view-length .chart", "length");
        await page.fill(".filter-text", "length>1 score>=0.7");
        await isWhole(page, "length, filtered");
        await page.fill(".filter-text", "index<3");
        await isWhole(page, "length of three");
        await page.fill(".filter-text", "score<=0");
        await isWhole(page, "length of none");
    });

    it("has no English text where scores are compared", async () => {
        const page = await open();
        await page.click("#tab-compare");
        await isWhole(page, "asked");
        const choose = async (other: OtherScores, ready: string): Promise<void> => {
            await page.evaluate((kind) => {
                window.fakeHost.other = kind;
            }, other);
            await page.locator(".compare-start vscode-button:visible, .chart-controls vscode-button:visible").first().click();
            await page.locator(ready).first().waitFor();
        };
        await choose("silence", ".compare-start p:has-text('…')");
        await isWhole(page, "waiting");
        for (const other of ["equal", "shifted", "unrelated", "sparse"] as const) {
            await choose(other, ".compared");
            await isWhole(page, other);
        }
        await choose("shifted", ".compared");
        for (const drawing of [".both .chart", ".points .chart"]) {
            const box = await page.locator(drawing).boundingBox();
            assert.ok(box);
            await page.mouse.move(box.x + box.width * 0.62, box.y + box.height * 0.5);
            await isWhole(page, drawing);
        }
        await picture(page, "translated-compare");
        await page.fill(".filter-text", "index<9");
        await isWhole(page, "filtered");
        await choose("disjoint", ".compared .none:visible");
        await isWhole(page, "nothing in both");
        await page.evaluate(() => {
            window.fakeHost.edit({remove: [0]});
        });
        await isWhole(page, "compared before");
    });

    it("has no English text around the filter, but for the core's sentence of what is wrong with it", async () => {
        const page = await open("conversations");
        const write = (filter: string): Promise<void> => page.fill(".filter-text", filter);
        await write("tokens>3");
        await isWhole(page, "no tokens");
        await write("\"nowhere to be found\"");
        await isWhole(page, "none passes");
        await write("score>=");
        await isWhole(page, "wrong", /^⟦Cooluumn ⟧8⟦: ⟧A number is missing here/);
        await write("flag:any");
        await page.locator(".saved vscode-button:visible").first().click();
        await isWhole(page, "naming");
        await page.keyboard.type("αβγ");
        await page.keyboard.press("Enter");
        await isWhole(page, "saved");
        await write("");
        for (const [field, wrong] of [[".score-group .range vscode-text-field input", "7"], [".score-group .range:nth-of-type(2) vscode-text-field input", "-1"]] as const) {
            await page.locator(field).first().fill(wrong);
            await isWhole(page, `refused ${field}`);
            await page.locator(field).first().fill("");
        }
        await page.evaluate(() => {
            window.fakeHost.answering = false;
        });
        await write("\"anything\"");
        await page.locator(".grid, .list-area").first().click();
        await page.keyboard.press("Control+a");
        await isWhole(page, "searching");
        await picture(page, "translated-filter");
    });

    it("has no English text in the list, in the details and in what is said of decisions", async () => {
        for (const data of ["scored", "conversations", "outdated"]) {
            const page = await open(data);
            const does = async (where: string, ...keys: readonly string[]): Promise<void> => {
                for (const key of keys)
                    await page.keyboard.press(key);
                await isWhole(page, `${data}: ${where}`);
            };
            await page.locator(".row").nth(4).click();
            await page.locator(".copies button").first().waitFor();
            await does("details");
            await picture(page, `translated-details-${data}`);
            for (const key of ["k", "d", "r", "c", "Control+z"])
                await does(`decision ${key}`, key);
            await does("two selected", "Shift+ArrowDown", "d");
            await page.locator(".row").nth(4).click();
            await page.locator(".copies button").first().waitFor();
            await page.fill(".filter-text", "index<6");
            await page.locator(".copies button").last().click();
            await does("a copy elsewhere");
            await page.locator(".grid").focus();
            await page.fill(".filter-text", "-flag:any");
            await page.locator(".row").first().click();
            await does("no flagged one", "n");
            await page.evaluate(() => {
                window.fakeHost.score([0, 1, 2], 70);
            });
            await page.locator(".grid").focus();
            await does("scores have come");
            await does("keys", "?");
            await picture(page, `translated-keys-${data}`);
            assert.deepEqual(await policyViolations(page), []);
            await page.close();
        }
    });

    it("has its numbers as that language writes them, and its name for those who read aloud", async () => {
        const page = await open("large");
        await page.locator(".row").first().waitFor();
        assert.equal(await page.getAttribute("html", "lang"), "de");
        assert.match(await page.innerText("header .about"), /52\.002/);
        assert.match(await page.locator(".row [aria-colindex='2']").first().innerText(), /^0,\d\d$/);
        await page.fill(".filter-text", "score>=0.25 index<40000"); // what is written there stays as it is
        await moment(page, soonMs);
        assert.match(await page.innerText(".amount"), /^\d\d\.\d{3}⟦ oof ⟧52\.002/);
        assert.equal(await page.locator(".score-group .range vscode-text-field input").first().inputValue(), "0.25");
        assert.deepEqual(await findings(page), []);
    });

    it("is text, whatever a translation holds", async () => {
        const page = await browser.open({query: "language=hostile", height: 3000});
        await page.locator(".row").nth(4).click();
        await page.locator(".copies button").first().waitFor();
        for (const tab of ["sorted", "length", "compare", "histogram"])
            await page.click(`#tab-${tab}`);
        await page.keyboard.press("?");
        await moment(page, soonMs);
        assert.match(await page.innerText("#keys-title"), /^"'><\/script><\/body><script>window\.hacked = true<\/script><img src=x onerror="window\.hacked = true">&lt;b&gt; \{constructor\}[^]*Keys$/);
        assert.equal(await page.evaluate(() => "hacked" in window), false);
        assert.equal(await page.locator("img, iframe, body b, script:not([nonce])").count(), 0);
        assert.equal(await page.locator("script").count(), 0, "the page's own are gone with the frame's body");
        assert.deepEqual(browser.incidents, []);
        assert.deepEqual(await policyViolations(page), []);
    });
});
