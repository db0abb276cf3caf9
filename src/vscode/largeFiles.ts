import {stat} from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type {Disposable} from "./disposable.js";
import {failed} from "./failures.js";
import {inform} from "./messages.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

/** VS Code shows no lenses in larger documents, unless `editor.largeFileOptimizations` is off when they are opened. */
const mostCharacters = 20 * 2 ** 20, mostLines = 300_000;
/** VS Code hands no larger documents to extensions; characters are no fewer than bytes divided by four, but mostly as many. */
const mostShared = 50 * 2 ** 20;

/** In bytes. Larger files are opened only after a question; in a remote window that is asked from 10 MB on. */
function askedAbove(uri: vscode.Uri): number {
    return vscode.workspace.getConfiguration("workbench", uri).get("editorLargeFileConfirmation", 1024) * 2 ** 20;
}

/** Says once a file what VS Code's own limits keep from being shown, and what can be done. */
export class LargeFiles implements vscode.Disposable {
    private readonly told = new Set<string>();
    private readonly subscriptions: readonly Disposable[];

    public constructor(index: Pick<ScoreIndex, "onDidLookUp">, private readonly log: vscode.LogOutputChannel) {
        this.subscriptions = [
            index.onDidLookUp((file) => {
                this.look(file);
            }),
            vscode.window.tabGroups.onDidChangeTabs(({opened}) => {
                this.lookAtTabs(opened);
            })
        ];
        this.lookAtTabs(vscode.window.tabGroups.all.flatMap(({tabs}) => tabs));
    }

    public dispose(): void {
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    private look({document}: ShownFile): void {
        const optimized = vscode.workspace.getConfiguration("editor", document.uri).get<boolean>("largeFileOptimizations", true);
        const large = document.lineCount > mostLines || document.offsetAt(new vscode.Position(document.lineCount, 0)) > mostCharacters;
        if (!large || !optimized || !this.first("no lenses", document.uri))
            return;
        const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
        const allow = inWorkspace ? vscode.l10n.t("Show them in this workspace") : vscode.l10n.t("Show them everywhere"), panel = vscode.l10n.t("Open panel");
        void inform(vscode.l10n.t("{0} is so large that VS Code shows no scores above its examples. Problems, the tree, the panel and the export work all the same.", path.basename(document.fileName)), panel, allow).then(async (answer) => {
            if (answer === panel)
                await vscode.commands.executeCommand("goldpan.openPanel", document.uri);
            if (answer !== allow)
                return;
            await vscode.workspace.getConfiguration("editor").update("largeFileOptimizations", false, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
            void inform(vscode.l10n.t("Close the file and open it again."));
        }).then(undefined, (error: unknown) => {
            failed(this.log, error);
        });
    }

    private lookAtTabs(tabs: readonly vscode.Tab[]): void {
        for (const {input} of tabs)
            if (input instanceof vscode.TabInputText)
                void this.lookAtTab(input.uri);
    }

    private async lookAtTab(uri: vscode.Uri): Promise<void> {
        if (!/\.(jsonl|ndjson|json)$/i.test(uri.path) || (uri.scheme !== "file" && uri.scheme !== "vscode-remote"))
            return;
        const info = await stat(uri.fsPath).catch(() => undefined);
        if (info === undefined || info.size <= Math.min(mostShared, askedAbove(uri)) || vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()) || !this.first("in the way", uri))
            return;
        const score = vscode.l10n.t("Score file"), panel = vscode.l10n.t("Open panel");
        const why = info.size > mostShared ? vscode.l10n.t("{0} is larger than what VS Code hands to extensions, so nothing can be shown in it. The panel shows files of any size, and it can be scored.", path.basename(uri.path))
            : vscode.l10n.t("{0} is so large that VS Code asks before it opens it as text. The panel shows files of any size, and it can be scored.", path.basename(uri.path));
        const answer = await inform(why, panel, score);
        if (answer !== undefined)
            await vscode.commands.executeCommand(answer === panel ? "goldpan.openPanel" : "goldpan.scoreFile", uri);
    }

    /** What VS Code asks before it opens a file is no reason to leave out what it does not show in it then. */
    private first(notice: "no lenses" | "in the way", uri: vscode.Uri): boolean {
        const key = `${notice} ${uri.toString()}`;
        const first = !this.told.has(key);
        this.told.add(key);
        return first;
    }
}
