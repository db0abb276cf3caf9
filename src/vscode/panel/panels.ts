import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../../core/displayText.js";
import type {Disposable} from "../disposable.js";
import type {PanelNeeds} from "./panelNeeds.js";
import {PanelView} from "./panelView.js";
import {pageFolder} from "./page.js";

export const panelType = "goldpan.panel";
export const viewType = "goldpan.datasetView";

/** What a panel keeps of itself when its window is reloaded, as far as finding its file goes. */
interface PanelState {
    readonly uri?: unknown;
}

/**
 * All panels: those opened by command, one a file and restored after a reload, and those that VS Code opens as the read-only
 * editor "Goldpan dataset view", which never asks for a TextDocument and so shows files of any size.
 */
export class Panels implements vscode.WebviewPanelSerializer<PanelState>, vscode.CustomReadonlyEditorProvider, vscode.Disposable {
    private readonly views = new Set<PanelView>();
    private readonly opened = new vscode.EventEmitter<void>();
    public readonly onDidOpen = this.opened.event;
    private readonly subscriptions: readonly Disposable[];

    public constructor(private readonly needs: PanelNeeds) {
        this.subscriptions = [
            this.opened,
            vscode.window.registerWebviewPanelSerializer(panelType, this),
            vscode.window.registerCustomEditorProvider(viewType, this, {supportsMultipleEditorsPerDocument: true})
        ];
    }

    public get areOpen(): boolean {
        return this.views.size > 0;
    }

    /** The file of the panel that is in front. */
    public get active(): vscode.Uri | undefined {
        return [...this.views].find(({panel}) => panel.active)?.uri;
    }

    /** Opens the panel of a file, or brings it to the front. */
    public open(uri: vscode.Uri): void {
        const known = [...this.views].find((view) => view.uri.toString() === uri.toString() && view.panel.viewType.endsWith(panelType));
        if (known !== undefined) {
            known.reveal();
            return;
        }
        const panel = vscode.window.createWebviewPanel(panelType, this.title(uri), vscode.ViewColumn.Active, {
            enableScripts: true, enableFindWidget: false, localResourceRoots: [pageFolder(this.needs.extensionUri)]
        });
        this.show(panel, uri);
    }

    public deserializeWebviewPanel(panel: vscode.WebviewPanel, state: PanelState | undefined): Thenable<void> {
        if (typeof state?.uri === "string")
            this.show(panel, vscode.Uri.parse(state.uri, true));
        else
            panel.dispose(); // it was closed before it knew its file
        return Promise.resolve();
    }

    public openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
        return {uri, dispose: () => undefined};
    }

    public resolveCustomEditor({uri}: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
        this.show(panel, uri);
    }

    public dispose(): void {
        for (const subscription of this.subscriptions)
            subscription.dispose();
        for (const view of this.views)
            view.panel.dispose();
    }

    private show(panel: vscode.WebviewPanel, uri: vscode.Uri): void {
        panel.iconPath = vscode.Uri.joinPath(this.needs.extensionUri, "media", "icon.svg");
        const view = new PanelView(panel, uri, this.needs);
        this.views.add(view);
        this.opened.fire();
        panel.onDidDispose(() => {
            this.views.delete(view);
            view.dispose();
        });
    }

    private title(uri: vscode.Uri): string {
        return vscode.l10n.t("Gold in {0}", escapeForDisplay(path.basename(uri.path)));
    }
}
