import {mkdtempSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import {performance} from "node:perf_hooks";
import {setTimeout} from "node:timers/promises";
import * as vscode from "vscode";
import type {KeptRun} from "../../src/core/measurement.js";
import type {KeptScore} from "../../src/session/keptScores.js";
import {SqliteStore} from "../../src/store/store.js";
import {LensProvider} from "../../src/vscode/codeLens.js";
import {Datasets} from "../../src/vscode/datasets.js";
import {Diagnostics} from "../../src/vscode/diagnostics.js";
import {FlaggedTree} from "../../src/vscode/flaggedTree.js";
import type {RunningOn} from "../../src/vscode/runQueue.js";
import {ScoreIndex} from "../../src/vscode/scoreIndex.js";

const batches = 20, batchSize = 500;
/** Longer than the quarter of a second between two refreshes. */
const settleMs = 700;

/** Milliseconds for each batch of scores that arrives, of a run that measures the whole file. */
export interface BatchCosts {
    readonly batchSize: number;
    /** From the arrival to lenses that show them; a refresh waits up to 250 ms for more scores. */
    readonly shown: readonly number[];
    /** Processor time of the extension host's thread for lenses, problems and tree together. */
    readonly busy: readonly number[];
}

/**
 * What a batch of scores costs that arrives while a run goes on, in an index of its own beside the extension's.
 * @param busy processor time that some work takes
 */
export async function batchCosts(document: vscode.TextDocument, run: KeptRun, busy: (work: () => Promise<unknown>) => Promise<number>): Promise<BatchCosts> {
    const log = {error: noted, warn: noted, info: () => undefined, debug: () => undefined, show: () => undefined} as unknown as vscode.LogOutputChannel; // nothing else of it is used
    const store = new SqliteStore(mkdtempSync(path.join(os.tmpdir(), "goldpan-bench-")), noted);
    const datasets = new Datasets(log);
    const index = new ScoreIndex({datasets, store: () => store, wanted: () => Promise.resolve(undefined), log});
    const lenses = new LensProvider(index, {onDidProgress: new vscode.EventEmitter<RunningOn | undefined>().event});
    datasets.start();
    const parts = [lenses, new Diagnostics(index), new FlaggedTree(index), index, datasets];
    try {
        for (let waited = 0; index.get(document.uri) === undefined; waited += 20) {
            if (waited > 30_000)
                throw new Error("the dataset is not read");
            await setTimeout(20);
        }
        await index.beginRun(document.uri, run);
        const keys = index.get(document.uri)?.scores.views().map(({located}) => located.example.key) ?? [];
        const shown: number[] = [], used: number[] = [];
        for (let number = 0; number < batches; number++) {
            const scores = keys.slice(batchSize * number, batchSize * (number + 1)).map((key, at): [string, KeptScore] => [key, scoreOf(at)]);
            await setTimeout(settleMs);
            used.push(await busy(async () => {
                const arrived = performance.now();
                const refreshed = new Promise<void>((resolve) => {
                    const listening = lenses.onDidChangeCodeLenses(() => {
                        listening.dispose();
                        resolve();
                    });
                });
                index.addScores(document.uri, scores);
                await refreshed;
                if (number === 0 && !lenses.provideCodeLenses(document).some(({command}) => /rank \d+ of 500/.test(command?.title ?? "")))
                    throw new Error("the lenses do not show the scores that came");
                else
                    lenses.provideCodeLenses(document);
                shown.push(performance.now() - arrived);
                await setTimeout(settleMs);
            }));
        }
        return {batchSize, shown, busy: used};
    } finally {
        for (const part of parts)
            part.dispose();
        store.close();
    }
}

function scoreOf(at: number): KeptScore {
    const wins = at * 37 % 101;
    return {score: {goldenScore: wins / 100, wins, anchors: 100, meanGain: wins / 300 - 0.1, ci95: [0, 1]}, flags: [], answerTokens: at};
}

function noted(sentence: unknown): void {
    throw new Error(String(sentence));
}
