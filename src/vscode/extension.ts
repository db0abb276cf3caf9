import * as vscode from "vscode";
import {keepReading} from "../browse/keepReading.js";
import {storeFolder} from "../store/location.js";
import {SqliteStore} from "../store/store.js";
import {LensProvider} from "./codeLens.js";
import {registerCommands} from "./commands.js";
import {section, settings, watchSettings} from "./config.js";
import {ContextKeys} from "./contextKeys.js";
import {Datasets} from "./datasets.js";
import {Diagnostics} from "./diagnostics.js";
import {failed, logFailure} from "./failures.js";
import {FlaggedTree} from "./flaggedTree.js";
import {ForeignWrites} from "./foreignWrites.js";
import {WhyDocuments, WhyHover, whyScheme} from "./hover.js";
import {registerTools} from "./languageModelTools.js";
import {LargeFiles} from "./largeFiles.js";
import {warn} from "./messages.js";
import {tellOutdated} from "./outdated.js";
import {Panels} from "./panel/panels.js";
import {SavedFilters} from "./panel/savedFilters.js";
import {QuickFixes} from "./quickFixes.js";
import {RunQueue} from "./runQueue.js";
import {ScoreIndex} from "./scoreIndex.js";
import {Scorer} from "./scorer.js";
import {ScoresFiles} from "./scoresFiles.js";
import {StatusBar} from "./statusBar.js";

const documents: vscode.DocumentSelector = [{language: "json"}, {language: "jsonl"}, {pattern: "**/*.{jsonl,ndjson}"}];

/** Composition root: only wires. */
export function activate(context: vscode.ExtensionContext): void {
    context.subscriptions.push(watchSettings());
    const log = vscode.window.createOutputChannel("Goldpan", {log: true});
    const folder = storeFolder(settings().storeFolder); // another one counts after a reload, in panels too
    const store = lazyStore(context, folder, log);
    const datasets = new Datasets(log);
    const scorer = new Scorer(context.extensionPath, log, context.globalState, undefined, () => {
        try {
            return store().fileHashes;
        } catch (error) {
            logFailure(log, error); // whoever looks scores up says so to the person
            return undefined;
        }
    });
    const index = new ScoreIndex({datasets, store, wanted: () => scorer.wanted(), log});
    const status = new StatusBar(index, scorer);
    const queue = new RunQueue({datasets, index, scorer, store, log, scored: keeping(context, folder, log)}, status);
    const scoresFiles = new ScoresFiles({index, memento: context.workspaceState, queue, log});
    const tree = new FlaggedTree(index);
    const lenses = new LensProvider(index, queue);
    const why = new WhyDocuments(index);
    const filters = new SavedFilters(context.workspaceState);
    const panels = new Panels({extensionUri: context.extensionUri, index, queue, scorer, scoresFiles, filters, store, storeFolder: folder, log});
    context.subscriptions.push(
        log, datasets, scorer, index, scoresFiles, status, queue, tree, lenses, filters, panels, new Diagnostics(index), new ContextKeys(index), new LargeFiles(index, log),
        vscode.languages.registerCodeLensProvider(documents, lenses),
        vscode.languages.registerHoverProvider(documents, new WhyHover(index)),
        vscode.languages.registerCodeActionsProvider(documents, new QuickFixes(index), QuickFixes.metadata),
        vscode.workspace.registerTextDocumentContentProvider(whyScheme, why),
        vscode.workspace.onDidCloseTextDocument(({uri}) => {
            why.forget(uri);
        }),
        vscode.window.createTreeView("goldpan.flagged", {treeDataProvider: tree, showCollapseAll: true}),
        ...registerCommands({index, queue, tree, why, panels, scoresFiles, context, log}), ...registerTools({index, queue}),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration(`${section}.columns`)) {
                scoresFiles.forgetAll();
                datasets.reread();
            } else if (change.affectsConfiguration(section)) {
                index.refresh();
            }
            if (change.affectsConfiguration(section)) {
                tellOutdated(index, change).catch((error: unknown) => {
                    failed(log, error);
                });
            }
        }),
        scorer.onDidIdentify(() => {
            index.refresh();
        }),
        new ForeignWrites({index, panels, store, log})
    );
    datasets.start();
    log.info(`Goldpan ${String((context.extension.packageJSON as {version?: unknown}).version)} is active.`); // VS Code types the manifest as any
}

/** A panel is likely to be the next thing that is opened of a file that was scored. */
function keeping({extensionUri}: vscode.ExtensionContext, folder: string, log: vscode.LogOutputChannel): (uri: vscode.Uri, examples: number) => void {
    return (uri, examples) => {
        if (uri.scheme === "file")
            keepReading(vscode.Uri.joinPath(extensionUri, "dist", "browser.js").fsPath, examples, uri.fsPath, {columns: settings().columns, storeFolder: folder}).catch((error: unknown) => {
                log.debug(String(error));
            });
    };
}

/** One store, opened when the first dataset is; what writes into it fails where it cannot be written. */
function lazyStore(context: vscode.ExtensionContext, folder: string, log: vscode.LogOutputChannel): () => SqliteStore {
    let store: SqliteStore | undefined;
    context.subscriptions.push({dispose: () => store?.close()});
    return () => store ??= new SqliteStore(folder, (message) => {
        log.warn(message);
        void warn(message);
    }, "read");
}
