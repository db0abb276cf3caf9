import assert from "node:assert/strict";
import {PanelBrowser, picture, policyViolations, said} from "./harness/panel.js";

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
        {name: "outdated", data: "outdated", notice: /measured with another model, anchors/, parts: [".grid", ".distribution"]},
        {name: "partial", data: "partial", notice: undefined, parts: [".grid", ".distribution", ".run"]},
        {name: "large", data: "large", notice: undefined, parts: [".grid", ".distribution"]}
    ] as const;
    for (const {name, notice, parts, ...options} of states)
        it(`say what there is when a file is ${name}`, async () => {
            const page = await browser.open({...options, ready: "header:not([hidden]), .notice:not([hidden])"});
            await page.waitForTimeout(400);
            assert.equal(await page.locator(".notice").isVisible(), notice !== undefined);
            if (notice !== undefined)
                assert.match(await page.locator(".notice").innerText(), notice);
            const shown: string[] = [];
            for (const part of [".grid", ".distribution", ".run"])
                if (await page.locator(part).isVisible())
                    shown.push(part);
            assert.deepEqual(shown, parts);
            assert.deepEqual(await policyViolations(page), []);
            await picture(page, `state-${name}`);
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
        await page.fill(".filter-text", "flag:empty-output");
        await page.locator("vscode-button", {hasText: "Export 6 examples"}).click();
        assert.deepEqual((await said(page, "export")).map(({rows, filter}) => [Array.from(rows), filter]), [[[5, 42, 79, 116, 153, 190], "flag:empty-output"]]);
    });

    it("count anew when the same reading comes again with more scores", async () => {
        const page = await browser.open({data: "unscored"});
        await page.evaluate(() => {
            window.fakeHost.scoreUntold([0, 1, 2], 90);
        });
        await page.waitForFunction(() => document.querySelector(".about")?.textContent.includes("3 scored"), undefined, {timeout: 5000});
    });

    it("keep their figure as a picture in its colours", async () => {
        const page = await browser.open();
        await page.locator("vscode-button", {hasText: "Save picture"}).click();
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "save-picture"));
        const saved = await page.evaluate(async () => {
            const message = window.fakeHost.messages.find(({kind}) => kind === "save-picture");
            if (message?.kind !== "save-picture")
                return undefined;
            const {width, height} = await createImageBitmap(new Blob([message.png], {type: "image/png"}));
            return {name: message.name, svg: new TextDecoder().decode(message.svg), width, height};
        });
        assert.equal(saved?.name, "histogram");
        assert.match(saved.svg, /^<svg [^]*fill="rgb\(204, 167, 0\)"/);
        assert.doesNotMatch(saved.svg, /var\(|class="brush/);
        const [, width = "", height = ""] = /viewBox="0 0 (\d+) (\d+)"/.exec(saved.svg) ?? [];
        assert.deepEqual([saved.width, saved.height], [2 * Number(width), 2 * Number(height)]);
    });
});
