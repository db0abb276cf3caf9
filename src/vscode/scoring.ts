import {realpath} from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import packageJson from "../../package.json" with {type: "json"};
import {escapeForDisplay, quoteForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {parseColumns} from "../core/formats/columns.js";
import {describeMixture} from "../core/measurers.js";
import {describeNearTies} from "../core/nearTies.js";
import {promptText} from "../core/prompt.js";
import {parseAnchorSource, resolveAnchors, type AnchorSet} from "../session/anchorSets.js";
import type {DrawnFrom} from "../session/drawAnchors.js";
import type {Store} from "../session/interfaces.js";
import type {KeptScore} from "../session/keptScores.js";
import {readDataset} from "../session/readDataset.js";
import {scoreDataset, type Comparisons, type ScoredExample} from "../session/scoreDataset.js";
import {problems} from "./amounts.js";
import {settings} from "./config.js";
import type {Datasets} from "./datasets.js";
import {NoExample} from "./failures.js";
import {inRunOrder, LongRun} from "./longRun.js";
import type {RunProgress} from "./runProgress.js";
import type {ScoreIndex} from "./scoreIndex.js";
import type {Scorer} from "./scorer.js";

/** What a run is to score. */
export interface ScoreRequest {
    readonly uri: vscode.Uri;
    /** Content keys; all examples of the file when missing. */
    readonly only?: ReadonlySet<string>;
    /** Nobody is there to be asked how much of a long run is wanted. */
    readonly unattended?: boolean;
}

export interface RunOutcome {
    readonly scored: number;
    readonly measured: number;
    readonly total: number;
    readonly stopped: boolean;
}

export interface RunnerNeeds {
    readonly datasets: Datasets;
    readonly index: ScoreIndex;
    readonly scorer: Scorer;
    readonly store: () => Store;
    readonly log: vscode.LogOutputChannel;
    /** A run has come to its end. */
    readonly scored: (uri: vscode.Uri, examples: number) => void;
}

/**
 * One run: anchors, then scores, which stand in the store before they stand in the index. The file may be edited, closed or
 * deleted meanwhile: what is scored is the text as it was when the run began, and scores are joined by content.
 * @throws UserError when it cannot begin or go on
 */
export async function runScoring({datasets, index, scorer, store, log}: RunnerNeeds, {uri, only, unattended}: ScoreRequest, progress: RunProgress, signal: AbortSignal): Promise<RunOutcome> {
    const {anchors: anchorSource, seed, protocol, columns: mapping} = settings();
    const columns = mapping === "" ? undefined : parseColumns(mapping);
    const modelPath = scorer.modelPath();
    const {fingerprint: modelFingerprint} = await scorer.identity();
    const dataset = await datasetOf(datasets, uri, columns);
    const examples = inRunOrder(only === undefined ? dataset.examples : dataset.examples.filter(({key}) => only.has(key)), seed);
    const opened = store();
    opened.requireWritable();
    const engine = await scorer.engine();
    const {threads, gpu} = settings(), circumstances = JSON.stringify({goldpan: packageJson.version, gpu, threads, engine: "auto"});
    const source = parseAnchorSource(anchorSource);
    let anchors: AnchorSet | undefined;
    for await (const event of resolveAnchors({
        source: source.kind === "file" ? {...source, path: besideFile(uri, source.path)} : source,
        dataset, columns, seed, store: opened, fresh: false, signal, scorer: {modelFingerprint, engine, circumstances}
    })) {
        if (event.kind === "resolved")
            anchors = event.set;
        else if (event.kind === "engine")
            scorer.noteEngine(event.info);
        else if (event.kind === "begin")
            progress.begin("anchors", event.total);
        else if (event.kind === "embedded")
            progress.done(event.amount, event.fromStore);
        else if (event.kind === "restarted")
            log.warn(event.reason);
    }
    if (anchors === undefined)
        return {scored: 0, measured: 0, total: examples.length, stopped: true};

    if (scorer.isEmbedded())
        log.info(vscode.l10n.t("The scorer model is the embedded one, for demonstration only; for a dataset that matters select a real base model."));
    const note = {file: await realpath(uri.fsPath).catch(() => uri.fsPath), modelFile: path.basename(modelPath), anchorSource, seed};
    progress.begin("examples", examples.length);
    let scored = 0, measured = 0;
    const enough = new AbortController();
    const longRun = unattended === true ? undefined : new LongRun(uri, path.basename(modelPath), progress, () => {
        enough.abort();
    });
    const until = AbortSignal.any([signal, enough.signal]);
    for await (const event of scoreDataset({examples, anchors: anchors.anchors, protocol, modelFingerprint, engine, store: opened, fresh: false, signal: until, note, circumstances, retry: only !== undefined})) {
        switch (event.kind) {
            case "protocol":
                await index.beginRun(uri, {...note, modelFingerprint, protocol: event.protocol, anchors: anchors.anchors});
                break;
            case "engine":
                scorer.noteEngine(event.info);
                break;
            case "anchor-left-out":
                log.warn(`the anchor ${quoteForDisplay(promptText(event.anchor.turns).query)} is left out: ${event.reason}.`);
                break;
            case "restarted":
                log.warn(`${event.reason} It was started again.`);
                break;
            case "scored":
                scored += event.results.length;
                measured += event.fromStore ? 0 : event.results.length;
                index.addScores(uri, event.results.map(keptScore));
                progress.done(event.results.length, event.fromStore);
                if (!event.fromStore)
                    longRun?.add(event.results.length);
                break;
            case "compared":
                logComparisons(log, event);
                break;
            case "progress":
            case "estimate":
                break; // examples are what a person counts
        }
    }
    return {scored, measured, total: examples.length, stopped: scored < examples.length};
}

/** Quietly: scores are what they are, and whoever looks for the last digit looks here. */
function logComparisons(log: vscode.LogOutputChannel, {measuredBy, noise, comparisons, nearTies}: Comparisons): void {
    if (nearTies !== null && noise !== null)
        log.info(`${describeNearTies({nearTies, comparisons, noise})}, the noise of what measured them.`);
    const mixture = describeMixture(measuredBy);
    if (mixture !== undefined)
        log.warn(mixture);
}

function keptScore({example, score, flags, answerTokens}: ScoredExample): [string, KeptScore] {
    return [example.key, {score, flags: flags.filter((flag) => flag === "truncated" || flag === "engine-crash"), answerTokens}];
}

/** The text in the editor, saved or not; else the file. */
async function datasetOf(datasets: Datasets, uri: vscode.Uri, columns: ReturnType<typeof parseColumns> | undefined): Promise<DrawnFrom> {
    if (uri.scheme === "untitled")
        throw new UserError(vscode.l10n.t("Save the file first: drawn anchors and scores are kept under its name."));
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    const reading = document === undefined ? undefined : await datasets.current(document);
    if (reading === undefined)
        return requireExamples(await readDataset(uri.fsPath, columns));
    return {path: uri.fsPath, examples: reading.examples.map(({example}) => example), problems: reading.problems.map(({problem}) => problem)};
}

function requireExamples(dataset: DrawnFrom): DrawnFrom {
    if (dataset.examples.length === 0)
        throw new NoExample(vscode.l10n.t("{0} holds no example that Goldpan recognises ({1}). Name your own fields in the setting goldpan.columns.", escapeForDisplay(path.basename(dataset.path)), problems(dataset.problems.length)));
    return dataset;
}

/** An anchor file of the settings may stand in the workspace. */
function besideFile(uri: vscode.Uri, file: string): string {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(uri.fsPath);
    return path.resolve(folder, file);
}
