import assert from "node:assert/strict";
import {findings} from "./harness/axe.js";
import {active, decided, moment, PanelBrowser, picture, rowsOf, settled} from "./harness/panel.js";

declare global {
    interface Window {
        /** What a screen reader was given to say. */
        heard: string[];
    }
}

describe("examples of a file that changes", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("stay where they are in a filtered list when the file changes, and while a search goes on", async () => {
        const page = await browser.open({query: "searchMs=250"});
        const listed = async (): Promise<number[]> => (await rowsOf(page)).slice(0, 5);
        for (const filter of ["index>=1", "text:the", "-text:moth"]) {
            await page.fill(".filter-text", "");
            await page.fill(".filter-text", filter);
            await settled(page);
            await page.waitForFunction(() => Number.parseInt(document.querySelector(".amount")?.textContent ?? "") >= 30);
            await settled(page);
            await page.evaluate(() => {
                document.querySelector(".grid")?.scrollTo(0, 240);
            });
            await page.waitForSelector(".filter-line .tag", {state: "hidden"});
            await settled(page);
            const before = await listed();
            assert.ok((before[0] ?? 0) >= 10, `${filter} scrolled while searching: ${before.join()}`);
            await page.evaluate(() => {
                window.fakeHost.edit();
            });
            const seen = new Set<string>();
            for (let look = 0; look < 10; look++) {
                await moment(page, 80);
                seen.add((await listed()).join());
            }
            await page.waitForSelector(".filter-line .tag", {state: "hidden"});
            seen.add((await listed()).join());
            assert.deepEqual([...seen], [before.join()], filter);
        }
    });

    for (const order of ["No.", "Score"])
        for (const from of ["the first in view", "an active one"])
            it(`stay where they are when others go, by ${order} and from ${from}`, async () => {
                const page = await browser.open();
                /** Contents by the height at which they are shown. */
                const inView = async (): Promise<Map<number, number>> => new Map(await page.locator(".row").evaluateAll((rows) => {
                    const top = document.querySelector(".pane")?.getBoundingClientRect().top ?? 0;
                    return rows.map((row): [number, number] => [Math.round(row.getBoundingClientRect().top - top), window.fakeHost.contentAt(Number(row.querySelector("[aria-colindex='1']")?.textContent) - 1)])
                        .filter(([at]) => at > -24 && at < 120).sort(([a], [b]) => a - b);
                }));
                if (order !== "No.") {
                    await page.locator("[role=columnheader] button", {hasText: order}).click();
                    await page.waitForSelector("[aria-sort=descending]"); // the list begins at its top in the frame that sorts it
                }
                await page.evaluate(() => {
                    document.querySelector(".grid")?.scrollTo(0, 24 * 50 + 7);
                });
                await settled(page);
                if (from === "an active one")
                    await page.locator(".row", {has: page.locator("[aria-colindex='1']", {hasText: new RegExp(`^${((await rowsOf(page))[2] ?? 0) + 1}$`)})}).click(); // by its number: scores have digits, too
                await settled(page);
                const before = await inView(), [first = -1] = before.values();
                const removed = [...Array.from({length: 200}, (_, row) => row).filter((row) => ![...before.values()].includes(row)).slice(0, 10), ...from === "an active one" ? [] : [first]];
                await page.evaluate((remove) => {
                    window.fakeHost.edit({remove});
                }, removed);
                await page.waitForFunction((amount) => document.querySelector(".amount")?.textContent === `all ${amount} examples`, 200 - removed.length);
                await settled(page);
                const after = await inView();
                assert.ok(before.size >= 5);
                assert.deepEqual([...before].filter(([at, content]) => after.get(at) !== content), from === "an active one" ? [] : [[-7, first]]);
            });

    it("are found anew by a search when the file changes", async () => {
        const page = await browser.open({query: "searchMs=100"});
        const amount = async (wanted: string): Promise<void> => {
            await page.waitForFunction((start) => document.querySelector(".filter-line .tag:not([hidden])") === null && document.querySelector(".amount")?.textContent.startsWith(start), wanted);
        };
        await page.fill(".filter-text", "\"(edited)\"");
        await amount("0 of 200");
        await page.evaluate(() => {
            window.fakeHost.edit({rewrite: [3, 70, 199]});
        });
        await amount("3 of 200");
        assert.deepEqual(await rowsOf(page), [3, 70, 199]);
        await page.evaluate(() => {
            window.fakeHost.edit({remove: [0, 70]});
        });
        await amount("2 of 198");
        assert.deepEqual(await rowsOf(page), [2, 197]);
    });

    it("do not pass by a search that has not looked at them, where a file that could not be shown comes again bit by bit", async () => {
        const page = await browser.open();
        const amount = async (): Promise<number> => {
            await moment(page, 400); // what is searched is asked for after a moment
            return Number.parseInt(await page.textContent(".amount") ?? "");
        };
        const passing: number[] = [];
        for (const filter of ["-text:the", "-text:the index<100"]) {
            await page.fill(".filter-text", filter);
            passing.push(await amount());
        }
        const [all = 0, ofHundred = 0] = passing;
        assert.ok(ofHundred > 0 && ofHundred < 100 && all > ofHundred, `${ofHundred} of 100, ${all} of 200`);
        await page.fill(".filter-text", "-text:the");
        assert.equal(await amount(), all);
        await page.evaluate(() => {
            window.fakeHost.answering = false;
            window.fakeHost.send({kind: "failed", sentence: "There is no such file."});
            window.fakeHost.edit({first: 100});
            window.fakeHost.grow(160);
        });
        assert.equal(await amount(), ofHundred);
        await page.evaluate(() => {
            window.fakeHost.grow();
        });
        assert.equal(await amount(), ofHundred);
    });

    it("have the scores of the table where an older patch still waits", async () => {
        const page = await browser.open();
        await page.evaluate(() => {
            window.fakeHost.score([0], 10);
            window.fakeHost.table().goldenScore[0] = 0.99;
            window.fakeHost.grow();
        });
        await page.waitForFunction(() => document.querySelector(".row .value")?.textContent === "0.99");
        await moment(page, 200);
        assert.equal(await page.locator(".row .value").first().textContent(), "0.99");
    });

    it("stay chosen by what they hold when the file changes, so a decision reaches no others", async () => {
        const page = await browser.open();
        await page.locator(".row").nth(10).click();
        for (let press = 0; press < 4; press++)
            await page.keyboard.press("Shift+ArrowDown");
        await page.evaluate(() => {
            window.fakeHost.edit({remove: [2, 12], rewrite: [13]});
        });
        await page.waitForFunction(() => document.querySelector("header h1 + span")?.textContent.startsWith("198 examples"));
        assert.equal(await active(page), 12, "what was 14");
        assert.match(await page.textContent(".footer .quiet") ?? "", /^3 selected/);
        await page.keyboard.press("d");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("k");
        assert.deepEqual(await decided(page), [[[9, 10, 12], "drop"], [[13], "keep"]], "what were 10, 11 and 14; then 15");
        await page.evaluate(() => {
            window.fakeHost.edit({rewrite: [13]});
        });
        await page.waitForFunction(() => document.querySelector(".conversation")?.textContent.includes("(edited)"));
        assert.equal(await active(page), 13, "the one that is being edited stays in view");
        assert.match(await page.textContent(".footer .quiet") ?? "", /^none selected/);
    });

    it("are decided on also while the file is read again, and the decision is on what they hold", async () => {
        const page = await browser.open();
        await page.locator(".row").nth(10).click();
        await page.evaluate(() => {
            window.fakeHost.edit({remove: [2], isRead: false});
        });
        await page.keyboard.press("k");
        assert.deepEqual(await decided(page), [[[9], "keep"]]);
    });

    it("are said to be those of before where reading the file again takes long: once aloud, until the new ones are there", async () => {
        const page = await browser.open();
        const again = page.locator("header .again"), exports = page.locator("header vscode-button", {hasText: /^(Export|Golden subset)/});
        const disabled = async (): Promise<boolean[]> => exports.evaluateAll((buttons) => buttons.map((button) => (button as HTMLButtonElement).disabled));
        await page.evaluate(() => {
            const status = document.querySelector("[role=status]");
            window.heard = [];
            if (status !== null)
                new MutationObserver(() => {
                    window.heard.push(status.textContent);
                }).observe(status, {childList: true, characterData: true, subtree: true});
            window.fakeHost.edit({remove: [0, 1], isRead: false});
        });
        assert.deepEqual([await again.isVisible(), await disabled()], [false, [false, false]]);
        for (const [share, text] of [[0.07, "reading again: 7 %"], [0.429, "reading again: 42 %"], [0, "reading again: 0 %"]] as const) {
            await page.evaluate((share) => {
                window.fakeHost.send({kind: "reading-again", share});
            }, share);
            await page.locator("header .again", {hasText: text}).waitFor();
            await moment(page, 500); // what is said waits for a moment of quiet
        }
        assert.deepEqual(await disabled(), [true, true]);
        await picture(page, "state-reading-again");
        assert.deepEqual(await findings(page), []);
        await page.evaluate(() => {
            window.fakeHost.edit();
        });
        await again.waitFor({state: "hidden"});
        await settled(page);
        assert.deepEqual(await disabled(), [false, false]);
        assert.deepEqual(await page.evaluate(() => window.heard.filter((sentence) => sentence.includes("again"))), ["The file is being read again: what is shown is what it held before."]);
    });

    it("have no texts of others in their details, and reasons that are asked for anew when what they say changes", async () => {
        const page = await browser.open();
        const asked = async (amount: number): Promise<void> => {
            await page.waitForFunction((wanted) => window.fakeHost.messages.filter(({kind}) => kind === "reasons").length === wanted, amount);
            await page.waitForSelector(".sentences li");
        };
        await page.locator(".row").nth(5).click();
        await asked(1);
        await page.keyboard.press("k");
        await asked(2);
        await page.evaluate(() => {
            window.fakeHost.setStatus({origin: {kind: "file", name: "other.scores.jsonl", model: null}});
        });
        await asked(3);
        await page.evaluate(() => {
            window.fakeHost.grow();
        });
        await asked(4);
        await page.evaluate(() => {
            window.fakeHost.answering = false;
            window.fakeHost.edit({remove: [0]});
        });
        await page.waitForFunction(() => document.querySelector(".details h2")?.textContent.startsWith("Example 5 "));
        assert.equal(await page.locator(".sentences li").count() > 0, true, "the same content, the same reasons");
        const question = await page.locator(".conversation .text").first().textContent();
        assert.match(question ?? "", /ten-year-old/);
        await page.evaluate(() => {
            window.fakeHost.edit({rewrite: [4]});
        });
        await page.waitForFunction(() => document.querySelector(".conversation") === null);
        assert.equal(await page.locator(".sentences li").count(), 0, "another content");
        assert.equal(await page.locator(".row.active .waiting").count() > 0, true);
    });

    it("have room for their numbers when there are more of them", async () => {
        const page = await browser.open({data: "large", query: "reading=first"});
        const width = async (): Promise<number> => page.locator("[role=columnheader]").first().evaluate((cell) => cell.getBoundingClientRect().width);
        const narrow = await width();
        await page.evaluate(() => {
            window.fakeHost.grow();
        });
        await page.waitForFunction(() => document.querySelector(".about")?.textContent.includes("52,002"));
        await settled(page);
        assert.ok(await width() > narrow);
    });

    it("are found again by the file's address also where a window is reloaded before all have been read", async () => {
        const page = await browser.open({query: "reading=part"});
        await moment(page, 500);
        assert.deepEqual(await page.evaluate(() => window.acquireVsCodeApi().getState()), {uri: "file:///work/scored.jsonl"});
    });

    it("are chosen after a reload only where the file holds them still", async () => {
        const page = await browser.open();
        await page.locator(".row").nth(5).click();
        await page.keyboard.press("Shift+ArrowDown");
        await moment(page, 600);
        await page.goto(`${page.url()}&removed=3`);
        await page.waitForSelector(".row.active");
        assert.equal(await active(page), 5, "what was 6");
        assert.match(await page.textContent(".footer .quiet") ?? "", /^none selected/);
        await moment(page, 600);
        await page.goto(`${page.url()}&removed=3&removed=6`);
        await page.waitForSelector(".row");
        await moment(page, 300);
        assert.equal(await page.locator(".row.active").count(), 0);
    });
});
