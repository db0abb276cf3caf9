import assert from "node:assert/strict";
import path from "node:path";
import {findings} from "../../webview/harness/axe.js";
import {clickUntil, closeSideBar, openFile, openPanel} from "./actions.js";
import {screenshot, setTheme, themes, type Theme} from "./appearance.js";
import {compareWithFile, filter, frameOf, prepareTwoScoredFiles, shows, showView} from "./panelParts.js";
import {webview} from "./parts.js";
import {useWorkbench} from "./workbench.js";

describe("the panel in VS Code's own themes", function () {
    this.timeout(300_000);
    const workbench = useWorkbench({prepare: prepareTwoScoredFiles});

    before(async () => {
        const {page, run} = workbench;
        await openFile(page, "instructions.jsonl");
        await openPanel(page);
        await closeSideBar(page);
        const frame = webview(page);
        await compareWithFile(page, frame, path.join(run.workspace, "other.jsonl"));
        await clickUntil(page, "a row", frame.locator(".row").nth(4), frame.locator(".row.active"));
        await frame.locator(".grid").press("k");
        await frame.locator(".conversation").waitFor();
        await filter(frame, "score>=0.4 -flag:duplicate");
        await shows(frame, /^\d+ of 200/);
    });

    for (const theme of Object.keys(themes) as Theme[])
        it(`has nothing that axe calls serious or critical: ${theme}`, async () => {
            const {page} = workbench;
            const {className, inWebview} = themes[theme], frame = webview(page);
            await setTheme(workbench, theme);
            await frame.locator(`body${inWebview}`).waitFor();
            const inside = await frameOf(frame);
            for (const view of ["compare", "sorted", "length", "histogram"]) {
                await showView(page, frame, view);
                assert.deepEqual(await findings(inside), [], view);
                await screenshot(page, `panel-theme-${className}-${view}`);
            }
        });
});
