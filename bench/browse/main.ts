import {spawnSync} from "node:child_process";
import {mkdtempSync, rmSync, statSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {performance} from "node:perf_hooks";
import {setTimeout} from "node:timers/promises";
import {fileURLToPath} from "node:url";
import {KeptScores} from "../../src/session/keptScores.js";
import {readDataset} from "../../src/session/readDataset.js";
import {SqliteStore} from "../../src/store/store.js";
import {writeExamples} from "./examples.js";
import {anchorCount, measureAll} from "./measured.js";
import {openFile} from "./opened.js";

const small = 52_002, large = 1_000_000, rounds = 5;

/**
 * What browsing costs: `npm run bench:browse [-- <dataset>]`, the dataset in place of a made-up one of 52,002 examples. Each opening
 * is a process of its own. Prints figures and asserts nothing.
 */
const [command = "", ...rest] = process.argv.slice(2);
if (command === "--open")
    await openFile(rest[0] ?? "", rest[1] ?? "", Number(rest[2] ?? 0));
else
    await compare(command);

async function compare(given: string): Promise<void> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "goldpan-bench-"));
    try {
        const dataset = given === "" ? await writeExamples(path.join(folder, "small.jsonl"), small, false) : path.resolve(given);
        const store = path.join(folder, "store");
        await measureAll(dataset, store);
        await partByPart(dataset, store);
        say(`\n${path.basename(dataset)}, ${mb(dataset)}, scores of ${anchorCount} anchors in the store; ${rounds} openings`);
        say("read for the first time:");
        for (let round = 1; round <= rounds; round++) {
            rmSync(path.join(store, "readings"), {recursive: true, force: true});
            open(dataset, store, round === rounds);
        }
        say("read before:");
        for (let round = 1; round <= rounds; round++)
            open(dataset, store, false);
        const many = await writeExamples(path.join(folder, "large.jsonl"), large, true);
        say(`\n${large.toLocaleString("en-US")} examples, ${mb(many)}, scores in a file of ${mb(`${many}.scores.jsonl`)}`);
        await setTimeout(4000); // what was written a moment ago is not kept
        say("read for the first time:");
        open(many, path.join(folder, "empty"), true);
        say("read before:");
        open(many, path.join(folder, "empty"), false);
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

function open(file: string, store: string, more: boolean): void {
    spawnSync(process.execPath, ["--expose-gc", fileURLToPath(import.meta.url), "--open", file, store, more ? "1" : "0"], {stdio: "inherit"});
}

/** Where the time goes, one after the other on one thread. */
async function partByPart(file: string, folder: string): Promise<void> {
    const store = new SqliteStore(folder, say);
    for (let round = 0; round < 3; round++) {
        const began = performance.now();
        const {examples} = await readDataset(file);
        const read = performance.now();
        const [run] = store.runs();
        let found = 0;
        if (run !== undefined) {
            const kept = new KeptScores(run, store);
            for (let from = 0; from < examples.length; from += 500)
                found += kept.look(examples.slice(from, from + 500).map(({key}) => key)).size;
        }
        say(`one thread, one after the other: ${examples.length.toLocaleString("en-US")} examples read in ${(read - began).toFixed(0)} ms; ${found.toLocaleString("en-US")} scores looked up in ${(performance.now() - read).toFixed(0)} ms`);
    }
    store.close();
}

function mb(file: string): string {
    return `${(statSync(file).size / 1e6).toFixed(1)} MB`;
}

function say(line: string): void {
    process.stdout.write(`${line}\n`);
}
