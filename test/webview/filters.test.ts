import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {moment, PanelBrowser, picture, said, settled} from "./harness/panel.js";

const amount = async (page: Page): Promise<string> => await page.textContent(".amount") ?? "";

/** Waits until the panel says so many examples pass, and fails with what it says instead. */
async function shows(page: Page, start: string): Promise<void> {
    await page.waitForFunction((wanted) => document.querySelector(".amount")?.textContent.startsWith(wanted), start, {timeout: 10_000}).catch(() => undefined);
    assert.ok((await amount(page)).startsWith(start), `"${await amount(page)}" instead of "${start}"`);
}

describe("filters of the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("count what passes at every key, and say which place of the text is wrong", async () => {
        const page = await browser.open();
        await shows(page, "all 200 examples");
        await page.fill(".filter-text", "flag:empty-output");
        await shows(page, "6 of 200");
        await page.fill(".filter-text", "flag:empty-output scores>3");
        await settled(page);
        assert.match(await page.textContent(".problem") ?? "", /Column 19: "scores" is no number/);
        assert.equal(await page.textContent(".behind .wrong"), "scores>3");
        await settled(page);
        assert.match(await amount(page), /^6 of 200/, "the last filter that could be read stays");
        await picture(page, "filter-problem");
        await page.press(".filter-text", "Escape");
        await shows(page, "all 200 examples");
        assert.equal(await page.inputValue(".filter-text"), "");
    });

    it("are the same as text and as controls, in both directions", async () => {
        const page = await browser.open({height: 1400});
        const group = (title: string) => page.locator(".group", {has: page.locator(`h3:text-is("${title}")`)});
        await group("Flags").locator("vscode-checkbox", {hasText: "duplicate"}).click();
        await group("Flags").locator("vscode-checkbox", {hasText: "refusal"}).click();
        await group("Decision").locator("li", {hasText: "dropped"}).hover();
        await group("Decision").locator("li", {hasText: "dropped"}).locator(".without").click();
        await group("source").locator("vscode-checkbox", {hasText: "forum"}).click();
        await group("Lengths and places").locator("vscode-text-field input").nth(1).fill("150");
        await group("Golden score").locator(".range").nth(1).locator("input").fill("50");
        await settled(page);
        assert.equal(await page.inputValue(".filter-text"), "flag:duplicate,refusal -decision:drop source:forum length<=150 top:50%");

        await page.fill(".filter-text", "-flag:any score:0.4..0.6 decision:keep index>=10 source:seed");
        await settled(page);
        const pressed = await page.locator(".without[aria-pressed=true]").evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
        const checked = await page.locator("vscode-checkbox[aria-checked=true]").allTextContents();
        assert.deepEqual([pressed, checked], [["without any flag"], ["kept", "seed"]]);
        assert.deepEqual(await group("Golden score").locator(".range").first().locator("vscode-text-field").evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value)), ["0.4", "0.6"]);
        await picture(page, "filters");
    });

    it("keep beside each value the number of examples that it would leave", async () => {
        const page = await browser.open();
        const kept = page.locator(".group li", {hasText: "kept"}).first().locator(".count");
        await kept.filter({hasText: /[1-9]/}).waitFor();
        const before = await kept.textContent();
        await page.fill(".filter-text", "decision:drop");
        await shows(page, "7 of 200");
        await moment(page, 500); // counts follow a little later than the list
        assert.equal(await kept.textContent(), before, "its own kind of term does not count");
        await page.fill(".filter-text", "index<10");
        await shows(page, "10 of 200");
        await kept.filter({hasText: /^1$/}).waitFor();
        await page.fill(".filter-text", "");
        await shows(page, "all 200");
        const anyFlag = page.locator(".group li", {hasText: "any flag"}), flagged = await page.evaluate(() => window.fakeHost.table().flags.reduce((amount, mask) => amount + Number(mask !== 0), 0));
        await anyFlag.locator(".count", {hasText: new RegExp(`^${flagged}$`)}).waitFor();
        await anyFlag.locator("vscode-checkbox").click();
        await shows(page, `${flagged} of 200`);
    });

    it("are cleared by Escape, wherever it means nothing else", async () => {
        const page = await browser.open();
        const text = async (): Promise<string> => {
            await settled(page);
            return page.inputValue(".filter-text");
        };
        for (const place of [".grid", ".details", ".bin[tabindex='0']", ".edge", ".without[tabindex='0'], .group vscode-checkbox[tabindex='0']", ".split.y", "#tab-histogram"]) {
            await page.fill(".filter-text", "score>=0.3");
            await page.locator(place).first().focus();
            await page.keyboard.press("Escape");
            assert.equal(await text(), "", place);
            await shows(page, "all 200");
        }
        assert.equal(await page.evaluate(() => document.activeElement?.id), "tab-histogram", "the focus stays");

        await page.fill(".filter-text", "score>=0.4");
        await page.locator(".filter-controls .range vscode-text-field input").first().focus();
        await page.keyboard.press("Escape");
        assert.equal(await text(), "score>=0.4", "a field of its own");
        await page.focus(".grid");
        await page.keyboard.press("?");
        await page.waitForSelector("dialog[open]");
        await page.locator("dialog h2").click();
        await page.keyboard.press("Escape");
        await page.waitForSelector("dialog:not([open])", {state: "attached"});
        assert.equal(await text(), "score>=0.4", "closes the dialog");
        await page.locator(".saved vscode-dropdown").click();
        await page.keyboard.press("Escape");
        assert.equal(await text(), "score>=0.4", "closes the list of saved filters");
        await page.locator(".saved vscode-button", {hasText: "Save"}).first().click();
        await page.locator(".saved vscode-button", {hasText: "Cancel"}).focus();
        await page.keyboard.press("Escape");
        assert.equal(await text(), "score>=0.4", "gives up to name what is to be saved");
        const grip = await page.locator(".edge .grip").first().boundingBox();
        assert.ok(grip);
        await page.mouse.move(grip.x + 4, grip.y + 11);
        await page.mouse.down();
        await page.keyboard.press("Escape");
        assert.equal(await text(), "score>=0.4", "not what somebody drags");
        await page.mouse.up();
        await page.focus(".grid");
        await page.keyboard.press("Escape");
        assert.equal(await text(), "");
    });

    it("search texts through the extension, say how far that is, and take what comes piece by piece", async () => {
        const page = await browser.open({query: "searchMs=300"});
        await page.fill(".filter-text", "instruction:\"chess terms\"");
        await page.waitForSelector(".filter-line .tag:not([hidden])");
        assert.match(await page.textContent(".filter-line .tag") ?? "", /^searching \d+ %$/);
        await page.waitForFunction(() => document.querySelector(".amount")?.textContent.startsWith("3 of"));
        await picture(page, "searching");
        await page.waitForSelector(".filter-line .tag", {state: "hidden"});
        await shows(page, "12 of 200");
        await page.fill(".filter-text", "-instruction:\"chess terms\" index<20");
        await shows(page, "19 of 200");
        const searches = await said(page, "search");
        assert.deepEqual(searches.map(({term}) => term.pattern), [{kind: "plain", text: "chess terms"}], "a negated term needs no search of its own");
        await page.fill(".filter-text", "text:/moth|soup/i");
        await page.waitForFunction(() => window.fakeHost.messages.filter(({kind}) => kind === "search").length === 2);
        await page.fill(".filter-text", "");
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "stop-search"));
    });

    it("search by a field, a place and a box, and these show what the line searches for", async () => {
        const page = await browser.open({height: 1000});
        const group = page.locator(".group", {has: page.locator("h3:text-is(\"Text search\")")});
        const field = group.locator("vscode-text-field input"), where = group.locator("vscode-dropdown"), box = group.locator("vscode-checkbox");
        const text = async (): Promise<string> => {
            await settled(page);
            return page.inputValue(".filter-text");
        };
        await page.fill(".filter-text", "index<100");
        await field.fill("black moth");
        assert.equal(await text(), "index<100 text:\"black moth\"");
        await field.fill("moth");
        await where.click();
        await where.locator("vscode-option", {hasText: "output"}).click();
        assert.equal(await text(), "index<100 output:moth");
        await shows(page, "6 of 200");
        await box.click();
        assert.equal(await text(), "index<100 output:/moth/i");
        await field.fill("moth(s|er)?/x");
        assert.equal(await text(), "index<100 output:/moth(s|er)?\\/x/i", "a slash needs no backslash in the field");
        await field.fill("/^L.*moths$/s");
        assert.equal(await text(), "index<100 output:/^L.*moths$/s", "flags of one's own");
        await field.fill("moth(");
        assert.equal(await text(), "index<100 output:/^L.*moths$/s", "what is no expression changes nothing");
        await group.locator("vscode-text-field.refused[aria-invalid=true]").waitFor();
        await field.fill("");
        assert.equal(await text(), "index<100");

        const shown = async (): Promise<readonly unknown[]> => [await field.inputValue(), await where.evaluate((element) => (element as HTMLSelectElement).value), await box.getAttribute("aria-checked")];
        for (const [line, expected] of [
            ["instruction:/a\\/b/i", ["a/b", "instruction", "true"]], ["system:/a/", ["/a/", "system", "true"]], ["index<9 \"Clara Schumann\"", ["Clara Schumann", "text", "false"]]
        ] as const) {
            await page.fill(".filter-text", line);
            await moment(page, 300); // controls follow a little later than the list
            assert.deepEqual(await shown(), expected, line);
        }
        await picture(page, "search-controls");
    });

    it("leave what has no score by a box of its own", async () => {
        const page = await browser.open({data: "partial", height: 1000});
        const row = page.locator(".group li", {hasText: "no score"});
        await row.locator("vscode-checkbox").click();
        await shows(page, "121 of 200");
        assert.equal(await page.inputValue(".filter-text"), "unscored");
        await row.hover();
        await row.locator(".without").click();
        await shows(page, "79 of 200");
        assert.equal(await page.inputValue(".filter-text"), "-unscored");
        await row.locator(".without").click();
        await shows(page, "all 200");
    });

    it("let nothing be exported, and nothing of all be decided on, before all texts have been searched", async () => {
        const page = await browser.open({query: "searchMs=500"});
        const exportButton = page.locator("header vscode-button", {hasText: "Export"});
        await page.fill(".filter-text", "text:the");
        await page.waitForFunction(() => document.querySelector(".amount")?.textContent.startsWith("all") === false);
        await page.waitForSelector(".row");
        assert.equal(await exportButton.getAttribute("disabled"), "");
        await page.focus(".grid");
        await page.keyboard.press("Control+a");
        await settled(page);
        assert.match(await page.textContent(".footer .quiet") ?? "", /^none selected\. Not all texts have been searched/);
        await page.waitForSelector(".filter-line .tag", {state: "hidden"});
        await settled(page);
        assert.equal(await exportButton.getAttribute("disabled"), null);
        await page.keyboard.press("Control+a");
        await page.waitForFunction(() => /^[1-9]\d* selected$/.test(document.querySelector(".footer .quiet")?.textContent ?? ""));
        await page.evaluate(() => {
            const last = window.fakeHost.messages.findLast((message) => message.kind === "search");
            window.fakeHost.send({kind: "search-failed", search: last?.kind === "search" ? last.search : -1, sentence: "The regular expression takes too long on line 12."});
        });
        await page.waitForSelector(".filter-text[aria-invalid]");
        await settled(page);
        assert.equal(await exportButton.getAttribute("disabled"), "", "a search that failed has not looked at everything");
        await exportButton.click({force: true});
        assert.deepEqual(await said(page, "export"), []);
    });

    it("are exported as what can be read of them, which is what the rows passed", async () => {
        const page = await browser.open();
        await page.fill(".filter-text", "flag:empty-output");
        await shows(page, "6 of 200");
        await page.fill(".filter-text", "flag:empty-output scores>3");
        await settled(page);
        await page.locator("header vscode-button", {hasText: "Export 6 examples"}).click();
        assert.deepEqual((await said(page, "export")).map(({rows, filter}) => [rows.length, filter]), [[6, "flag:empty-output"]]);
    });

    it("say what is wrong wherever it comes from, without a hand on the field", async () => {
        const page = await browser.open({height: 900});
        const problem = page.locator(".problem");
        const chartsAt = async (): Promise<number | undefined> => (await page.locator(".distribution").boundingBox())?.y;
        const before = await chartsAt();
        await page.fill(".filter-text", "scores>3");
        await problem.waitFor();
        await settled(page);
        assert.equal(await chartsAt(), before, "what is being typed is on its way to be right: nothing jumps");
        await page.focus(".grid");
        await page.mouse.move(600, 700);
        await problem.waitFor();
        assert.match(await problem.textContent() ?? "", /^Column 1: "scores"/);
        await page.fill(".filter-text", "scores>3 ");
        await settled(page);
        assert.equal(await chartsAt(), before);
        await page.locator(".mark").nth(1).click({delay: 300});
        await settled(page);
        assert.equal(await page.inputValue(".filter-text"), "score>=0.8", "a click is not missed");
        await page.evaluate(() => {
            window.fakeHost.send({kind: "saved-filters", filters: [{name: "Old one", filter: "sorce>=0.8"}]});
        });
        await page.fill(".filter-text", "");
        await page.locator(".saved vscode-dropdown").click();
        await page.locator("vscode-option", {hasText: "Old one"}).click();
        await page.focus(".grid");
        await page.mouse.move(600, 700);
        await problem.waitFor();
        assert.match(await problem.textContent() ?? "", /^Column 1: "sorce"/);
        await picture(page, "filter-problem-standing");
        await page.fill(".filter-text", "/(a+)+$/");
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "search"));
        await page.focus(".grid");
        await page.evaluate(() => {
            const last = window.fakeHost.messages.findLast((message) => message.kind === "search");
            window.fakeHost.send({kind: "search-failed", search: last?.kind === "search" ? last.search : -1, sentence: "The regular expression /(a+)+$/ takes longer than 2 s on the example of line 12; it is looked for no further."});
        });
        await problem.waitFor();
        assert.match(await problem.textContent() ?? "", /^The regular expression/);
        const [box, charts, field] = [await problem.boundingBox(), await page.locator(".distribution").boundingBox(), await page.locator(".filter-text").boundingBox()];
        assert.ok(box !== null && charts !== null && field !== null && box.y >= field.y + field.height && box.y + box.height <= charts.y, "it lies over nothing");
        await picture(page, "search-failed");
    });

    it("are saved under a name, picked again, copied and removed", async () => {
        const page = await browser.open();
        await page.fill(".filter-text", "score>=0.6");
        await settled(page);
        await page.locator(".saved vscode-button", {hasText: "Save"}).first().click();
        await page.locator(".saved vscode-text-field input").fill("Good ones");
        await page.locator(".saved vscode-text-field input").press("Enter");
        assert.deepEqual((await said(page, "save-filter")).map(({name, filter}) => [name, filter]), [["Good ones", "score>=0.6"]]);
        await page.locator("vscode-button", {hasText: "Copy"}).click();
        assert.deepEqual((await said(page, "copy")).map(({text}) => text), ["score>=0.6"]);
        await page.locator("vscode-button[title^='Clear the filter']").click();
        await page.locator(".saved vscode-dropdown").click();
        await page.locator("vscode-option", {hasText: "Good ones"}).click();
        await page.waitForFunction(() => document.querySelector<HTMLInputElement>(".filter-text")?.value === "score>=0.6");
        await page.locator("vscode-button", {hasText: "Remove"}).click();
        assert.deepEqual((await said(page, "remove-filter")).map(({name}) => name), ["Good ones"]);
    });
});
