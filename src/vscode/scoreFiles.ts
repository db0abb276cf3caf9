import path from "node:path";
import * as vscode from "vscode";
import {settings} from "./config.js";
import {logFailure, showLog} from "./failures.js";
import {asNotification, inform} from "./messages.js";
import {describeOutcome, describeOutcomes, type RunQueue} from "./runQueue.js";
import type {RunOutcome} from "./scoring.js";
import type {ScoreIndex} from "./scoreIndex.js";
import {describeRun} from "./statusBar.js";

interface ScoreFilesNeeds {
    readonly index: ScoreIndex;
    readonly queue: RunQueue;
    readonly log: vscode.LogOutputChannel;
}

/**
 * Scores the chosen files, and all datasets in the chosen folders.
 * @param uris as VS Code's menus give them to a command
 */
export async function scoreFiles(needs: ScoreFilesNeeds, uris: unknown, single: vscode.Uri | undefined): Promise<readonly (RunOutcome | undefined)[] | undefined> {
    const given = Array.isArray(uris) ? uris.filter((one) => one instanceof vscode.Uri) : [];
    const chosen = given.length > 0 ? given : [single].filter((one) => one !== undefined);
    const files = (await Promise.all(chosen.map(filesIn))).flat();
    const [first, ...others] = files;
    if (first === undefined) {
        void inform(vscode.l10n.t("Open a JSON or JSON Lines dataset first, or choose files in the explorer."));
        return undefined;
    }
    return others.length === 0 ? [await scoreOne(needs, first)] : scoreMany(needs, files);
}

async function scoreOne({index, queue}: ScoreFilesNeeds, file: vscode.Uri): Promise<RunOutcome | undefined> {
    const outcome = await queue.ask({uri: file});
    if (outcome === undefined)
        return undefined;
    const open = vscode.l10n.t("Open"), golden = vscode.l10n.t("Export golden subset"), select = vscode.l10n.t("Select scorer model");
    const shown = index.get(file) !== undefined;
    const demonstration = settings().modelPath === "" ? ` ${vscode.l10n.t("The embedded model is for demonstration only.")}` : "";
    const buttons = [shown ? golden : open, ...(demonstration === "" ? [] : [select])];
    void inform(`${path.basename(file.fsPath)}: ${describeOutcome(outcome)}${demonstration}`, ...buttons).then(async (answer) => {
        if (answer === open)
            await vscode.window.showTextDocument(file);
        else if (answer === select)
            await vscode.commands.executeCommand("goldpan.selectModel");
        else if (answer === golden)
            await vscode.commands.executeCommand("goldpan.exportSubset", file);
    });
    return outcome;
}

/** One notification while it lasts and one at the end: VS Code shows nobody the sixth within a second. What fails is for the log. */
async function scoreMany({queue, log}: ScoreFilesNeeds, files: readonly vscode.Uri[]): Promise<readonly (RunOutcome | undefined)[]> {
    const failures: unknown[] = [];
    const tell = (error: unknown): void => { // a folder may hold much that is no dataset
        logFailure(log, error);
        failures.push(error);
    };
    const abort = new AbortController();
    const outcomes = await vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Goldpan"), cancellable: true}, async (notification, token) => {
        token.onCancellationRequested(() => {
            abort.abort();
        });
        return Promise.all(files.map(async (uri, at) => {
            const outcome = await queue.ask({uri}, {signal: abort.signal, part: {tell, report: (state) => {
                notification.report({message: asNotification(vscode.l10n.t("file {0} of {1}, {2}: {3}", at + 1, files.length, path.basename(uri.path), describeRun(state)))});
            }}});
            notification.report({increment: 100 / files.length});
            return outcome;
        }));
    });
    const show = showLog();
    void inform(describeOutcomes(outcomes, failures), ...(failures.length === 0 ? [] : [show])).then((answer) => {
        if (answer === show)
            log.show();
    });
    return outcomes;
}

const mostFiles = 1000;

/** The datasets of a folder, by name alone: files that hold no example say so when their turn comes. */
async function filesIn(uri: vscode.Uri): Promise<vscode.Uri[]> {
    const info = await vscode.workspace.fs.stat(uri).then((found) => found, () => undefined);
    if (info === undefined || (info.type & vscode.FileType.Directory) === 0)
        return [uri];
    return vscode.workspace.findFiles(new vscode.RelativePattern(uri, "**/*.{jsonl,json,ndjson}"), "**/{node_modules,.*}/**,**/*.scores.jsonl,**/*.meta.json", mostFiles);
}
