import {copyFileSync, existsSync, statSync, writeFileSync} from "node:fs";
import path from "node:path";
import {setTimeout} from "node:timers/promises";
import type {Page} from "playwright-core";
import type {RunFolder} from "../../test/vscode/harness/runFolder.js";
import {until} from "../../test/vscode/harness/retried.js";
import {runCommand} from "../../test/vscode/ui/actions.js";
import {frameOf} from "../../test/vscode/ui/panelParts.js";
import {webview} from "../../test/vscode/ui/parts.js";
import {openWorkbench} from "../../test/vscode/ui/workbench.js";
import {writeExamples} from "../browse/examples.js";
import {measureAll} from "../browse/measured.js";
import {brushing, opening, openingEmpty, scrolling, typing} from "./asPerson.js";
import {emptyEnding, installEmptyPage} from "./emptyPage.js";
import {extensionHosts, megabytes, renderers, resident, say} from "./memory.js";

/** A window; and the browser, which lets the second page of any extension wait for two seconds in the first ten of its life. */
const settleMs = 3000, launchedMs = 12_000;
const rounds = 4;
const empty = `page.${emptyEnding}`;
const small = 52_002, large = 1_000_000;
const alpaca = path.resolve(process.argv[2] ?? "../shared/data/alpaca/alpaca_data.json");

/**
 * What the panel costs a person in VS Code itself: `npm run bench:panel [-- <dataset>]`. Opens two scored files in the dataset view,
 * filters and scrolls them as a person does, and prints how long that took, beside what an empty page of another extension takes.
 * Asserts nothing.
 */
await measure("a small file, its measurements in the store", async ({workspace, env}) => {
    const file = path.join(workspace, existsSync(alpaca) ? path.basename(alpaca) : "small.jsonl");
    if (existsSync(alpaca))
        copyFileSync(alpaca, file);
    else
        await writeExamples(file, small, false);
    await measureAll(file, env.GOLDPAN_STORE ?? "");
    return file;
});
if (process.env.SMALL === undefined) await measure("a large file, its scores beside it", async ({workspace}) => writeExamples(path.join(workspace, "large.jsonl"), large, true));

async function measure(what: string, write: (run: RunFolder) => Promise<string>): Promise<void> {
    let file = "";
    const workbench = await openWorkbench({
        settings: {"workbench.editorAssociations": {"*.json": "goldpan.datasetView", "*.jsonl": "goldpan.datasetView"}, "files.exclude": {"**/*.scores.jsonl": true}},
        prepare: async (run) => {
            file = await write(run);
            installEmptyPage(run.extensions);
            writeFileSync(path.join(run.workspace, empty), "");
        }
    });
    try {
        const {page, run} = workbench, name = path.basename(file);
        say(`\n${what}: ${name}, ${megabytes(statSync(file).size)}; from the mouse button that goes down in the explorer`);
        await ready(page, run, launchedMs);
        const hostsBefore = resident(extensionHosts(run)), renderersBefore = resident(renderers());
        await opening(page, name, "as the first thing in VS Code, never read before");
        await again(page, () => opening(page, name, "opened again"));
        say(`extension host: ${megabytes(hostsBefore)} before, ${megabytes(resident(extensionHosts(run)))} after; all renderers: ${megabytes(renderersBefore)} before, ${megabytes(resident(renderers()))} after`);
        await using(page);
        say(`in the end: extension host ${megabytes(resident(extensionHosts(run)))}; all renderers ${megabytes(resident(renderers()))}; ${await memoryOf(page)}`);
        await page.close();
        const next = await workbench.another();
        await ready(next, run);
        await opening(next, name, "as the first thing in a new window, read before");
        await again(next, () => opening(next, name, "opened again"));
        await next.close();
        const last = await workbench.another();
        await ready(last, run);
        await openingEmpty(last, empty, "an empty page of another extension, as the first thing in a new window");
        await again(last, () => openingEmpty(last, empty, "opened again"));
    } finally {
        await workbench.close();
    }
}

/** Until VS Code knows Goldpan's editor; before that, a large file is only said to be too large. */
async function ready(page: Page, run: RunFolder, milliseconds = settleMs): Promise<void> {
    await until("there is an extension host", () => extensionHosts(run).length > 0);
    await page.locator(".activitybar a[aria-label='Goldpan']").waitFor();
    await setTimeout(milliseconds);
}

async function again(page: Page, open: () => Promise<void>): Promise<void> {
    for (let round = 0; round < rounds; round++) {
        await runCommand(page, "View: Close Editor");
        await open();
    }
}

/** What a person does with an open panel. */
async function using(page: Page): Promise<void> {
    await page.setViewportSize({width: 1680, height: 1000});
    await runCommand(page, "View: Close Primary Side Bar");
    const panel = webview(page), frame = await frameOf(panel);
    await typing(panel, frame);
    await brushing(page, panel, frame);
    await scrolling(page, panel, frame);
}

async function memoryOf(page: Page): Promise<string> {
    const frame = await frameOf(webview(page));
    const session = await page.context().newCDPSession(frame).catch(() => page.context().newCDPSession(page));
    const {usedSize, backingStorageSize = 0} = await session.send("Runtime.getHeapUsage") as {usedSize: number; backingStorageSize?: number};
    return `the page's heap ${megabytes(usedSize)}, its buffers ${megabytes(backingStorageSize)}`;
}
