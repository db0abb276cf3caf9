import assert from "node:assert/strict";
import {active, decided, moment, PanelBrowser, picture, rowsOf, said, settled} from "./harness/panel.js";

describe("examples in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("are sorted by a click on a column, and the other way round by another", async () => {
        const page = await browser.open();
        const header = page.locator("[role=columnheader]", {hasText: "Golden score"});
        const scores = async (): Promise<number[]> => (await page.locator(".row .value").allTextContents()).map(Number);
        await header.locator("button").click();
        await page.waitForSelector("[aria-sort=descending]");
        const expected = await page.evaluate(() => Array.from(window.fakeHost.table().goldenScore).filter((score) => !Number.isNaN(score)).sort((a, b) => b - a));
        assert.deepEqual((await scores()).sort((a, b) => b - a).slice(0, 10), expected.slice(0, 10));
        await header.locator("button").click();
        await page.waitForSelector("[aria-sort=ascending]");
        assert.deepEqual((await scores()).sort((a, b) => a - b).slice(0, 10), expected.reverse().slice(0, 10));
        assert.equal(await header.getAttribute("aria-sort"), "ascending");
        await picture(page, "sorted-by-score");
    });

    it("are gone through by keys, with the details beside them", async () => {
        const page = await browser.open();
        await page.focus(".grid");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), 1);
        await page.keyboard.press("End");
        assert.equal(await active(page), 199);
        await page.keyboard.press("PageUp");
        assert.ok(await active(page) < 199);
        await page.keyboard.press("Home");
        assert.equal(await active(page), 0);
        await page.waitForSelector(".sentences li");
        assert.match(await page.textContent(".details h2") ?? "", /Example 1 · line 1/);
        assert.match(await page.textContent(".conversation") ?? "", /^InstructionHow do I rescue a soup that is too salty\?OutputDilute it/);
        assert.equal(await page.getAttribute(".grid", "aria-activedescendant"), await page.getAttribute(".row.active", "id"));
        assert.equal(await page.getAttribute(".grid", "aria-rowcount"), "201");
        assert.equal(await page.getAttribute(".row.active", "aria-rowindex"), "2");
        await page.keyboard.press("Enter");
        assert.deepEqual((await said(page, "open")).map(({row, line, content: {copy, copies}}) => [row, line, copy, copies]), [[0, 1, 0, 1]]);
        await picture(page, "details");
    });

    it("say which anchors they help and hurt most, with figures before and after and the sign of the change", async () => {
        const page = await browser.open();
        await page.locator(".row").nth(2).click();
        await page.waitForSelector(".details .anchors");
        const tables = await page.locator(".details table.anchors").evaluateAll((all) => all.map((table) => ({
            title: table.previousElementSibling?.textContent, caption: table.querySelector("caption")?.textContent, columns: [...table.querySelectorAll("th")].map(({textContent}) => textContent),
            rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map(({textContent}) => textContent))
        })));
        const caption = "Log-probability of the anchor's answer in nats per token, without and with this example in front.", columns = ["Anchor", "zero-shot", "one-shot", "gain"];
        assert.deepEqual(tables, [
            {title: "Helped most", caption, columns, rows: [["Name two uses of a paper clip other than holding paper.", "−2.412", "−1.870", "+0.542"], ["<b>Convert 5 miles to kilometres.</b>", "−1.930", "−1.604", "+0.326"]]},
            {title: "Hurt most", caption, columns, rows: [["Write a limerick about a lighthouse keeper.", "−3.021", "−3.377", "−0.356"]]}
        ]);
        await page.locator(".details .anchors").last().scrollIntoViewIfNeeded();
        await picture(page, "anchors");
    });

    it("are a conversation in the details where they have several turns: who says what, in order", async () => {
        const page = await browser.open({data: "conversations", height: 1040});
        const turns = async (): Promise<readonly (readonly (string | null | undefined)[])[]> => page.locator(".conversation .turn").evaluateAll((all) => all.map((turn) => [turn.querySelector("h3")?.textContent, turn.querySelector(".text")?.textContent.slice(0, 18), turn.classList.contains("scored") ? "scored" : ""]));
        await page.locator(".row").nth(1).click();
        await page.waitForFunction(() => document.querySelectorAll(".conversation .turn").length === 3);
        assert.deepEqual(await turns(), [["System", "You are a patient ", ""], ["User", "I have three days ", ""], ["Assistant", "Do you like walkin", "scored"]]);
        await page.locator(".row").nth(0).click();
        await page.waitForFunction(() => document.querySelectorAll(".conversation .turn").length === 7);
        assert.deepEqual(await turns(), [
            ["System", "You are a patient ", ""], ["User", "I have three days ", ""], ["Assistant", "Do you like walkin", ""], ["User", "Walking is fine, n", ""],
            ["Tool call", "{\"name\": \"find_mus", ""], ["Tool result", "[{\"name\": \"Maritim", ""], ["Assistant", "Then begin in Belé", "scored"]
        ]);
        assert.match(await page.locator(".conversation .text").last().evaluate((text) => (text as HTMLElement).innerText), /evening\.\n\nOn the second day/, "lines stay lines");
        await picture(page, "conversation");
    });

    it("are decided on by one key each, and by all that are selected together; undo takes it back", async () => {
        const page = await browser.open();
        await page.locator(".row").nth(1).click();
        for (const key of ["k", "d", "r", "c"])
            await page.keyboard.press(key);
        assert.deepEqual(await decided(page), [[[1], "keep"], [[1], "drop"], [[1], "fixed"], [[1], null]]);
        await page.keyboard.press("Shift+ArrowDown");
        await page.keyboard.press("Shift+ArrowDown");
        await page.locator(".row").nth(8).click({modifiers: ["Control"]});
        await settled(page);
        assert.equal(await page.locator(".row[aria-selected=true]").count(), 4);
        await page.keyboard.press("d");
        await page.waitForFunction(() => document.querySelectorAll(".row [data-decision=drop]").length >= 4);
        assert.deepEqual((await decided(page)).at(-1)?.[0], [1, 2, 3, 8]);
        await picture(page, "bulk");
        await page.waitForFunction(() => document.querySelector("vscode-button[title^='Undo']")?.hasAttribute("disabled") === false);
        await page.keyboard.press("Control+z");
        assert.equal((await said(page, "undo")).length, 1);
        await page.waitForFunction(() => document.querySelectorAll(".row [data-decision=drop]").length < 4);
        await page.keyboard.press("Control+y");
        assert.equal((await said(page, "redo")).length, 1);
        await page.fill(".filter-text", "flag:any");
        await page.waitForFunction(() => !document.querySelector(".amount")?.textContent.startsWith("all"));
        await page.focus(".grid");
        await page.keyboard.press("Control+a");
        await page.keyboard.press("r");
        const flagged = await page.evaluate(() => Array.from(window.fakeHost.table().flags).flatMap((mask, row) => mask === 0 ? [] : [row]));
        assert.deepEqual((await decided(page)).at(-1)?.[0], flagged, "all that pass, not only those in view");
    });

    it("go on where one was when a decision takes it out of the list", async () => {
        const page = await browser.open();
        await page.fill(".filter-text", "decision:none");
        await settled(page);
        await page.locator(".row").nth(2).click();
        const [, , second, third, fourth] = await rowsOf(page);
        assert.equal(await active(page), second);
        await page.keyboard.press("k");
        await page.waitForFunction((row) => ![...document.querySelectorAll(".row [aria-colindex='1']")].some(({textContent}) => Number(textContent) - 1 === row), second ?? -1);
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), third);
        await page.keyboard.press("ArrowDown");
        assert.equal(await active(page), fourth);
    });

    it("share the rank of the best of them where their scores are equal", async () => {
        const page = await browser.open();
        await page.locator("[role=columnheader] button", {hasText: "Rank"}).click();
        await page.waitForSelector("[aria-sort=ascending]");
        const scores = await page.evaluate(() => Array.from(window.fakeHost.table().goldenScore).filter((score) => !Number.isNaN(score)).sort((a, b) => b - a));
        const tied = scores.findIndex((score, at) => score === scores[at + 1]);
        const better = scores.filter((score) => score > (scores[tied] ?? 0)).length, asGood = scores.filter((score) => score >= (scores[tied] ?? 0)).length;
        assert.ok(asGood < scores.length / 2);
        await page.focus(".grid");
        await page.keyboard.press("Home");
        for (let press = 0; press <= tied; press++)
            await page.keyboard.press("ArrowDown");
        await settled(page);
        assert.equal(await page.locator(".row.active [aria-colindex='8']").textContent(), String(better + 1));
        assert.match(await page.locator(".details .line .quiet").first().textContent() ?? "", new RegExp(`^rank ${better + 1} of ${scores.length}, top ${(100 * asGood / scores.length).toFixed(asGood / scores.length >= 0.1 ? 0 : 1).replace(/\.0$/, "")} %$`));
    });

    it("take N and P to the flagged ones that nobody has decided on", async () => {
        const page = await browser.open();
        const wanted = await page.evaluate(() => {
            const {flags, decision} = window.fakeHost.table();
            return Array.from(flags).flatMap((mask, row) => mask !== 0 && decision[row] === 0 ? [row] : []);
        });
        await page.focus(".grid");
        const seen: number[] = [];
        for (let press = 0; press < 5; press++) {
            await page.keyboard.press("n");
            seen.push(await active(page));
        }
        assert.deepEqual(seen, wanted.slice(0, 5));
        await page.keyboard.press("p");
        assert.equal(await active(page), wanted[3]);
    });

    it("stay where they are while scores come in, and follow when asked to", async () => {
        const page = await browser.open({data: "partial"});
        await page.locator("[role=columnheader] button", {hasText: "Golden score"}).click();
        await page.waitForSelector("[aria-sort=descending]");
        await page.locator(".row").nth(3).click();
        const before = await rowsOf(page);
        for (let at = 0; at < 5; at++) {
            await page.evaluate((row) => {
                window.fakeHost.score([row, row + 1, row + 2], 99);
            }, 100 + 3 * at);
            await moment(page, 120);
        }
        await page.waitForSelector(".old:not([hidden])");
        const now = await rowsOf(page);
        assert.deepEqual(now, before.slice(0, now.length));
        assert.equal(await page.evaluate(() => document.activeElement?.className), "grid", "the focus stays");
        assert.match(await page.textContent("header h1 + span") ?? "", /94 scored/);
        await picture(page, "streaming");
        await page.locator("vscode-button", {hasText: "Sort and filter again"}).click();
        await page.waitForSelector(".old", {state: "hidden"});
        await page.evaluate(() => {
            document.querySelector(".grid")?.scrollTo(0, 0);
        });
        await moment(page, 100);
        assert.deepEqual((await rowsOf(page)).slice(0, 3), [100, 101, 102]);
    });

    it("are where they were after a reload: filter, order, place, selection, view", async () => {
        const page = await browser.open({data: "large"});
        await page.fill(".filter-text", "score>=0.3");
        await page.locator("[role=columnheader] button", {hasText: "Rank"}).click();
        await page.click("#tab-length");
        await page.evaluate(() => {
            document.querySelector(".grid")?.scrollTo(0, 24_000);
        });
        await moment(page, 100);
        const rows = await rowsOf(page);
        await page.locator(".row", {has: page.locator(`[aria-colindex='1']:text-is("${((rows[5] ?? 0) + 1).toLocaleString("en-US")}")`)}).click();
        await page.keyboard.press("Shift+ArrowDown");
        await moment(page, 600);
        await page.reload();
        await page.waitForSelector(".row.active");
        await moment(page, 300);
        const after = await rowsOf(page);
        assert.deepEqual(after.slice(0, 6), rows.slice(0, 6));
        assert.deepEqual([await page.inputValue(".filter-text"), await page.locator(".row[aria-selected=true]").count(), await page.locator("#tab-length").getAttribute("aria-selected")], ["score>=0.3", 2, "true"]);
        await picture(page, "restored");
    });

    it("are selected after a reload as before it, also where tens of thousands lie scattered", async () => {
        const page = await browser.open({data: "large"});
        const selected = async (): Promise<string> => await page.textContent(".footer .quiet") ?? "";
        await page.fill(".filter-text", "source:seed,forum"); // two of every five, none beside another
        await page.waitForFunction(() => document.querySelector(".amount")?.textContent.startsWith("20,801 of"));
        await page.focus(".grid");
        await page.keyboard.press("Control+a");
        await settled(page);
        assert.equal(await selected(), "20,801 selected");
        await page.reload();
        await page.waitForSelector(".row[aria-selected=true]");
        await settled(page);
        assert.equal(await selected(), "20,801 selected");
        await page.fill(".filter-text", "");
        await page.waitForFunction(() => document.querySelector(".amount")?.textContent.startsWith("all"));
        const chosen = await page.locator(".row[aria-selected=true] [aria-colindex='1']").allTextContents();
        assert.deepEqual(chosen.map(Number).slice(0, 4), [1, 3, 6, 8]);
    });

    it("are where they were after a reload also where a text was searched for: the place waits for what is found", async () => {
        const page = await browser.open({data: "large", query: "searchMs=300"});
        await page.fill(".filter-text", "output:\"a\"");
        await page.waitForSelector(".filter-line .tag:not([hidden])");
        await page.waitForSelector(".filter-line .tag", {state: "hidden"});
        await page.evaluate(() => {
            document.querySelector(".grid")?.scrollTo(0, 24_000);
        });
        await moment(page, 300);
        const rows = await rowsOf(page);
        await page.reload();
        await page.waitForSelector(".filter-line .tag:not([hidden])");
        await page.waitForSelector(".filter-line .tag", {state: "hidden"});
        await moment(page, 300);
        assert.deepEqual(await rowsOf(page), rows);
        assert.ok((rows[0] ?? 0) > 500, String(rows[0]));
    });

    it("are kept as they are now where the search that a reload waited for is taken away", async () => {
        const page = await browser.open();
        const kept = async (): Promise<unknown> => page.evaluate(() => (window.acquireVsCodeApi().getState() as {readonly filterText?: unknown}).filterText);
        await page.fill(".filter-text", "text:the");
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "search"));
        await page.waitForSelector(".filter-line .tag", {state: "hidden"});
        await page.locator(".row").nth(3).click();
        await settled(page);
        await page.goto(`${page.url()}&searchMs=600000`);
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "search"));
        assert.equal(await kept(), "text:the", "what waits is not lost");
        await page.fill(".filter-text", "");
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "stop-search"));
        await settled(page);
        assert.equal(await kept(), "");
        assert.equal(await page.locator(".row.active").count(), 0, "the place was in another list");
    });

    it("come into view when somebody goes to a copy, also to one that does not pass", async () => {
        const page = await browser.open({height: 620});
        const copy = (number: number) => page.locator(".copies button", {hasText: `Example ${number}`});
        await page.locator(".row").nth(4).click();
        await copy(8).click();
        assert.equal(await active(page), 7);
        await page.fill(".filter-text", "index<5");
        await settled(page);
        await page.locator(".row").nth(4).click();
        await copy(6).click();
        await page.waitForFunction(() => document.querySelector(".details h2")?.textContent.startsWith("Example 6 "));
        await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent === "Example 6 does not pass the filter.");
    });
});
