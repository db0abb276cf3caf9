import {realpath} from "node:fs/promises";
import {setImmediate} from "node:timers/promises";
import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import type {LocatedExample} from "../core/formats/located.js";
import {runIdentity, type KeptRun} from "../core/measurement.js";
import type {ScoreRow} from "../core/scoresFile.js";
import type {Decision} from "../core/selection.js";
import type {Store} from "../session/interfaces.js";
import {differences, findRun, KeptScores, type KeptScore, type WantedRun} from "../session/keptScores.js";
import {settings} from "./config.js";
import type {Datasets, OpenDataset} from "./datasets.js";
import type {Disposable} from "./disposable.js";
import {failed, logFailure} from "./failures.js";
import {FileScores, keptScoreOf, type ExampleView, type ScoreOrigin} from "./fileScores.js";
import {viewAt} from "./lensChoice.js";
import {Throttle} from "./throttle.js";

/** Scores shown of a file: what all views read. */
export interface ShownFile {
    readonly document: vscode.TextDocument;
    readonly scores: FileScores;
}

interface Indexed extends ShownFile {
    kept: KeptScores | undefined;
    /** Content keys that were asked for, found or not: an edit asks for the new ones only. */
    readonly asked: Set<string>;
    /** Those of the reading that was looked at last. */
    examples: readonly LocatedExample[];
    /** The look-up in hand; a later one waits for it. */
    looking: Promise<void>;
}

export interface IndexNeeds {
    readonly datasets: Datasets;
    /** Opened when the first dataset is. */
    readonly store: () => Store;
    /** What the settings ask for; undefined when the model cannot be read. */
    readonly wanted: () => Promise<WantedRun | undefined>;
    readonly log: vscode.LogOutputChannel;
}

const batch = 500;

/** The only state of what is shown: open datasets with their scores and decisions. Everything else reads it and listens. */
export class ScoreIndex implements vscode.Disposable {
    private readonly files = new Map<string, Indexed>();
    private readonly changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
    private readonly throttle = new Throttle<string>(250, (uris) => {
        this.changed.fire(uris.map((uri) => vscode.Uri.parse(uri)));
    });
    private readonly lookedUp = new vscode.EventEmitter<ShownFile>();
    private readonly began = new vscode.EventEmitter<vscode.Uri>();
    private readonly scored = new vscode.EventEmitter<{readonly uri: vscode.Uri; readonly scores: readonly (readonly [string, KeptScore])[]}>();
    private readonly decided = new vscode.EventEmitter<ReadonlyMap<string, Decision | undefined>>();
    private readonly refreshed = new vscode.EventEmitter<void>();
    private readonly subscriptions: readonly Disposable[];
    /** What a look-up failed with last, such as a store of a newer version. */
    private complaint: string | undefined;
    /** A run has begun on a file, which need not be open. */
    public readonly onDidBeginRun = this.began.event;
    /** A run has measured examples of a file, which need not be open. */
    public readonly onDidScore = this.scored.event;
    /** By content key, of whatever file. */
    public readonly onDidDecide = this.decided.event;
    /** Everything is looked up again; for views that look up themselves. */
    public readonly onDidRefresh = this.refreshed.event;
    /** All that the store knows of a file is in its scores. */
    public readonly onDidLookUp = this.lookedUp.event;
    /** Scores, flags or decisions of these files changed, or where they stand; at most four times a second. */
    public readonly onDidChange = this.changed.event;

    public constructor(private readonly needs: IndexNeeds) {
        this.subscriptions = [
            this.changed, this.lookedUp, this.began, this.scored, this.decided, this.refreshed,
            needs.datasets.onDidRead((dataset) => {
                this.take(dataset);
            }),
            needs.datasets.onDidClose((uri) => {
                this.files.delete(uri.toString());
                this.throttle.ask(uri.toString());
            })
        ];
    }

    public get(uri: vscode.Uri): ShownFile | undefined {
        return this.files.get(uri.toString());
    }

    public all(): ShownFile[] {
        return [...this.files.values()];
    }

    /** The example at a place of a document. */
    public at(uri: vscode.Uri, position: vscode.Position): ExampleView | undefined {
        const file = this.get(uri);
        return file && viewAt(file.scores.views(), position);
    }

    public byKey(uri: vscode.Uri, key: string): ExampleView | undefined {
        return this.get(uri)?.scores.views().find(({located}) => located.example.key === key);
    }

    /** The run that a file's scores are of, with its measurements. */
    public keptScores(uri: vscode.Uri): KeptScores | undefined {
        return this.files.get(uri.toString())?.kept;
    }

    /** A run has begun on a file: what it measures is shown from now on. */
    public async beginRun(uri: vscode.Uri, run: KeptRun): Promise<void> {
        this.began.fire(uri);
        const indexed = this.files.get(uri.toString());
        if (indexed === undefined)
            return;
        this.setRun(indexed, run, await this.needs.wanted());
        this.throttle.ask(uri.toString());
    }

    public addScores(uri: vscode.Uri, scores: readonly (readonly [string, KeptScore])[]): void {
        this.scored.fire({uri, scores});
        this.files.get(uri.toString())?.scores.addScores(scores);
        this.throttle.ask(uri.toString());
    }

    /** Shows the rows of a scores file, joined by content key; where there are none of the file's examples all stays as it is. Returns how many examples of the file have one. */
    public showRows(uri: vscode.Uri, path: string, model: string | undefined, rows: readonly ScoreRow[]): number {
        const indexed = this.files.get(uri.toString());
        if (indexed === undefined)
            return 0;
        const scores = new Map(rows.map((row) => [row.key, keptScoreOf(row)]));
        const shown = indexed.scores.views().filter(({located}) => scores.has(located.example.key)).length;
        if (shown === 0)
            return 0;
        indexed.kept = undefined;
        indexed.scores.setOrigin({kind: "file", path, model}, false);
        indexed.scores.addScores(scores);
        this.throttle.ask(uri.toString());
        return shown;
    }

    /** Shows no rows of a scores file any more, but what the store has. */
    public hideRows(uri: vscode.Uri): void {
        const indexed = this.files.get(uri.toString());
        if (indexed?.scores.origin.kind !== "file")
            return;
        indexed.scores.setOrigin({kind: "none"}, false);
        this.lookUp(indexed, true);
        this.throttle.ask(uri.toString());
    }

    /** Kept on disk before they are shown, and shown in every file that holds the examples. */
    public decide(decisions: ReadonlyMap<string, Decision | undefined>): void {
        this.needs.store().saveDecisions(decisions);
        for (const [uri, {scores}] of this.files) {
            for (const [key, decision] of decisions)
                scores.setDecision(key, decision);
            this.throttle.ask(uri);
        }
        this.decided.fire(decisions);
    }

    /** What was decided before, of examples of any file. */
    public decisionsOf(keys: readonly string[]): Map<string, Decision | undefined> {
        const known = this.needs.store().decisions(keys);
        return new Map(keys.map((key) => [key, known.get(key)]));
    }

    /** After a change of settings, or when another window may have scored: looks everything up again. */
    public refresh(): void {
        for (const indexed of this.files.values()) {
            indexed.scores.setRules(settings());
            this.lookUp(indexed, true);
            this.throttle.ask(indexed.document.uri.toString());
        }
        this.refreshed.fire();
    }

    /** Settled once everything asked for so far has been looked up. */
    public async idle(): Promise<void> {
        await Promise.all([...this.files.values()].map(({looking}) => looking));
    }

    public dispose(): void {
        this.throttle.dispose();
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    private take({document, reading}: OpenDataset): void {
        const key = document.uri.toString();
        let indexed = this.files.get(key);
        if (indexed === undefined) {
            indexed = {document, scores: new FileScores(reading, settings()), kept: undefined, asked: new Set(), examples: [], looking: Promise.resolve()};
            this.files.set(key, indexed);
            this.lookUp(indexed, true);
        } else {
            indexed.scores.moveTo(reading);
            this.lookUp(indexed, false);
        }
        this.throttle.ask(key);
    }

    private lookUp(indexed: Indexed, all: boolean): void {
        indexed.looking = indexed.looking.then(() => this.lookUpNow(indexed, all)).catch((error: unknown) => {
            const isNews = error instanceof UserError && error.message !== this.complaint;
            if (!isNews) { // told once, not at every edit
                logFailure(this.needs.log, error);
                return;
            }
            this.complaint = error.message;
            failed(this.needs.log, error);
        });
    }

    /** @param all also the run and the examples that were looked up before */
    private async lookUpNow(indexed: Indexed, all: boolean): Promise<void> {
        const {document, scores} = indexed;
        const store = this.needs.store();
        const {examples} = scores.reading, before = all ? [] : indexed.examples;
        if (all)
            indexed.asked.clear();
        const keys: string[] = [];
        for (let at = 0; at < examples.length; at++) {
            const located = examples[at];
            if (located === undefined || located === before[at] || indexed.asked.has(located.example.key))
                continue; // most stand where they stood
            indexed.asked.add(located.example.key);
            keys.push(located.example.key);
        }
        indexed.examples = examples;
        if (all && scores.origin.kind !== "file") {
            const wanted = await this.needs.wanted();
            const file = document.uri.scheme === "untitled" ? "" : await realpath(document.uri.fsPath).catch(() => document.uri.fsPath);
            const run = findRun(store, file, keys, wanted);
            if (run !== undefined)
                this.setRun(indexed, run, wanted);
        }
        for (let at = 0; at < keys.length; at += batch) {
            const some = keys.slice(at, at + batch);
            const found = indexed.kept?.look(some);
            let news = found !== undefined && found.size > 0;
            if (found !== undefined && news)
                scores.addScores(found);
            const decisions = store.decisions(some);
            for (const key of some)
                news = scores.setDecision(key, decisions.get(key)) || news;
            if (news)
                this.throttle.ask(document.uri.toString());
            await setImmediate();
        }
        if (all)
            this.lookedUp.fire(indexed);
    }

    private setRun(indexed: Indexed, run: KeptRun, wanted: WantedRun | undefined): void {
        const same = indexed.kept !== undefined && runIdentity(indexed.kept.run) === runIdentity(run);
        if (same)
            indexed.kept?.refresh();
        else
            indexed.kept = new KeptScores(run, this.needs.store());
        const origin: ScoreOrigin = {kind: "run", run, outdated: wanted === undefined ? [] : differences(run, wanted), unsure: wanted === undefined};
        indexed.scores.setOrigin(origin, same);
    }
}
