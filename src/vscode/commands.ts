import * as vscode from "vscode";
import {chooseLenses} from "./chooseLenses.js";
import {exportSubset} from "./exporting.js";
import {failed} from "./failures.js";
import type {FlaggedNode, FlaggedTree} from "./flaggedTree.js";
import type {WhyDocuments} from "./hover.js";
import {inform} from "./messages.js";
import {openSample} from "./openSample.js";
import type {Panels} from "./panel/panels.js";
import {decide, goToFlagged, removeFlagged, reveal, target} from "./review.js";
import type {RunQueue} from "./runQueue.js";
import {scoreFiles} from "./scoreFiles.js";
import type {ScoreIndex} from "./scoreIndex.js";
import type {ScoresFiles} from "./scoresFiles.js";
import {selectModel} from "./selectModel.js";

export interface CommandNeeds {
    readonly index: ScoreIndex;
    readonly queue: RunQueue;
    readonly tree: FlaggedTree;
    readonly why: WhyDocuments;
    readonly panels: Panels;
    readonly scoresFiles: ScoresFiles;
    readonly context: Pick<vscode.ExtensionContext, "extensionPath" | "globalStorageUri" | "globalState">;
    readonly log: vscode.LogOutputChannel;
}

/** Every command by name. Arguments come from lenses, menus and whoever calls `executeCommand`, so nothing is taken for granted. */
export function commandTable(needs: CommandNeeds): Readonly<Record<string, (...args: readonly unknown[]) => unknown>> {
    const {index, queue, tree, why, panels, scoresFiles, context, log} = needs;
    return {
        "goldpan.scoreFile": (uri, uris) => scoreFiles(needs, uris, fileOf(uri)),
        "goldpan.scoreSelection": () => scoreSelection(needs),
        "goldpan.scoreExample": async (...args) => {
            const found = target(index, ...exampleOf(args));
            return found && queue.ask({uri: found.uri, only: new Set([found.view.located.example.key])});
        },
        "goldpan.stopScoring": () => {
            queue.stop();
        },
        "goldpan.why": async (...args) => {
            const found = target(index, ...exampleOf(args));
            if (found !== undefined)
                await why.show(found.uri, found.view.located.example.key);
        },
        "goldpan.keep": (...args) => {
            decide(index, "keep", ...exampleOf(args));
        },
        "goldpan.drop": (...args) => {
            decide(index, "drop", ...exampleOf(args));
        },
        "goldpan.markReviewed": (...args) => {
            decide(index, "fixed", ...exampleOf(args));
        },
        "goldpan.clearDecision": (...args) => {
            decide(index, undefined, ...exampleOf(args));
        },
        "goldpan.nextFlagged": () => goToFlagged(index, 1),
        "goldpan.previousFlagged": () => goToFlagged(index, -1),
        "goldpan.revealExample": async (...args) => {
            const found = target(index, ...exampleOf(args));
            if (found !== undefined)
                await reveal(found.uri, found.view);
        },
        "goldpan.removeFlagged": async (uri, code) => {
            const node = uri as Partial<FlaggedNode> | undefined; // from the tree's menu it is a node
            if (uri instanceof vscode.Uri && typeof code === "string")
                await removeFlagged(index, uri, code);
            else if (node?.kind === "flag" && node.uri !== undefined && node.code !== undefined)
                await removeFlagged(index, node.uri, node.code);
        },
        "goldpan.filterFlagged": async () => {
            const words = await vscode.window.showInputBox({title: vscode.l10n.t("Filter flagged examples"), prompt: vscode.l10n.t("Words of an example's text, or a flag; empty shows all"), value: tree.filter});
            if (words !== undefined)
                tree.setFilter(words);
        },
        "goldpan.openPanel": (uri) => {
            const file = fileOf(uri);
            if (file === undefined || (file.scheme !== "file" && file.scheme !== "vscode-remote"))
                void inform(vscode.l10n.t("Open a JSON or JSON Lines dataset first, or choose files in the explorer."));
            else
                panels.open(file);
        },
        "goldpan.exportSubset": async (uri) => {
            const file = fileOf(uri);
            if (file !== undefined)
                await exportSubset(index, file);
        },
        "goldpan.openScoresFile": async (uri) => {
            const file = uri === undefined ? panels.active ?? fileOf(uri) : fileOf(uri);
            if (file !== undefined)
                await scoresFiles.open(file);
        },
        "goldpan.selectModel": () => selectModel(needs),
        "goldpan.chooseLenses": () => chooseLenses(),
        "goldpan.openSample": () => openSample(context),
        "goldpan.showLog": () => {
            log.show();
        }
    };
}

/** Registers the table; what a command throws is told to the person and does not end in VS Code's own words. */
export function registerCommands(needs: CommandNeeds): vscode.Disposable[] {
    return Object.entries(commandTable(needs)).map(([name, run]) => vscode.commands.registerCommand(name, async (...args: readonly unknown[]) => {
        try {
            return await run(...args);
        } catch (error) {
            failed(needs.log, error);
            return undefined;
        }
    }));
}

/** Address and key of an example, from a lens or from a node of the tree. */
function exampleOf([first, second]: readonly unknown[]): [uri: unknown, key: unknown] {
    const node = first as Partial<FlaggedNode> | undefined;
    return node?.kind === "example" ? [node.uri, node.view?.located.example.key] : [first, second];
}

function fileOf(uri: unknown): vscode.Uri | undefined {
    return uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
}

async function scoreSelection({index, queue}: CommandNeeds): Promise<unknown> {
    const editor = vscode.window.activeTextEditor;
    const file = editor === undefined ? undefined : index.get(editor.document.uri);
    if (editor === undefined || file === undefined)
        return undefined;
    const chosen = file.scores.views().filter(({located: {start, end}}) => editor.selections.some((selection) =>
        selection.start.isBeforeOrEqual(new vscode.Position(end.line, end.character)) && selection.end.isAfterOrEqual(new vscode.Position(start.line, start.character))));
    if (chosen.length === 0) {
        void inform(vscode.l10n.t("Put the cursor into an example of a dataset first."));
        return undefined;
    }
    return queue.ask({uri: editor.document.uri, only: new Set(chosen.map(({located}) => located.example.key))});
}
