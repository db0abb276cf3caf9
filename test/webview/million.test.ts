import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {moment, PanelBrowser, picture, said, settled} from "./harness/panel.js";

/** Median and worst of the times that the page has noted since, and how many. */
async function timings(page: Page, what: string, since: number): Promise<string> {
    const times = (await page.evaluate(([name, start]) => window.goldpanTimings.filter((timing) => timing.what === name && timing.at >= start).map(({milliseconds}) => milliseconds), [what, since] as const)).sort((a, b) => a - b);
    return `median ${times[times.length >> 1]?.toFixed(0) ?? "-"} ms, worst ${times.at(-1)?.toFixed(0) ?? "-"} ms of ${times.length}`;
}

/** How many pixels of the list show no row, and how many rows there are, after scrolling to a share of its height. */
async function shownAt(page: Page, share: number): Promise<readonly [blank: number, rows: number]> {
    return page.evaluate(async (to) => {
        const grid = document.querySelector(".grid"), pane = document.querySelector(".pane")?.getBoundingClientRect();
        grid?.scrollTo(0, grid.scrollHeight * to);
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const rows = [...document.querySelectorAll(".row")].map((row) => row.getBoundingClientRect());
        const covered = rows.reduce((sum, {top, bottom}) => sum + Math.max(0, Math.min(bottom, pane?.bottom ?? 0) - Math.max(top, pane?.top ?? 0)), 0);
        return [(pane?.height ?? 0) - covered, document.querySelectorAll(".row .value").length] as const;
    }, share);
}

interface Place {
    readonly number: number;
    /** Pixels from the top of what is in view, and from its bottom. */
    readonly below: number;
    readonly above: number;
}

/** Where the active row is. */
async function placeOf(page: Page): Promise<Place> {
    await settled(page);
    return page.evaluate(() => {
        const row = document.querySelector(".row.active"), box = row?.getBoundingClientRect(), pane = document.querySelector(".pane")?.getBoundingClientRect();
        const number = Number(row?.querySelector("[aria-colindex='1']")?.textContent.replaceAll(",", "")) - 1;
        return {number, below: Math.round((box?.top ?? NaN) - (pane?.top ?? NaN)), above: Math.round((pane?.bottom ?? NaN) - (box?.bottom ?? NaN))};
    });
}

describe("a million examples in the panel", () => {
    let browser: PanelBrowser;
    let page: Page;
    before(async () => {
        browser = await PanelBrowser.start();
        page = await browser.open({data: "million"});
        await moment(page, 500);
    });
    after(async () => {
        await browser.close();
    });

    const now = async (): Promise<number> => page.evaluate(() => performance.now());
    const say = (line: string): void => {
        process.stdout.write(`        ${line}\n`);
    };

    it("are filtered while one types", async () => {
        const start = await now();
        await page.focus(".filter-text");
        await page.keyboard.type("score>=0.8 -flag:any decision:none", {delay: 60});
        await settled(page);
        const expected = await page.evaluate(() => {
            const {goldenScore, flags, decision} = window.fakeHost.table();
            return goldenScore.reduce((amount, score, row) => score >= 0.8 && flags[row] === 0 && decision[row] === 0 ? amount + 1 : amount, 0);
        });
        assert.ok((await page.textContent(".amount"))?.startsWith(`${expected.toLocaleString("en-US")} of 1,000,000`));
        say(`keys: ${await timings(page, "filter", start)}`);
        await picture(page, "million");
        await page.press(".filter-text", "Escape");
        await settled(page);
    });

    it("are filtered while the brush moves", async () => {
        const start = await now();
        const box = await page.locator(".brush .overlay").boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
        await page.mouse.down();
        for (let step = 0; step <= 20; step++)
            await page.mouse.move(box.x + box.width * (0.4 + step / 60), box.y + 40);
        await page.mouse.up();
        await settled(page);
        say(`brush: ${await timings(page, "filter", start)}`);
        assert.match(await page.inputValue(".filter-text"), /^score:0\.4\d*\.\.0\.7\d*$/);
        await page.fill(".filter-text", "");
    });

    it("are sorted, and scrolled without a gap", async () => {
        const start = await now();
        await page.locator("[role=columnheader] button", {hasText: "Rank"}).click();
        await page.waitForSelector("[aria-sort=ascending]");
        say(`sort: ${await timings(page, "sort", start)}`);
        for (const share of [0.1, 0.37, 0.5, 0.93, 1]) {
            const [blank, first] = await shownAt(page, share);
            assert.ok(blank < 3 && first > 0, `${blank} pixels are blank at ${share}`);
        }
        say(`rows drawn: ${await timings(page, "rows", start)}`);
        await page.waitForFunction(() => document.querySelectorAll(".cell.waiting").length === 0);
    });

    it("have texts only where somebody looks: what has flown past is not asked for", async () => {
        const {passed, drawn} = await page.evaluate(async () => {
            const grid = document.querySelector(".grid"), indexes = (): string[] => [...document.querySelectorAll(".row [aria-colindex='1']")].map(({textContent}) => String(Number(textContent.replaceAll(",", "")) - 1));
            window.fakeHost.messages.length = 0;
            const seen = new Set<string>();
            for (let step = 0; step < 100; step++) {
                grid?.scrollTo(0, grid.scrollHeight * step / 120);
                grid?.dispatchEvent(new Event("scroll")); // as the next frame would
                for (const index of indexes())
                    seen.add(index);
            }
            await new Promise((resolve) => setTimeout(resolve, 500));
            return {passed: seen.size, drawn: indexes().map(Number)};
        });
        await page.waitForFunction(() => document.querySelectorAll(".cell.waiting").length === 0);
        const rows = (await said(page, "texts")).flatMap((message) => message.rows);
        say(`${passed} rows came past, the texts of ${rows.length} were asked for`);
        assert.ok(passed > 1500 && drawn.length > 10, `${passed}, ${drawn.length}`);
        assert.deepEqual(rows.filter((row) => !drawn.includes(row)), []);
        assert.equal(rows.length, drawn.length);
    });

    it("have correlations that stay when they are drawn again", async () => {
        await page.click("#tab-length");
        await page.waitForFunction(() => [...document.querySelectorAll(".readout")].some(({textContent}) => textContent.startsWith("Pearson")));
        await page.evaluate(() => {
            const seen = window as unknown as {waits: number};
            seen.waits = 0;
            new MutationObserver(() => {
                seen.waits += Number([...document.querySelectorAll(".readout")].some(({textContent}) => textContent.startsWith("Correlations")));
            }).observe(document.querySelector(".distribution") ?? document.body, {subtree: true, childList: true, characterData: true});
        });
        for (const [width, height] of [[1270, 800], [1260, 800], [1280, 800]] as const) {
            await page.setViewportSize({width, height});
            await moment(page, 600);
        }
        assert.equal(await page.evaluate(() => (window as unknown as {waits: number}).waits), 0);
        await page.click("#tab-histogram");
    });

    it("take scores that come in", async () => {
        const start = await now();
        for (let at = 0; at < 4; at++) {
            await page.evaluate((row) => {
                window.fakeHost.score(Array.from({length: 50}, (_, step) => row + step), 88);
            }, 1000 * at);
            await moment(page, 250);
        }
        await page.waitForFunction(() => window.goldpanTimings.some(({what}) => what === "apply patch"));
        await moment(page, 1500);
        say(`patch applied: ${await timings(page, "apply patch", start)}; shown: ${await timings(page, "patch", start)}`);
        assert.deepEqual(browser.incidents, []);
    });
});

describe("more examples in the panel than an element of a browser can be high", () => {
    let browser: PanelBrowser;
    let page: Page;
    before(async () => {
        browser = await PanelBrowser.start();
        page = await browser.open({data: "longest"});
        await moment(page, 500);
    });
    after(async () => {
        await browser.close();
    });

    it("are scrolled without a gap, from the first to the last", async () => {
        for (const share of [0, 0.1, 0.5, 0.93, 1]) {
            const [blank, rows] = await shownAt(page, share);
            assert.ok(blank < 3 && rows > 10, `${blank} pixels are blank at ${share}`);
        }
        assert.match((await page.locator(".row [aria-colindex='1']").allTextContents()).sort().at(-1) ?? "", /^1,500,000$/);
        assert.equal(await page.getAttribute(".grid", "aria-rowcount"), "1500001");
    });

    it("are gone through by keys one by one, each in view as a whole", async () => {
        await page.focus(".grid");
        await page.keyboard.press("Home");
        const first = await placeOf(page);
        assert.deepEqual([first.number, first.below], [0, 0]);
        await page.keyboard.press("End");
        const last = await placeOf(page);
        assert.deepEqual([last.number, last.above], [1_499_999, 0]);
        for (let press = 1; press <= 30; press++) {
            await page.keyboard.press("ArrowUp");
            const now = await placeOf(page);
            assert.ok(now.number === 1_499_999 - press && now.below >= 0 && now.above >= 0, JSON.stringify(now));
        }
    });

    it("have their first and their last row in view as a whole however high the view is", async () => {
        for (const height of [800, 799, 795, 790]) {
            await page.setViewportSize({width: 1280, height});
            await page.focus(".grid");
            for (const [first, step, edge] of [["Home", "ArrowDown", "below"], ["End", "ArrowUp", "above"]] as const) {
                await page.keyboard.press(first);
                assert.deepEqual({height, first, [edge]: (await placeOf(page))[edge]}, {height, first, [edge]: 0});
                for (let press = 1; press <= 16; press++) {
                    await page.keyboard.press(step);
                    const now = await placeOf(page);
                    assert.ok(now.below >= 0 && now.above >= 0, `${height} pixels, ${press} times ${step}: ${JSON.stringify(now)}`);
                }
            }
        }
        await page.setViewportSize({width: 1280, height: 800});
    });

    it("keep the active row where it is when a filter takes nearly all others, when they come back, and when the window is zoomed", async () => {
        const before = await placeOf(page);
        const stays = async (what: string): Promise<void> => {
            const now = await placeOf(page);
            assert.ok(now.number === before.number && Math.abs(now.below - before.below) <= 1, `${what}: ${JSON.stringify(now)}, not ${JSON.stringify(before)}`);
        };
        await page.fill(".filter-text", "index>1499000");
        await page.waitForFunction(() => document.querySelector(".amount")?.textContent.startsWith("999 of"));
        await stays("few");
        await page.fill(".filter-text", "");
        await page.waitForFunction(() => document.querySelector(".amount")?.textContent.startsWith("all"));
        await stays("all");
        await page.evaluate(() => {
            Object.defineProperty(window, "devicePixelRatio", {value: 2});
        });
        await page.setViewportSize({width: 1270, height: 800});
        await stays("zoomed");
        assert.deepEqual(browser.incidents, []);
    });
});

describe("a million examples in the panel on a screen with three pixels for one", () => {
    it("are there to the last", async () => {
        const browser = await PanelBrowser.start(3);
        const page = await browser.open({data: "million"});
        assert.equal(await page.evaluate(() => devicePixelRatio), 3);
        await page.focus(".grid");
        for (const [key, expected] of [["Home", 0], ["End", 999_999]] as const) {
            await page.keyboard.press(key);
            const {number, below, above} = await placeOf(page), away = key === "Home" ? below : above;
            assert.deepEqual([number, away === 0], [expected, true]); // though a pixel of scrolling is 4.5 of the list here
        }
        await browser.close();
    });
});
