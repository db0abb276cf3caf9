import {mkdtempSync} from "node:fs";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import {scoreRow} from "../../../src/core/scoresFile.js";
import type {WantedRun} from "../../../src/session/keptScores.js";
import {SqliteStore} from "../../../src/store/store.js";
import {Datasets} from "../../../src/vscode/datasets.js";
import {ScoreIndex} from "../../../src/vscode/scoreIndex.js";
import {openText, until} from "./support.js";

/** What the editor's views read, of documents that are opened from now on, with a store of its own: so that a test says what has been measured. Everything of it is real. */
export class Parts {
    public readonly index: ScoreIndex;
    public readonly store = new SqliteStore(mkdtempSync(path.join(os.tmpdir(), "goldpan-suite-store-")), (sentence) => {
        throw new Error(sentence);
    });
    public readonly log = {error: (text: unknown) => {
        throw new Error(String(text));
    }} as unknown as vscode.LogOutputChannel; // nothing else of it is used
    private readonly datasets: Datasets;
    private readonly own: vscode.Disposable[] = [];

    public constructor(wanted?: WantedRun) {
        this.datasets = new Datasets(this.log);
        this.index = new ScoreIndex({datasets: this.datasets, store: () => this.store, wanted: () => Promise.resolve(wanted), log: this.log});
    }

    /** Disposed of with the rest. */
    public add<Part extends vscode.Disposable>(part: Part): Part {
        this.own.push(part);
        return part;
    }

    /** Opens a fresh file and waits until it has been looked up. */
    public async open(name: string, text: string): Promise<vscode.TextEditor> {
        const editor = await openText(name, text);
        await until("the reading", () => this.index.get(editor.document.uri));
        await this.index.idle();
        return editor;
    }

    /** As from a scores file: golden scores of ten anchors by place, null for an example without one, undefined for one that is not in it. */
    public score(uri: vscode.Uri, goldenScores: readonly (number | null | undefined)[]): void {
        const examples = this.index.get(uri)?.scores.reading.examples ?? [];
        this.index.showRows(uri, "elsewhere.scores.jsonl", "model.gguf", goldenScores.flatMap((goldenScore, at) => {
            const example = examples[at]?.example;
            if (example === undefined || goldenScore === undefined)
                return [];
            return [scoreRow(example, goldenScore === null ? null : {goldenScore, wins: Math.round(10 * goldenScore), anchors: 10, meanGain: 0, ci95: [0, 1]}, [])];
        }));
    }

    public dispose(): void {
        for (const one of [...this.own, this.index, this.datasets])
            one.dispose();
        this.store.close();
    }
}
