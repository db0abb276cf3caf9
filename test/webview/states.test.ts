import assert from "node:assert/strict";
import {isDeepStrictEqual} from "node:util";
import type {Page} from "playwright-core";
import {findings} from "./harness/axe.js";
import {moment, PanelBrowser, picture, policyViolations, said} from "./harness/panel.js";

describe("states of the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    const states = [
        {name: "starting", query: "reading=none", notice: /^Opening the file/, parts: []},
        {name: "reading", query: "reading=part", notice: /^Reading the file: 42 %, 200 examples so far/, parts: [".grid", ".distribution"]},
        {name: "empty", data: "empty", notice: /^There is no example in this file/, parts: []},
        {name: "unscored", data: "unscored", notice: /^No example has a golden score yet/, parts: [".grid"]},
        {name: "failed", query: "failed", notice: /larger than the memory/, parts: []},
        {name: "outdated", data: "outdated", notice: /measured with other settings than now \(model, anchors\)/, parts: [".grid", ".distribution"]},
        {name: "partial", data: "partial", notice: undefined, parts: [".grid", ".distribution", ".run"]},
        {name: "large", data: "large", notice: undefined, parts: [".grid", ".distribution"]}
    ] as const;
    for (const {name, notice, parts, ...options} of states)
        it(`say what there is when a file is ${name}`, async () => {
            const page = await browser.open({...options, ready: "header:not([hidden]), .notice:not([hidden])"});
            await moment(page, 400);
            assert.equal(await page.locator(".notice").isVisible(), notice !== undefined);
            if (notice !== undefined)
                assert.match(await page.locator(".notice").innerText(), notice);
            const shown: string[] = [];
            for (const part of [".grid", ".distribution", ".run"])
                if (await page.locator(part).isVisible())
                    shown.push(part);
            assert.deepEqual(shown, parts);
            if (notice !== undefined && name !== "reading")
                await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent.startsWith(document.querySelector(".notice h2")?.textContent ?? "-"));
            assert.deepEqual(await policyViolations(page), []);
            await picture(page, `state-${name}`);
            assert.deepEqual(await findings(page), []);
        });

    it("have buttons for what the extension can do with the file", async () => {
        const page = await browser.open({data: "partial"});
        await page.locator("vscode-button", {hasText: "Stop"}).click();
        await page.locator("vscode-button", {hasText: "Golden subset"}).click();
        await page.locator("vscode-button", {hasText: "Select model"}).click();
        await page.evaluate(() => {
            window.fakeHost.setStatus({run: null});
        });
        await page.locator("vscode-button", {hasText: "Score the rest"}).click();
        assert.deepEqual((await said(page, "command")).map(({command}) => command), ["stop", "export-golden-subset", "select-model", "score"]);
        await page.evaluate(() => {
            window.fakeHost.setStatus({origin: {kind: "file", name: "from-the-server.jsonl", model: null}}); // a run would measure these, too
        });
        await page.locator("header vscode-button", {hasText: "Score file"}).waitFor();
        const unscored = await browser.open({data: "unscored"}), failed = await browser.open({query: "failed", ready: ".notice:not([hidden])"});
        for (const [of, labels] of [[unscored, ["Score file", "Open scores file"]], [failed, ["Open as text", "Show log"]]] as const)
            for (const label of labels)
                await of.locator(".notice vscode-button", {hasText: label}).click();
        assert.deepEqual([...await said(unscored, "command"), ...await said(failed, "command")].map(({command}) => command), ["score", "open-scores-file", "open-as-text", "show-log"]);
        await page.fill(".filter-text", "flag:empty-output");
        await page.locator("vscode-button", {hasText: "Export 6 examples"}).click();
        assert.deepEqual((await said(page, "export")).map(({rows, filter}) => [Array.from(rows), filter]), [[[5, 42, 79, 116, 153, 190], "flag:empty-output"]]);
    });

    it("are of all rows once the rest of the same reading has come, with what was filtered, searched and drawn before", async () => {
        const told = async (page: Page): Promise<unknown[]> => [await page.innerText("header .about"), await page.innerText(".mark-buttons"), await page.innerText(".amount"), await page.getAttribute(".grid", "aria-rowcount")];
        const comesToTell = async (page: Page, expected: unknown[]): Promise<void> => { // figures follow a little later than counts
            for (let attempt = 0; attempt < 40 && !isDeepStrictEqual(await told(page), expected); attempt++)
                await moment(page, 100);
            assert.deepEqual(await told(page), expected);
        };
        const whole = await browser.open();
        await moment(whole, 1000);
        const all = await told(whole);
        await whole.fill(".filter-text", "\"the\"");
        await moment(whole, 1000);
        const found = await told(whole);
        assert.notDeepEqual(found, all);
        const page = await browser.open({query: "reading=first&searchMs=60"});
        await page.waitForFunction(() => document.querySelector(".about")?.textContent.includes("160 examples"));
        await page.evaluate(() => {
            window.fakeHost.grow();
        });
        await comesToTell(page, all);
        const early = await browser.open({query: "reading=first&searchMs=60"});
        await early.fill(".filter-text", "\"the\"");
        await early.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "search"));
        await early.evaluate(() => {
            window.fakeHost.grow();
        });
        await comesToTell(early, found);
    });

    it("keep their figure as a picture in its colours", async () => {
        const page = await browser.open();
        await page.locator("vscode-button", {hasText: "Save picture"}).click();
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "save-picture"));
        const saved = await page.evaluate(async () => {
            const message = window.fakeHost.messages.find(({kind}) => kind === "save-picture");
            if (message?.kind !== "save-picture")
                return undefined;
            const {width, height} = await createImageBitmap(new Blob([message.png ?? ""], {type: "image/png"}));
            return {name: message.name, svg: new TextDecoder().decode(message.svg), width, height};
        });
        assert.equal(saved?.name, "histogram");
        assert.match(saved.svg, /^<svg [^]*fill="rgb\(204, 167, 0\)"/);
        assert.doesNotMatch(saved.svg, /var\(|class="brush/);
        const [, width = "", height = ""] = /viewBox="0 0 (\d+) (\d+)"/.exec(saved.svg) ?? [];
        assert.deepEqual([saved.width, saved.height], [2 * Number(width), 2 * Number(height)]);
    });

    it("keep their figure as SVG where the browser makes no PNG of it", async () => {
        const page = await browser.open();
        await page.evaluate(() => {
            HTMLCanvasElement.prototype.toBlob = (callback) => {
                callback(null);
            };
        });
        const save = page.locator("vscode-button", {hasText: "Save picture"});
        await save.click();
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "save-picture"));
        await page.evaluate(() => {
            HTMLImageElement.prototype.decode = async () => Promise.reject(new DOMException("The source image cannot be decoded."));
        });
        await save.click();
        await page.waitForFunction(() => window.fakeHost.messages.filter(({kind}) => kind === "save-picture").length === 2);
        const saved = await page.evaluate(() => window.fakeHost.messages.flatMap((message) => message.kind === "save-picture" ? [[message.png, new TextDecoder().decode(message.svg).slice(0, 5)]] : []));
        assert.deepEqual(saved, [[null, "<svg "], [null, "<svg "]]);
    });
});
