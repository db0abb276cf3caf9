import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {PanelBrowser, picture, policyViolations} from "./harness/panel.js";

interface Told {
    /** By the flags' names: what they mean. */
    readonly flags: readonly (readonly [name: string, meaning: string])[];
    readonly marked: readonly (readonly [flags: string, text: string])[];
}

async function told(page: Page, row: number): Promise<Told> {
    await page.locator(".row").nth(row).click();
    await page.waitForFunction((title) => document.querySelector(".details h2")?.textContent.startsWith(title) === true && document.querySelector(".sentences") !== null, `Example ${row + 1} `);
    return page.evaluate(() => ({
        flags: [...document.querySelectorAll(".flags li")].map((item) => [item.querySelector(".tag")?.textContent ?? "", item.querySelector(".meaning")?.textContent ?? ""] as const),
        marked: [...document.querySelectorAll("mark.found")].map((mark) => [mark.getAttribute("data-flags") ?? "", mark.textContent] as const)
    }));
}

describe("flags in the details", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
        assert.deepEqual(browser.incidents, []);
    });

    const expected: readonly (readonly [flag: string, meaning: RegExp, marked: readonly string[]])[] = [
        ["refusal", /stock phrase of refusal/, ["I’m sorry, but as an AI language model I can’t"]],
        ["placeholder-input", /input is a placeholder/, ["<noinput>"]],
        ["placeholder-output", /placeholder such as <nooutput>/, ["<nooutput>"]],
        ["copied-instruction", /only repeats the question/, ["Why is the sky blue"]],
        ["repeated-text", /three times in a row/, ["Use padded straps. Use padded straps. Use padded straps. Use padded straps."]],
        ["prompt-leak", /marker of a prompt template/, ["### Instruction:"]],
        ["markup-debris", /HTML tags or entities/, ["&nbsp;", "<br>", "&amp;", "<br>"]],
        ["encoding-debris", /decoded wrongly/, ["â€™", "Ã©"]],
        ["empty-output", /answer is empty/, []]
    ];

    it("have their names in full, what they mean, and a mark at what they are about, though nothing has been scored", async () => {
        const page = await browser.open({data: "noisy"});
        for (const [row, [flag, meaning, marked]] of expected.entries()) {
            const {flags, marked: found} = await told(page, row);
            assert.deepEqual(flags.map(([name]) => name), [flag]);
            assert.match(flags[0]?.[1] ?? "", meaning);
            assert.deepEqual(found, marked.map((text) => [flag, text]));
        }
        assert.deepEqual(await policyViolations(page), []);
    });

    it("lead by their name to the first mark, by mouse and by key, and say by a title what a mark means", async () => {
        const page = await browser.open({data: "noisy", height: 640});
        await told(page, 9);
        const last = page.locator("mark[data-flags='encoding-debris']").first();
        const inView = async (): Promise<boolean> => last.evaluate((mark) => {
            const {top, bottom} = mark.getBoundingClientRect(), room = mark.closest(".details")?.getBoundingClientRect();
            return room !== undefined && top >= room.top && bottom <= room.bottom;
        });
        assert.equal(await inView(), false);
        await page.locator(".flags li[data-flag='encoding-debris'] button").focus();
        await page.keyboard.press("Enter");
        assert.equal(await inView(), true);
        assert.match(await last.getAttribute("title") ?? "", /^encoding-debris: The text was decoded wrongly once/);
    });

    it("tell of a low golden score with the rest, and of none where there is none", async () => {
        const page = await browser.open();
        const low = await page.evaluate(() => window.fakeHost.table().goldenScore.findIndex((score) => score <= 0.5)), high = await page.evaluate(() => {
            const {goldenScore, flags} = window.fakeHost.table();
            return goldenScore.findIndex((score, row) => score > 0.5 && flags[row] === 0);
        });
        await page.focus(".grid");
        for (const [row, names] of [[low, ["low-golden-score"]], [high, []]] as const) {
            const {flags} = await told(page, row);
            assert.deepEqual(flags.map(([name]) => name).filter((name) => name === "low-golden-score"), names);
            assert.equal(await page.locator(".flags").count(), names.length);
        }
    });

    for (const theme of ["dark", "light", "hc-black", "hc-light"] as const)
        for (const width of [1440, 600])
            it(`are seen in ${theme}, ${width} wide`, async () => {
                const page = await browser.open({data: "noisy", theme, width, height: 900});
                await told(page, 6);
                await page.locator(".details .conversation").scrollIntoViewIfNeeded();
                assert.equal(await page.locator("mark.found").first().isVisible(), true);
                await picture(page, `flags-${theme}-${width}`);
            });
});
