import assert from "node:assert/strict";
import type {Locator, Page} from "playwright-core";
import {findings} from "./harness/axe.js";
import {active, moment, PanelBrowser, picture, policyViolations, rowsOf, said, settled} from "./harness/panel.js";
import {turnsOf} from "./page/texts.js";

const header = (page: Page, title: string): Locator => page.locator("[role=columnheader]", {hasText: title});
const sortState = async (page: Page, title: string): Promise<unknown> => header(page, title).evaluate((cell) => [cell.getAttribute("aria-sort"), cell.classList.contains("sorting")]);
const announced = async (page: Page, sentence: string): Promise<void> => {
    await page.waitForFunction((text) => document.querySelector("[role=status]")?.textContent === text, sentence);
};

/** Whether the extension answers. */
async function answering(page: Page, answers: boolean): Promise<void> {
    await page.evaluate((now) => {
        window.fakeHost.answering = now;
    }, answers);
}

/** All rows by what their texts say, by another way than the panel's. */
function byText(of: (row: number) => string, descending = false): number[] {
    const texts = Array.from({length: 200}, (_, row) => of(row).toLowerCase());
    const compare = (one: string, other: string): number => one === other ? 0 : one < other === descending ? 1 : -1; // plain characters
    return [...texts.keys()].sort((a, b) => Number(texts[a] === "") - Number(texts[b] === "") || compare(texts[a] ?? "", texts[b] ?? ""));
}
const instruction = (row: number): string => turnsOf("scored", row)[0]?.text ?? "";
const input = (row: number): string => turnsOf("scored", row)[0]?.input ?? "";

async function listBegins(page: Page, expected: readonly number[]): Promise<void> {
    await settled(page);
    const rows = await rowsOf(page);
    assert.ok(rows.length > 5);
    assert.deepEqual(rows, expected.slice(0, rows.length));
}

describe("examples in the panel, by their texts,", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("stand as before until the extension has found their order, which is said, and the other way round at once", async () => {
        const page = await browser.open();
        await answering(page, false);
        await header(page, "Instruction").locator("button").click();
        await settled(page);
        assert.deepEqual([await sortState(page, "Instruction"), await sortState(page, "No.")], [["none", true], ["ascending", false]]);
        await listBegins(page, [...Array(200).keys()]);
        assert.equal(await page.innerText(".footer .sorts"), "Sorting by Instruction …");
        await announced(page, "Sorting by Instruction …");
        await picture(page, "sorting-by-text");
        assert.deepEqual(await findings(page), []);
        await answering(page, true);
        await announced(page, "Sorted by Instruction, ascending");
        assert.ok(!await page.locator(".footer .sorts").isVisible());
        assert.deepEqual([await sortState(page, "Instruction"), await sortState(page, "No.")], [["ascending", false], ["none", false]]);
        await listBegins(page, byText(instruction));
        await picture(page, "sorted-by-text");
        await header(page, "Instruction").locator("button").click();
        await page.waitForSelector("[aria-sort=descending]");
        await listBegins(page, byText(instruction, true));
        assert.deepEqual((await said(page, "text-ranks")).map(({revision, column}) => [revision, column]), [[1, "instruction"]], "asked for once");
    });

    it("are sorted by the keyboard; those without a text are the last in both directions, and a filter leaves the order", async () => {
        const page = await browser.open();
        await header(page, "Input").locator("button").focus();
        await page.keyboard.press("Enter");
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Input");
        await listBegins(page, byText(input));
        await page.keyboard.press("Space");
        await page.waitForSelector("[aria-sort=descending]");
        await listBegins(page, byText(input, true));
        for (const filter of ["index>=20", "index<12"]) { // most, and few
            await page.fill(".filter-text", filter);
            await page.waitForFunction((amount) => document.querySelector(".amount")?.textContent.startsWith(amount), filter === "index<12" ? "12 of" : "180 of");
            await settled(page);
            const rows = await rowsOf(page);
            assert.deepEqual(rows, byText(input, true).filter((row) => filter === "index<12" ? row < 12 : row >= 20).slice(0, rows.length), filter);
        }
        await page.focus(".grid");
        await page.keyboard.press("Home");
        await page.keyboard.press("End");
        assert.equal(input(await active(page)), "");
    });

    it("are turned round also while their order is being found", async () => {
        const page = await browser.open();
        await answering(page, false);
        await header(page, "Instruction").locator("button").click();
        await header(page, "Instruction").locator("button").click();
        await answering(page, true);
        await page.waitForSelector("[aria-sort=descending]");
        await listBegins(page, byText(instruction, true));
        assert.equal((await said(page, "text-ranks")).length, 1);
    });

    it("do not take the place of an order that was chosen meanwhile, and are at once in theirs then", async () => {
        const page = await browser.open();
        await answering(page, false);
        await header(page, "Instruction").locator("button").click();
        await header(page, "No.").locator("button").click(); // what it is sorted by
        await page.waitForSelector(".sorting", {state: "detached"});
        await answering(page, true);
        await moment(page, 400);
        await listBegins(page, [...Array(200).keys()]);
        assert.deepEqual(await sortState(page, "Instruction"), ["none", false]);
        await answering(page, false);
        await header(page, "Instruction").locator("button").click();
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Instruction");
        await listBegins(page, byText(instruction));
    });

    it("stay in the order before where theirs cannot be found; the next click tries it again", async () => {
        const page = await browser.open();
        await answering(page, false);
        await page.evaluate(() => {
            window.fakeHost.sorting = false;
        });
        await header(page, "Output").locator("button").click();
        await page.waitForSelector(".sorting");
        await answering(page, true);
        await page.waitForSelector(".sorting", {state: "detached"});
        assert.deepEqual([await sortState(page, "Output"), await sortState(page, "No.")], [["none", false], ["ascending", false]]);
        await page.evaluate(() => {
            window.fakeHost.sorting = true;
        });
        await header(page, "Output").locator("button").click();
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Output");
        await listBegins(page, byText((row) => turnsOf("scored", row)[1]?.text ?? ""));
    });

    it("keep their order when the file changes, until that of the new texts is found", async () => {
        const page = await browser.open();
        await header(page, "Instruction").locator("button").click();
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Instruction");
        const [first = -1, second = -1, third = -1] = byText(instruction);
        await page.evaluate(([gone, edited]) => {
            window.fakeHost.answering = false;
            window.fakeHost.edit({remove: [gone ?? -1], rewrite: [edited ?? -1]});
        }, [first, third]);
        await page.waitForFunction(() => document.querySelector(".grid")?.getAttribute("aria-rowcount") === "200");
        await settled(page);
        const contents = async (): Promise<readonly number[]> => {
            const rows = await rowsOf(page);
            return page.evaluate((all) => all.map((row) => window.fakeHost.contentAt(row)), rows);
        };
        assert.equal((await contents())[0], second, "what stays, stays where it is");
        assert.deepEqual((await said(page, "text-ranks")).map(({revision}) => revision), [1, 2]);
        await page.evaluate(() => {
            window.fakeHost.answering = true;
            window.fakeHost.edit({remove: []});
        });
        const expected = byText((row) => instruction(row) + (row === third ? " (edited)" : "")).filter((row) => row !== first);
        await page.waitForFunction(([row, place]) => window.fakeHost.contentAt(-1 + Number([...document.querySelectorAll(".row")].find((element) => element.getAttribute("aria-rowindex") === String(place))?.querySelector("[aria-colindex='1']")?.textContent)) === row, [third, 2 + expected.indexOf(third)]);
        const now = await contents();
        assert.deepEqual(now, expected.slice(0, now.length));
    });

    it("are in their order and where they were after a reload, though it is found anew", async () => {
        const page = await browser.open({query: "sortMs=400"});
        await header(page, "Output").locator("button").click();
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Output");
        await page.evaluate(() => {
            document.querySelector(".grid")?.scrollTo(0, 24 * 40);
        });
        await moment(page, 300);
        const rows = await rowsOf(page);
        await page.reload();
        await page.waitForSelector(".sorting");
        await page.waitForSelector("[aria-sort=ascending]:not(:first-child)");
        await moment(page, 300);
        assert.deepEqual(await rowsOf(page), rows);
        assert.deepEqual(await sortState(page, "Output"), ["ascending", false]);
    });

    it("are sorted when all rows are there, where the file is still being read", async () => {
        const page = await browser.open({query: "reading=first"});
        await header(page, "Instruction").locator("button").click();
        await moment(page, 200);
        assert.deepEqual(await sortState(page, "Instruction"), ["none", true]);
        await page.evaluate(() => {
            window.fakeHost.grow();
        });
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Instruction");
        await listBegins(page, byText(instruction));
    });

    it("are sorted where the texts are hostile, too", async () => {
        const page = await browser.open({data: "hostile"});
        await header(page, "Instruction").locator("button").click();
        await page.waitForFunction(() => document.querySelector("[aria-sort=ascending]")?.textContent === "Instruction");
        await settled(page);
        assert.deepEqual((await rowsOf(page)).slice(0, 8), [5, 13, 2, 10, 1, 9, 0, 8], "markup by its characters");
        assert.deepEqual([await policyViolations(page), browser.incidents], [[], []]);
    });
});
