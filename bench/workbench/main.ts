import {once} from "node:events";
import {copyFileSync, createWriteStream, existsSync, statSync} from "node:fs";
import path from "node:path";
import {finished} from "node:stream/promises";
import {setTimeout} from "node:timers/promises";
import {wilsonInterval} from "../../src/core/golden.js";
import {scoreRow} from "../../src/core/scoresFile.js";
import {readDataset} from "../../src/session/readDataset.js";
import {runCommand, until} from "../../test/vscode/ui/actions.js";
import {frameOf} from "../../test/vscode/ui/panelParts.js";
import {webview} from "../../test/vscode/ui/parts.js";
import {openWorkbench} from "../../test/vscode/ui/workbench.js";
import {writeExamples} from "../browse/examples.js";
import {brushing, opening, scrolling, typing} from "./asPerson.js";
import {extensionHosts, megabytes, renderers, resident, say} from "./memory.js";

const settleMs = 3000;
const small = 52_002, large = 1_000_000;
const alpaca = path.resolve(process.argv[2] ?? "../shared/data/alpaca/alpaca_data.json");

/**
 * What the panel costs a person in VS Code itself: `npm run bench:panel [-- <dataset>]`. Opens two files with scores beside them in the
 * dataset view, filters and scrolls them as a person does, and prints how long that took. Asserts nothing.
 */
await measure("a small file", async (folder) => {
    if (!existsSync(alpaca))
        return writeExamples(path.join(folder, "small.jsonl"), small, true);
    const file = path.join(folder, path.basename(alpaca));
    copyFileSync(alpaca, file);
    await writeScores(file);
    return file;
});
if (process.env.SMALL === undefined) await measure("a large file", async (folder) => writeExamples(path.join(folder, "large.jsonl"), large, true));

/** Made-up scores of all examples of a file. */
async function writeScores(file: string): Promise<void> {
    const out = createWriteStream(`${file}.scores.jsonl`);
    for (const {index, line, key, flags} of (await readDataset(file)).examples) {
        const wins = index * 37 % 101;
        const row = scoreRow({index, line, key}, {goldenScore: wins / 100, wins, anchors: 100, meanGain: wins / 300 - 0.1, ci95: wilsonInterval(wins, 100)}, flags);
        if (!out.write(`${JSON.stringify(row)}\n`))
            await once(out, "drain");
    }
    out.end();
    await finished(out);
}

async function measure(what: string, write: (folder: string) => Promise<string>): Promise<void> {
    let file = "";
    const workbench = await openWorkbench({
        settings: {"workbench.editorAssociations": {"*.json": "goldpan.datasetView", "*.jsonl": "goldpan.datasetView"}, "files.exclude": {"**/*.scores.jsonl": true}},
        prepare: async ({workspace}) => {
            file = await write(workspace);
        }
    });
    try {
        const {page, run} = workbench;
        say(`\n${what}: ${path.basename(file)}, ${megabytes(statSync(file).size)}, scores in a file of ${megabytes(statSync(`${file}.scores.jsonl`).size)}`);
        await until(() => extensionHosts(run).length > 0);
        await page.locator(".activitybar a[aria-label='Goldpan']").waitFor();
        await setTimeout(settleMs); // until VS Code knows Goldpan's editor, a large file is only said to be too large
        const hostsBefore = resident(extensionHosts(run)), renderersBefore = resident(renderers());
        await opening(page, path.basename(file), "as the first thing in VS Code");
        for (let again = 0; again < 3; again++) {
            await runCommand(page, "View: Close Editor");
            await opening(page, path.basename(file), "opened again");
        }
        say(`extension host: ${megabytes(hostsBefore)} before, ${megabytes(resident(extensionHosts(run)))} after; all renderers: ${megabytes(renderersBefore)} before, ${megabytes(resident(renderers()))} after`);
        await page.setViewportSize({width: 1680, height: 1000});
        await runCommand(page, "View: Close Primary Side Bar");
        const panel = webview(page), frame = await frameOf(panel);
        await typing(panel, frame);
        await brushing(page, panel, frame);
        await scrolling(page, panel, frame);
        const {usedSize, backingStorageSize = 0} = await (await page.context().newCDPSession(frame).catch(() => page.context().newCDPSession(page))).send("Runtime.getHeapUsage") as {usedSize: number; backingStorageSize?: number};
        say(`in the end: extension host ${megabytes(resident(extensionHosts(run)))}; all renderers ${megabytes(resident(renderers()))}; the page's heap ${megabytes(usedSize)}, its buffers ${megabytes(backingStorageSize)}`);
    } finally {
        await workbench.close();
    }
}
