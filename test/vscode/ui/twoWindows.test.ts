import assert from "node:assert/strict";
import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import path from "node:path";
import type {Page} from "playwright-core";
import type {RunFolder} from "../harness/runFolder.js";
import {clearNotifications, openFile, scoreByLens} from "./actions.js";
import {screenshot} from "./appearance.js";
import {lens, notification, statusBarItem} from "./parts.js";
import {useWorkbench} from "./workbench.js";

const amount = 36;

/** Few enough for all lenses to be seen at once in `tall`, and others in the second file. */
function prepare({workspace}: RunFolder): void {
    const lines = readFileSync(path.join(workspace, "instructions.jsonl"), "utf8").split("\n");
    for (const [at, name] of ["shared.jsonl", "together.jsonl"].entries())
        writeFileSync(path.join(workspace, name), lines.slice(at * amount, (at + 1) * amount).join("\n"));
    const anchors = path.join(workspace, "anchors.jsonl");
    writeFileSync(anchors, readFileSync(anchors, "utf8").split("\n").slice(0, 10).join("\n"));
}

const tall = {width: 1280, height: 2200};

describe("two windows on one file", function () {
    this.timeout(600_000);
    const workbench = useWorkbench({prepare, settings: {"goldpan.anchors": "anchors.jsonl", "goldpan.threads": 1, "goldpan.gpu": "off"}});
    let second: Page;

    /** The scores above all examples, from above to below, once each is ranked among all: lenses come a moment after the outcome is told. */
    async function scoresOf(page: Page): Promise<string[]> {
        const shown = lens(page, new RegExp(`\\d\\.\\d\\d \\(\\d\\.\\d\\d to \\d\\.\\d\\d\\).* of ${amount}`));
        await shown.nth(amount - 1).waitFor();
        const drawn = await shown.evaluateAll((elements) => elements.map((element) => [element.getBoundingClientRect().top, element.textContent] as const));
        return drawn.sort(([one], [other]) => one - other).map(([, text]) => text); // VS Code keeps them in the document in any order
    }

    async function outcomeOf(page: Page): Promise<{measured: number; known: number}> {
        const text = await notification(page, `${amount} examples scored`).innerText({timeout: 400_000});
        const [, measured, known] = /\((\d+) measured, (\d+) known before\)/.exec(text) ?? [];
        return {measured: Number(measured), known: Number(known)};
    }

    function requireNoError(run: RunFolder): void {
        const logs = path.join(run.userData, "logs");
        const files = readdirSync(logs, {recursive: true}).map(String).filter((name) => path.basename(name) === "Goldpan.log");
        assert.equal(files.length, 2); // one of each window
        for (const file of files)
            assert.doesNotMatch(readFileSync(path.join(logs, file), "utf8"), /\[error\]/);
    }

    before(async () => {
        await workbench.page.setViewportSize(tall);
        second = await workbench.another();
        await second.setViewportSize(tall);
    });

    it("measures in the second only what the first has not yet, and shows the same scores in both", async () => {
        const {page: first, run} = workbench;
        for (const page of [first, second])
            await openFile(page, "shared.jsonl");
        for (const page of [first, second])
            await lens(page, `Score file (${amount} examples)`).waitFor();
        await scoreByLens(first);
        await statusBarItem(first, new RegExp(`Scoring ([3-9]|\\d\\d) of ${amount}`)).waitFor();
        await scoreByLens(second); // at once, while there is something left to measure
        const [ofFirst, ofSecond] = await Promise.all([outcomeOf(first), outcomeOf(second)]);
        assert.deepEqual(ofFirst, {measured: amount, known: 0});
        assert.equal(ofSecond.measured + ofSecond.known, amount);
        assert.ok(ofSecond.known >= 3 && ofSecond.measured > 0, `${ofSecond.known} known`); // begun in the middle
        assert.deepEqual(await scoresOf(second), await scoresOf(first));
        requireNoError(run);
        await screenshot(second, "second window");
    });

    it("loses nothing when both begin in the same moment", async () => {
        const {page: first, run} = workbench;
        for (const page of [first, second]) {
            await clearNotifications(page);
            await openFile(page, "together.jsonl");
            await lens(page, `Score file (${amount} examples)`).waitFor();
        }
        await Promise.all([first, second].map(scoreByLens));
        for (const {measured, known} of await Promise.all([outcomeOf(first), outcomeOf(second)]))
            assert.equal(measured + known, amount);
        assert.deepEqual(await scoresOf(second), await scoresOf(first));
        requireNoError(run);
    });
});
