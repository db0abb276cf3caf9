import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {PanelBrowser, picture, settled} from "./harness/panel.js";

/** What the filter says once the last change is shown. */
async function filterAfter(page: Page): Promise<string> {
    await settled(page);
    return page.inputValue(".filter-text");
}

describe("distribution in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    it("is a histogram whose brush chooses a range of scores", async () => {
        const page = await browser.open();
        const box = await page.locator(".brush .overlay").boundingBox();
        assert.ok(box);
        const at = (score: number): number => box.x + box.width * (score + 0.01) / 1.02;
        await page.mouse.move(at(0.4), box.y + 40);
        await page.mouse.down();
        await page.mouse.move(at(0.5), box.y + 50, {steps: 4});
        await page.mouse.move(at(0.601), box.y + 50, {steps: 4});
        assert.match(await filterAfter(page), /^score:0\.4\d*\.\.0\.6$/, "while it is being drawn");
        await page.mouse.up();
        await picture(page, "brush");
        await page.mouse.click(at(0.9), box.y + 40);
        assert.equal(await filterAfter(page), "", "a click takes the range away");
    });

    it("has a brush as wide as the histogram also when its width and height have changed", async () => {
        const page = await browser.open({width: 1000});
        await page.setViewportSize({width: 1400, height: 800});
        await page.focus(".split.y");
        await page.keyboard.press("ArrowDown");
        await settled(page);
        const [brush, histogram] = await Promise.all([".brush .overlay", "#view-histogram .marks"].map(async (selector) => page.locator(selector).boundingBox()));
        assert.ok(brush && histogram && brush.width > 700);
        assert.ok(Math.abs(brush.height - histogram.height) < 2 && brush.height > 150, `${brush.height} of ${histogram.height}`);
        await page.mouse.move(brush.x + brush.width * 0.9, brush.y + 40);
        await page.mouse.down();
        await page.mouse.move(brush.x + brush.width + 20, brush.y + 40, {steps: 4});
        await page.mouse.up();
        assert.match(await filterAfter(page), /^score>=0\.(88|9)\d*$/);
    });

    it("has a threshold that keys move by one possible score, by ten and to the ends", async () => {
        const page = await browser.open();
        const edge = page.locator(".edge[aria-label='Lowest golden score shown']");
        await edge.focus();
        // 50 anchors: scores are multiples of 0.02
        const steps = [["PageUp", "score>=0.2"], ["ArrowRight", "score>=0.22"], ["ArrowUp", "score>=0.24"], ["ArrowLeft", "score>=0.22"], ["PageDown", "score>=0.02"], ["End", "score>=1"], ["Home", ""]] as const;
        for (const [key, filter] of steps) {
            await page.keyboard.press(key);
            assert.equal(await filterAfter(page), filter, key);
        }
        await page.keyboard.press("PageUp");
        await settled(page);
        assert.deepEqual(await Promise.all(["role", "aria-valuemin", "aria-valuemax", "aria-valuenow"].map(async (name) => edge.getAttribute(name))), ["slider", "0", "1", "0.2"]);
        assert.match(await edge.getAttribute("aria-valuetext") ?? "", /^0\.20, \d+ examples shown$/);
        await page.locator(".edge[aria-label='Highest golden score shown']").focus();
        await page.keyboard.press("PageDown");
        assert.equal(await filterAfter(page), "score:0.2..0.8");
        assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Highest golden score shown", "the focus stays");
    });

    it("moves the threshold by mouse", async () => {
        const page = await browser.open();
        const grip = await page.locator(".edge .grip").first().boundingBox(), box = await page.locator(".brush .overlay").boundingBox();
        assert.ok(grip && box);
        await page.mouse.move(grip.x + 4, grip.y + 11);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * (0.5 + 0.01) / 1.02, grip.y, {steps: 5});
        await page.mouse.up();
        assert.match(await filterAfter(page), /^score>=0\.(5|52)$/);
    });

    it("says of a bar how many, which share and how the first example begins, to mouse and keyboard", async () => {
        const page = await browser.open();
        await page.fill(".filter-text", "-flag:any");
        await page.locator(".bin[tabindex='0']").focus();
        for (let press = 0; press < 8; press++)
            await page.keyboard.press("ArrowRight");
        await page.waitForFunction(() => /Example \d+: [A-Z]/.test(document.querySelector(".readout")?.textContent ?? ""));
        const pattern = /^0\.\d\d to 0\.\d\d: \d+ of \d+ examples, [\d.]+ % · Example \d+: [A-Z]\w+/;
        assert.match(await page.textContent(".readout") ?? "", pattern);
        assert.match(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")) ?? "", /^0\.48 to 0\.52: \d+ of \d+ examples/);
        await page.keyboard.press("Enter");
        assert.equal(await filterAfter(page), "-flag:any score:0.48..0.52");
    });

    it("says it of the bar under the pointer, from the bottom of the drawing to its top", async () => {
        const page = await browser.open();
        const box = await page.locator(".brush .overlay").boundingBox();
        assert.ok(box);
        const at = (score: number): number => box.x + box.width * (score + 0.01) / 1.02;
        const said = async (): Promise<string> => await page.textContent("#view-histogram .readout") ?? "";
        await page.waitForFunction(() => (document.querySelector("#view-histogram .readout")?.textContent ?? "").startsWith("Drag across"));
        for (const [score, height, start] of [[0.5, 0.9, "0.48 to 0.52: "], [0.525, 0.05, "0.48 to 0.52: "], [0.54, 0.5, "0.54 to 0.58: "]] as const) {
            await page.mouse.move(at(score), box.y + box.height * height);
            await page.waitForFunction((wanted) => document.querySelector("#view-histogram .readout")?.textContent.startsWith(wanted) === true, start);
            await page.waitForFunction(() => /^[^:]+: \d+ examples, [\d.]+ % · Example \d+: [A-Z]/.test(document.querySelector("#view-histogram .readout")?.textContent ?? ""));
        }
        const [, count] = /: (\d+) examples/.exec(await said()) ?? [];
        assert.equal(Number(count), await page.evaluate(() => window.fakeHost.table().goldenScore.filter((score) => score > 0.53 && score < 0.59).length));
        await page.mouse.move(box.x, box.y + box.height + 200);
        await page.waitForFunction(() => (document.querySelector("#view-histogram .readout")?.textContent ?? "").startsWith("Drag across"));
    });

    it("counts both layers in the same bars where some examples have an anchor fewer, and filters by a bar to the examples that it counts", async () => {
        const page = await browser.open({data: "mixed"});
        const told = async (): Promise<(readonly [front: number, back: number])[]> => page.locator(".bin").evaluateAll((bars) => bars.map((bar) => {
            const [, front, , back] = /: (\d+) (of (\d+) )?example/.exec(bar.getAttribute("aria-label") ?? "") ?? [];
            return [Number(front), Number(back ?? front)] as const;
        }));
        const all = await told();
        await page.fill(".filter-text", "score:0.55..0.71 anchors=99");
        await page.waitForFunction(() => [...document.querySelectorAll(".bin")].some((bar) => (bar.getAttribute("aria-label") ?? "").includes(" of ")));
        const few = await told();
        assert.deepEqual(few.map(([, back]) => back), all.map(([, back]) => back));
        assert.ok(few.every(([front, back]) => front <= back) && few.some(([front, back]) => front > 0 && front < back), JSON.stringify(few));
        await page.fill(".filter-text", "");
        for (const [at, [, count]] of all.entries()) {
            await page.locator(".bin").nth(at).focus();
            await page.keyboard.press("Enter");
            await page.waitForFunction((wanted) => document.querySelector(".amount")?.textContent.startsWith(wanted) === true, `${count} of 200 `).catch(async () => {
                assert.equal(await page.textContent(".amount"), `${count} of 200`, `bar ${at}: ${await page.inputValue(".filter-text")}`);
            });
        }
    });

    it("has no tick beyond 0 and 1 where anchors are few", async () => {
        const page = await browser.open({data: "three"});
        const ticks = await page.locator("#view-histogram .axis").first().locator(".tick text").allTextContents();
        assert.ok(ticks.length >= 5 && ticks.every((tick) => /^(0\.\d|1\.0)$/.test(tick)), ticks.join(" "));
        await picture(page, "three-anchors");
    });

    it("has as many bars as one chooses, and a curve that falls from all to those with the best score", async () => {
        const page = await browser.open();
        const counted = async (): Promise<number[]> => page.locator(".bin").evaluateAll((bars) => bars.map((bar) => Number(/: (\d+) example/.exec(bar.getAttribute("aria-label") ?? "")?.[1])));
        const corners = async (): Promise<readonly (readonly number[])[]> => [...(await page.getAttribute("path.cumulative", "d") ?? "").matchAll(/([\d.]+),([\d.]+)/g)].map(([, across, down]) => [Number(across), Number(down)]);
        for (const [choice, bars] of [[10, 10], [25, 25], [1000, 51], [20, 17]] as const) {
            await page.locator(".chart-controls vscode-dropdown").click();
            await page.locator(`.chart-controls vscode-option[value="${choice}"]`).click();
            await page.waitForFunction((wanted) => document.querySelectorAll(".bin").length === wanted, bars);
            await settled(page);
            const line = await corners(), counts = await counted(), height = line.at(-1)?.[1] ?? 0, whole = counts.reduce((sum, one) => sum + one, 0);
            assert.equal(line.length, bars + 1, String(choice));
            let above = whole;
            for (const [at, count] of counts.entries()) {
                assert.ok(Math.abs((height - (line[at]?.[1] ?? 0)) / height - above / whole) < 0.001, `${choice}: ${at}`);
                above -= count;
            }
            assert.deepEqual([line[0]?.[1], whole], [0, 198], "all of them have a score of 0 or more");
        }
        await picture(page, "bins");
    });

    it("counts scores that come in, in its bars and at its marks", async () => {
        const page = await browser.open({data: "partial"});
        const told = async (): Promise<unknown[]> => Promise.all([page.locator(".bin").last().getAttribute("aria-label"), page.locator(".mark .figure").last().textContent(), page.locator("path.cumulative").getAttribute("d")]);
        await page.locator(".mark .figure", {hasText: /^0 · 0 %$/}).last().waitFor();
        const [bar, mark, curve] = await told();
        assert.match(String(bar), /^0\.\d\d to 1\.00: 0 examples, 0 %$/);
        await page.evaluate(() => {
            window.fakeHost.score([100, 101, 102, 103, 104], 99);
        });
        await page.waitForFunction((before) => [...document.querySelectorAll(".bin")].at(-1)?.getAttribute("aria-label") !== before, String(bar));
        const [barNow, markNow, curveNow] = await told();
        assert.match(String(barNow), /^0\.\d\d to 1\.00: 5 examples, 6 %$/);
        assert.deepEqual([mark, markNow], ["0 · 0 %", "5 · 6 %"]);
        assert.notEqual(curveNow, curve);
    });

    it("counts what is at the marks or above, as the filter of a mark does", async () => {
        const page = await browser.open();
        const figures = await page.locator(".mark .figure").allTextContents();
        for (const [at, mark] of [0.5, 0.8, 0.85, 0.9].entries()) {
            await page.fill(".filter-text", `score>=${mark}`);
            await settled(page);
            assert.equal((await page.textContent(".amount"))?.split(" ")[0], figures[at]?.split(" ")[0], `at ${mark}`);
        }
        await page.fill(".filter-text", "");
        await page.locator(".mark").nth(1).click();
        assert.equal(await filterAfter(page), "score>=0.8");
    });

    it("has each mark where the threshold stands that it chooses, also where it is no possible score", async () => {
        const page = await browser.open(); // 50 anchors: 0.85 is none
        const drawn = await page.locator("#view-histogram .marks line").evaluateAll((lines) => lines.map((line) => Number(line.getAttribute("x1"))));
        const chosen: number[] = [];
        for (let at = 0; at < drawn.length; at++) {
            await page.locator(".mark").nth(at).click();
            await settled(page);
            chosen.push(Number(/translate\(([\d.]+),/.exec(await page.locator(".edge").first().getAttribute("transform") ?? "")?.[1]));
        }
        assert.equal(drawn.length, 4);
        assert.deepEqual(drawn.map((at) => at.toFixed(2)), chosen.map((at) => at.toFixed(2)));
    });

    it("draws the curve of sorted scores and score against length, with correlations", async () => {
        const page = await browser.open();
        await page.click("#tab-sorted");
        await settled(page);
        assert.match(await page.getAttribute(".curve.front", "d") ?? "", /^M0,/);
        assert.match(await page.locator("#view-sorted [role=img]").getAttribute("aria-label") ?? "", /Golden scores of 198 examples from the best \(0\.\d\d\) over the median/);
        await picture(page, "sorted");
        await page.click("#tab-length");
        await page.waitForSelector(".cells rect");
        assert.match(await page.textContent("#view-length .readout") ?? "", /^Pearson −?[\d.]+ \(−?[\d.]+ with the logarithm\) · Spearman −?[\d.]+ · n = 198\./);
        await picture(page, "length");
        await page.locator(".chart-controls vscode-dropdown").nth(1).click();
        await page.locator("vscode-option", {hasText: "Sample"}).click();
        await page.waitForSelector(".dots circle");
        assert.equal(await page.locator(".dots circle").count(), 198);
        await picture(page, "sample");
    });
});
