import assert from "node:assert/strict";
import type {Page} from "playwright-core";
import {findings} from "./harness/axe.js";
import {moment, PanelBrowser, picture, policyViolations, said, settled, type PanelOptions} from "./harness/panel.js";
import type {OtherScores} from "./page/comparisons.js";

/** The printed figures by their names. */
async function figures(page: Page): Promise<Record<string, string>> {
    await settled(page);
    await page.waitForFunction(() => document.querySelector(".compare-figures > div")?.children[1]?.textContent !== ""); // other drawings may come first
    return Object.fromEntries(await page.locator(".compare-figures > div").evaluateAll((entries) => entries.map((entry) => [entry.children[0]?.textContent ?? "", entry.children[1]?.textContent ?? ""])));
}

async function rowsOf(page: Page, selector: string): Promise<string[][]> {
    return page.locator(`${selector} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.children].map(({textContent}) => textContent)));
}

describe("comparison in the panel", () => {
    let browser: PanelBrowser;
    before(async () => {
        browser = await PanelBrowser.start();
    });
    after(async () => {
        await browser.close();
    });

    async function choose(page: Page, other: OtherScores): Promise<void> {
        await page.evaluate((kind) => {
            window.fakeHost.other = kind;
        }, other);
        await page.locator("vscode-button:visible", {hasText: "Compare with"}).click();
    }

    /** A panel in which the person has chosen what to compare with. */
    async function compared(other: OtherScores, options: PanelOptions = {}): Promise<Page> {
        const page = await browser.open(options);
        await page.click("#tab-compare");
        await choose(page, other);
        await page.waitForSelector(".compared");
        await settled(page);
        return page;
    }

    it("begins with what it does, asks the extension, and waits; who chooses nothing is back where they were", async () => {
        const page = await browser.open();
        await page.click("#tab-compare");
        assert.match(await page.innerText(".compare-start"), /^Sets the scores of another run of this file .*\n+Compare with …$/s);
        await page.locator("vscode-button", {hasText: "Save picture"}).waitFor({state: "hidden"}); // there is no picture yet
        await picture(page, "compare-start");
        await choose(page, "silence");
        await page.waitForFunction(() => document.querySelector(".compare-start")?.textContent.includes("Waiting for your choice"));
        assert.deepEqual((await said(page, "compare")).map(({revision}) => revision), [1]);
        await choose(page, "nothing");
        await page.waitForFunction(() => !document.querySelector(".compare-start")?.textContent.includes("Waiting"));
        assert.equal(await page.locator(".compared").isVisible(), false);
        await choose(page, "shifted");
        await page.waitForSelector(".compared");
        await choose(page, "nothing");
        await moment(page, 100);
        assert.match(await page.innerText(".compared h2"), /^Here against llama-2-7b/, "what was there stays");
    });

    const kinds: readonly (readonly [kind: OtherScores, expected: Readonly<Record<string, RegExp>>, meaning: RegExp])[] = [
        ["equal", {"in both": /^198$/, "only here": /^0$/, "only there": /^0$/, "Spearman": /^1\.00$/, "Pearson": /^1\.00$/, "mean difference": /^0\.000$/}, /^On average the scores are the same; both bring the examples into the same order\.$/],
        ["shifted", {"in both": /^198$/, "Spearman": /^0\.8\d$/, "mean difference": /^\+0\.0\d\d$/}, /^On average an example scores 0\.0\d\d higher there; both bring them into similar orders\.$/],
        ["unrelated", {"in both": /^198$/, "only there": /^16$/, "Spearman": /^−?0\.[01]\d$/}, /the orders have hardly anything in common\.$/],
        ["disjoint", {"in both": /^0$/, "only here": /^198$/, "only there": /^14$/, "Spearman": /^–$/, "Pearson": /^–$/, "mean difference": /^–$/}, /^$/],
        ["sparse", {"in both": /^\d\d$/, "only here": /^1\d\d$/, "Spearman": /^−1\.00$/}, /the orders run against each other\.$/]
    ];
    for (const [kind, expected, meaning] of kinds)
        it(`prints figures and what they mean when the other scores are ${kind}`, async () => {
            const page = await compared(kind);
            const printed = await figures(page);
            for (const [name, pattern] of Object.entries(expected))
                assert.match(printed[name] ?? "", pattern, name);
            assert.match(await page.textContent(".compared .readout") ?? "", meaning);
            assert.equal(await page.locator(".compare-parts").isVisible(), kind !== "disjoint");
            assert.deepEqual(await policyViolations(page), []);
            await picture(page, `compare-${kind}`);
            await page.close();
        });

    it("lays two distributions over each other that are told apart without colour, with a table of their bins", async () => {
        const page = await compared("shifted");
        const dashes = await page.locator(".compare-part.both [role=img] .outline").evaluateAll((lines) => lines.map((line) => getComputedStyle(line).strokeDasharray));
        assert.deepEqual(dashes, ["none", "5px, 3px"]);
        const bins = await rowsOf(page, ".compare-part.both");
        const sum = (column: number): number => bins.reduce((all, row) => all + Number(row[column]), 0);
        assert.deepEqual([sum(1), sum(2)], [198, 198]);
        assert.match(await page.getAttribute(".compare-part.both [role=img]", "aria-label") ?? "", /^Golden scores of 198 examples, here .* and there/);
        const box = await page.locator(".compare-part.both .here.fill").first().boundingBox();
        assert.ok(box);
        await page.mouse.move(box.x + box.width * 0.61, box.y + box.height - 3);
        assert.match(await page.textContent(".compared .readout") ?? "", /^0\.\d\d to 0\.\d\d: \d+ examples here, \d+ there$/);
        const [low, high] = await page.evaluate(() => {
            const {goldenScore} = window.fakeHost.table();
            return [goldenScore.filter((score) => score <= 0.041).length, goldenScore.filter((score) => score > 0.58 && score < 0.65).length];
        });
        assert.deepEqual([Number(bins[0]?.[1]), bins.filter(([range]) => range === "0.60 to 0.64").map(([, here]) => Number(here))], [low, [high]]);
    });

    it("draws points where they are few and cells where they are many, on both sides of the diagonal", async () => {
        const few = await compared("shifted");
        assert.equal(await few.locator(".points .dots circle").count(), 198);
        const label = /: (\d+) lie above the diagonal \(higher there\), (\d+) below/.exec(await few.getAttribute(".points [role=img]", "aria-label") ?? "");
        assert.ok(Number(label?.[1]) > 120 && Number(label?.[1]) + Number(label?.[2]) <= 198);
        const many = await compared("unrelated", {data: "large"});
        assert.equal((await figures(many)).Spearman, "0.00", "without a sign");
        assert.equal(await many.locator(".points .dots circle").count(), 0);
        assert.ok(await many.locator(".points .cells path[d^=M]").count() >= 4);
        const box = await many.locator(".points .cells").boundingBox();
        assert.ok(box);
        await many.mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.5);
        assert.match(await many.textContent(".compared .readout") ?? "", /^0\.\d\d to 0\.\d\d here, 0\.\d\d to 0\.\d\d there: [\d,]+ examples?$/);
        await picture(many, "compare-large");
    });

    it("counts the golden subsets of the paper here and there, as the filter of a threshold does here", async () => {
        const page = await compared("shifted");
        const rows = await rowsOf(page, ".overlaps");
        assert.deepEqual(rows.map(([rule]) => rule), ["≥ 0.5", "≥ 0.8", "≥ 0.85", "≥ 0.9", "top 1 %", "top 5 %", "top 10 %", "top 15 %"]);
        for (const [at, threshold] of [0.5, 0.8, 0.85, 0.9].entries()) {
            const atLeast = await page.evaluate((least) => window.fakeHost.table().goldenScore.filter((score) => score >= least).length, threshold);
            assert.equal(Number(rows[at]?.[1]) + Number(rows[at]?.[2]), atLeast, `at ${threshold}`);
        }
        for (const [rule, both, here, there, jaccard] of rows) {
            const union = Number(both) + Number(here) + Number(there);
            assert.equal(jaccard, union === 0 ? "–" : (Number(both) / union).toFixed(2), rule);
        }
        assert.deepEqual(rows.slice(4).map(([, both, here]) => Number(both) + Number(here)), [2, 10, 20, 30]);
    });

    it("lists what moved most, and shows one in the list and in the details by key and by mouse", async () => {
        const page = await compared("shifted");
        const moves = async (): Promise<number[]> => page.locator(".moved [role=option] span:nth-child(4)").evaluateAll((cells) => cells.map(({textContent}) => Number(textContent.replace("−", "-"))));
        const either = await moves();
        assert.equal(either.length, 50);
        assert.ok(either.every((move, at) => at === 0 || Math.abs(move) <= Math.abs(either[at - 1] ?? 0)));
        await page.waitForFunction(() => document.querySelector(".moved [role=option] span:nth-child(5)")?.textContent.match(/^[A-Z]\w+/));
        const shown = async (): Promise<(string | null)[]> => {
            await settled(page);
            return [await page.locator(".moved [aria-selected=true] span").first().textContent(), await page.locator(".row.active [aria-colindex='1']").textContent(), (await page.textContent(".details h2"))?.match(/Example (\d+)/)?.[1] ?? null];
        };
        await page.focus(".moved");
        for (const [key, at] of [["ArrowDown", 0], ["ArrowDown", 1], ["End", 49], ["PageUp", 41], ["Home", 0]] as const) {
            await page.keyboard.press(key);
            const index = await page.locator(".moved [role=option] span:first-child").nth(at).textContent();
            assert.deepEqual(await shown(), [index, index, index], key);
            assert.equal(await page.getAttribute(".moved", "aria-activedescendant"), `move-${at}`);
        }
        assert.equal(await page.evaluate(() => document.activeElement?.className), "moved", "the focus stays");
        assert.match(await page.locator(".moved [aria-selected=true] .for-ears").textContent() ?? "", /^#\d+: 0\.\d\d here, \d\.\d\d there, \+0\.\d\d\. [A-Z]\w+/);
        await page.locator(".moved [role=option]").nth(3).click();
        const third = await page.locator(".moved [role=option] span:first-child").nth(3).textContent();
        assert.deepEqual(await shown(), [third, third, third]);
        await picture(page, "compare-moved");
        await page.locator(".moves vscode-dropdown").click();
        await page.locator("vscode-option", {hasText: "lower there"}).click();
        const lower = await moves();
        assert.ok(lower.length > 5 && lower.every((move) => move < 0));
    });

    it("is of what passes the filter, and says so", async () => {
        const page = await compared("shifted");
        await page.fill(".filter-text", "flag:any");
        const expected = await page.evaluate(() => {
            const {flags, goldenScore} = window.fakeHost.table();
            return [goldenScore.filter((score, row) => flags[row] !== 0 && !Number.isNaN(score)).length, flags.filter((flag) => flag !== 0).length];
        });
        await page.locator(".compared", {hasText: `Only of the ${expected[1]} examples`}).waitFor(); // figures follow a little later than counts
        assert.equal((await figures(page))["in both"], String(expected[0]));
        assert.match(await page.innerText(".compared"), new RegExp(`Only of the ${expected[1]} examples that pass the filter\\.`));
        assert.equal(await page.locator(".points .dots circle").count(), expected[0]);
        await page.fill(".filter-text", "score>=0.999");
        await page.locator(".compared", {hasText: "No example that passes the filter has a score in both."}).waitFor();
    });

    it("follows scores that come in", async () => {
        const page = await compared("equal", {data: "partial"});
        assert.equal((await figures(page))["in both"], "79");
        await page.evaluate(() => {
            window.fakeHost.score([0, 1, 2, 3], 100);
        });
        await page.waitForFunction(() => document.querySelectorAll(".moved [role=option]").length === 4);
        assert.equal((await figures(page)).Spearman === "1.00", false);
    });

    it("is dropped with the rows that it was of, and offered again by its name, also after the panel was put away", async () => {
        const page = await compared("shifted");
        await page.evaluate(() => {
            window.fakeHost.edit();
        });
        await page.waitForSelector(".compare-start");
        assert.match(await page.innerText(".compare-start"), /Before, this was compared with llama-2-7b\.Q8_0\.gguf, protocol paper/);
        await choose(page, "unrelated");
        await page.waitForSelector(".compared");
        assert.deepEqual((await said(page, "compare")).map(({revision}) => revision), [1, 2]);
        await moment(page, 400);
        await page.reload();
        await page.waitForSelector(".compare-start");
        assert.match(await page.innerText(".compare-start"), /Before, this was compared with alpaca-gpt4\.json\./);
        assert.deepEqual(await page.locator("vscode-panel-tab[aria-selected=true]").allTextContents(), ["Compare"]);
        await picture(page, "compare-again");
    });

    it("takes no answer about rows that are gone", async () => {
        const page = await browser.open();
        await page.click("#tab-compare");
        await choose(page, "silence");
        await page.evaluate(() => {
            window.fakeHost.edit();
            const {goldenScore, meanGain} = window.fakeHost.table();
            window.fakeHost.send({kind: "comparison", revision: 1, comparison: {name: "late", goldenScore, meanGain, anchors: 50, onlyThere: 0}});
        });
        await moment(page, 150);
        assert.equal(await page.locator(".compared").isVisible(), false);
        assert.doesNotMatch(await page.innerText(".compare-start"), /Waiting/);
    });

    it("keeps both drawings in one picture, with the lines' names", async () => {
        const page = await compared("shifted");
        await page.locator("vscode-button", {hasText: "Save picture"}).click();
        await page.waitForFunction(() => window.fakeHost.messages.some(({kind}) => kind === "save-picture"));
        const [name = "", svg = ""] = await page.evaluate(() => {
            const message = window.fakeHost.messages.find(({kind}) => kind === "save-picture");
            return message?.kind === "save-picture" ? [message.name, new TextDecoder().decode(message.svg)] : [];
        });
        assert.equal(name, "compare");
        assert.equal(svg.match(/<svg /g)?.length, 3);
        assert.match(svg, /^<svg [^]*stroke-dasharray="5px, 3px"[^]*>there<\/text>[^]*>Golden score here<\/text>/);
        await page.setContent(svg);
        await picture(page, "compare-saved");
    });

    for (const theme of ["dark", "light", "hc-black", "hc-light"] as const)
        it(`has nothing that axe calls serious in ${theme}`, async () => {
            const page = await browser.open({theme});
            await page.click("#tab-compare");
            await settled(page);
            assert.deepEqual(await findings(page), []);
            await choose(page, "shifted");
            await page.waitForSelector(".moved [role=option]");
            await page.focus(".moved");
            await page.keyboard.press("ArrowDown");
            await settled(page);
            assert.deepEqual(await findings(page), []);
            await picture(page, `compare-${theme}`);
            if (theme === "light") {
                await page.emulateMedia({forcedColors: "active"});
                await picture(page, "compare-forced-colors");
            }
        });

    for (const [data, most] of [["large", "a frame"], ["million", "250 ms"]] as const)
        it(`follows the filter: ${data}, hoped for in ${most}`, async () => {
            const page = await compared("shifted", {data});
            const first = await page.evaluate(() => window.goldpanTimings.filter(({what}) => what === "comparison").map(({milliseconds}) => milliseconds));
            const since = await page.evaluate(() => performance.now());
            for (const filter of ["", "score>=0.2", "score>=0.3 ", "-flag:any", "score>=0.4", "-flag:any score<0.9", "score>=0.1", "index>100", "-flag:refusal", ""]) {
                await page.fill(".filter-text", filter);
                await settled(page);
                await moment(page, 30);
            }
            const [times, whole] = await page.evaluate((start) => ["comparison", "filter"].map((name) =>
                window.goldpanTimings.filter(({what, at}) => what === name && at >= start).map(({milliseconds}) => milliseconds).sort((a, b) => a - b)), since);
            assert.ok(times !== undefined && times.length >= 8 && whole !== undefined);
            process.stdout.write(`        first ${first[0]?.toFixed(0)} ms; comparison: median ${times[times.length >> 1]?.toFixed(1)} ms, worst ${times.at(-1)?.toFixed(0)} ms; whole page: median ${whole[whole.length >> 1]?.toFixed(0)} ms, worst ${whole.at(-1)?.toFixed(0)} ms\n`);
            assert.equal((await figures(page))["in both"], (await page.evaluate(() => window.fakeHost.table().goldenScore.filter((score) => !Number.isNaN(score)).length)).toLocaleString("en-US"));
            await page.close();
        });

    it("needs no scrolling to the side at 320 pixels, nor at 200 % of 1280, and shows what there is to those who listen", async () => {
        for (const [name, width, height] of [["narrow", 320, 640], ["zoomed", 640, 400]] as const) {
            const page = await compared("sparse", {width, height});
            const beyond = await page.evaluate(() => document.body.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("body *:not(.grid *)")].filter((part) => part.getBoundingClientRect().right > innerWidth).map(({tagName, className, id}) => `${tagName} ${id} ${String(className as unknown)}`));
            assert.deepEqual(beyond, [], name);
            await page.locator(".moved").scrollIntoViewIfNeeded();
            await picture(page, `compare-${name}`);
            await page.waitForFunction(() => /^Compared with <img src=x .*: \d+ examples in both, Spearman/.test(document.querySelector(".for-ears[role=status]")?.textContent ?? ""));
            await page.close();
        }
        assert.deepEqual(browser.incidents, []);
    });
});
