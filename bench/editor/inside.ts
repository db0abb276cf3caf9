import {writeFileSync} from "node:fs";
import path from "node:path";
import {performance} from "node:perf_hooks";
import {setTimeout} from "node:timers/promises";
import * as vscode from "vscode";
import {anchorsOf} from "../../src/core/anchors.js";
import type {KeptRun, OneShot, ZeroShot} from "../../src/core/measurement.js";
import {protocolFor, protocolKey} from "../../src/core/protocol.js";
import {readDataset} from "../../src/session/readDataset.js";
import {storeFolder} from "../../src/store/location.js";
import {modelFingerprint} from "../../src/store/fingerprint.js";
import {SqliteStore} from "../../src/store/store.js";
import {reportMark} from "../../test/vscode/suite/reportMark.js";
import {batchCosts} from "./batches.js";

const examples = 10_000, anchorCount = 100, keystrokes = 30;
/** Longer than the pause after which the text is read again, and the quarter of a second between two refreshes. */
const settleMs = 700;

/** Called by VS Code in its extension host: what a file of 10,000 examples costs there. Prints figures and asserts nothing. */
export async function run(): Promise<void> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? ".";
    const words = "gold pan river sand wash stone water light slow careful shallow bright sieve grain dust bank".split(" ");
    const records = Array.from({length: examples}, (_, at) => JSON.stringify({
        instruction: `Write sentence ${at} about a ${words[at % words.length] ?? ""}.`, input: "",
        output: Array.from({length: 40 + at % 40}, (__, word) => words[(at * 7 + word * (1 + at % 5)) % words.length]).join(" ")
    }));
    const file = path.join(folder, "many.jsonl"), control = path.join(folder, "many.txt");
    writeFileSync(file, `${records.join("\n")}\n`);
    writeFileSync(control, `${records.join("\n")}\n`);
    const extension = vscode.extensions.getExtension("goldpan.goldpan");
    if (extension === undefined)
        throw new Error("the extension is missing");
    await extension.activate();
    const kept = await fillStore(file, extension.extensionPath);
    say(`${examples.toLocaleString("en-US")} examples, ${(records.join("\n").length / 1e6).toFixed(1)} MB, VS Code ${vscode.version}, Node ${process.version}`);

    const plain = await keystrokeCost(control);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    const before = process.memoryUsage();
    const opened = performance.now();
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    const shown = performance.now() - opened;
    await lensUntil(document.uri, () => true);
    say(`from opening to the first lens: ${(performance.now() - opened).toFixed(0)} ms, of which VS Code's opening ${shown.toFixed(0)} ms`);
    await lensUntil(document.uri, (title) => /rank [\d,]+ of 10,000/.test(title));
    say(`to all scores of the store (${anchorCount} anchors each): ${(performance.now() - opened).toFixed(0)} ms`);
    await setTimeout(settleMs);
    const after = process.memoryUsage();
    say(`memory of the extension host: ${mib(before.rss)} before, ${mib(after.rss)} after (heap ${mib(before.heapUsed)}, ${mib(after.heapUsed)})`);

    const decided = performance.now();
    const [first] = await lenses(document.uri);
    await vscode.commands.executeCommand("goldpan.keep", ...argumentsOf(first?.command));
    await lensUntil(document.uri, (title) => title.includes("kept"));
    say(`from a decision to its lens: ${(performance.now() - decided).toFixed(0)} ms`);

    const idle = await busy(() => setTimeout(2 * settleMs));
    const {batchSize, shown: refreshed, busy: used} = await batchCosts(document, kept, busy);
    say(`a batch of ${batchSize} scores while a run goes on: lenses with them after ${quantile(refreshed, 0.5).toFixed(0)} ms (median; a refresh waits up to 250 ms for more), worst ${Math.max(...refreshed).toFixed(0)} ms; extension host busy for ${(quantile(used, 0.5) - idle / 2).toFixed(1)} ms (median)`);

    const dataset = await keystrokeCost(file), one = await keystrokeCost(file, () => 200);
    say(`extension host per keystroke (until everything is refreshed), ${keystrokes} keystrokes each: in one example ${costs(one)}; each in another example ${costs(dataset)}; the same text without Goldpan: ${costs(plain)}`);
    if (process.env.GOLDPAN_TOTALS !== undefined) // tells the runner that it came to its end
        writeFileSync(process.env.GOLDPAN_TOTALS, JSON.stringify({passed: 0, failed: 0, skipped: 0}));
}

interface Costs {
    /** With less of what VS Code does in the same thread now and then. */
    readonly quarter: number;
    readonly median: number;
    readonly worst: number;
}

/** Processor time of the extension host's thread for each character typed, each in another example by default: the dearest way to type. */
async function keystrokeCost(file: string, lineOf = (stroke: number): number => 100 + stroke): Promise<Costs> {
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    await setTimeout(10 * settleMs); // other extensions begin their work when a file is opened
    const idle: number[] = [], typing: number[] = [];
    for (let stroke = 0; stroke < keystrokes; stroke++) {
        idle.push(await busy(() => setTimeout(settleMs)));
        typing.push(await busy(async () => {
            await editor.edit((edit) => {
                edit.insert(new vscode.Position(lineOf(stroke), 30), "x");
            });
            await setTimeout(settleMs);
        }));
    }
    return {quarter: quantile(typing, 0.25) - quantile(idle, 0.25), median: quantile(typing, 0.5) - quantile(idle, 0.5), worst: Math.max(...typing) - quantile(idle, 0.5)};
}

function costs({quarter, median, worst}: Costs): string {
    return `lower quartile ${quarter.toFixed(1)} ms, median ${median.toFixed(1)} ms, worst ${worst.toFixed(1)} ms`;
}

function quantile(values: readonly number[], share: number): number {
    return [...values].sort((a, b) => a - b)[Math.floor(share * values.length)] ?? NaN;
}

async function busy(work: () => Promise<unknown>): Promise<number> {
    const before = threadTime();
    await work();
    return threadTime() - before;
}

/** Milliseconds; time in which other processes had the processor does not count. Before Node 23.9 the whole process, with its collector of garbage. */
function threadTime(): number {
    const newer = process as {threadCpuUsage?: (this: NodeJS.Process) => NodeJS.CpuUsage}; // than the types
    const {user, system} = newer.threadCpuUsage?.call(process) ?? process.cpuUsage();
    return (user + system) / 1000;
}

async function lenses(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
    return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uri);
}

async function lensUntil(uri: vscode.Uri, wanted: (title: string) => boolean): Promise<void> {
    while (!(await lenses(uri)).some(({command}) => command !== undefined && wanted(command.title)))
        await setTimeout(5);
}

/** Measurements as a run would have left them, but of made-up numbers. */
async function fillStore(file: string, extensionPath: string): Promise<KeptRun> {
    const dataset = await readDataset(file);
    const anchors = anchorsOf(dataset.examples.slice(0, anchorCount));
    const {fingerprint} = await modelFingerprint(path.join(extensionPath, "models", "goldpan-scorer.gguf"));
    const protocol = protocolFor("paper", 2048);
    const scope = {modelFingerprint: fingerprint, protocol: protocolKey(protocol)};
    const store = new SqliteStore(storeFolder(), say);
    const zeroShots = new Map(anchors.map(({key}): [string, ZeroShot] => [key, {kind: "measured", measurement: {logProbability: -10, tokens: 4}}]));
    const oneShots = new Map(dataset.examples.map(({key, index}): [string, OneShot] => [key, {
        measurements: new Map(anchors.map((anchor, at) => [anchor.key, {logProbability: (index * 31 + at * 17) % 101 < index % 100 ? -9 : -11, tokens: 4}])), truncated: false, crashed: false, answerTokens: index % 400
    }]));
    store.saveMeasurements(scope, zeroShots, oneShots);
    const run: KeptRun = {file, modelFile: "goldpan-scorer.gguf", modelFingerprint: fingerprint, protocol, anchorSource: "kmeans:100", seed: 0, anchors};
    store.saveRun(run);
    store.close();
    return run;
}

function argumentsOf(command: vscode.Command | undefined): readonly unknown[] {
    return command?.arguments ?? [];
}

function mib(bytes: number): string {
    return `${Math.round(bytes / 2 ** 20)} MiB`;
}

function say(line: string): void {
    console.log(`${reportMark}${line}`); // eslint-disable-line no-console -- VS Code hands it on
}
