import * as vscode from "vscode";
import type {Disposable} from "./disposable.js";
import {openFlags} from "./fileScores.js";
import type {ScoreIndex} from "./scoreIndex.js";

/** Keeps the context keys that menus, keys and welcome views ask for. */
export class ContextKeys implements vscode.Disposable {
    private readonly known = new Map<string, unknown>();
    private readonly subscriptions: readonly Disposable[];

    public constructor(private readonly index: ScoreIndex) {
        this.subscriptions = [
            index.onDidChange(() => {
                this.refresh();
            }),
            vscode.window.onDidChangeActiveTextEditor(() => {
                this.refresh();
            })
        ];
    }

    public refresh(): void {
        const editor = vscode.window.activeTextEditor;
        const file = editor === undefined ? undefined : this.index.get(editor.document.uri);
        this.set("goldpan.isDataset", file !== undefined);
        this.set("goldpan.hasScores", file?.scores.views().some(({measured}) => measured) ?? false);
        this.set("goldpan.hasFlagged", this.index.all().some(({scores}) => scores.views().some((view) => openFlags(view).length > 0)));
        this.set("goldpan.anyDataset", this.index.all().length > 0);
    }

    public dispose(): void {
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    private set(key: string, value: boolean): void {
        if (this.known.get(key) === value)
            return;
        this.known.set(key, value);
        void vscode.commands.executeCommand("setContext", key, value);
    }
}
