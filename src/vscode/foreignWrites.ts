import * as vscode from "vscode";
import type {SqliteStore} from "../store/store.js";
import type {Disposable} from "./disposable.js";
import {logFailure} from "./failures.js";
import type {Panels} from "./panel/panels.js";
import type {ScoreIndex} from "./scoreIndex.js";

export interface ForeignWritesNeeds {
    readonly index: Pick<ScoreIndex, "all" | "refresh" | "onDidLookUp">;
    readonly panels: Pick<Panels, "areOpen" | "onDidOpen">;
    readonly store: () => Pick<SqliteStore, "foreignWrites">;
    readonly log: vscode.LogOutputChannel;
    /** VS Code's own where it is missing. */
    readonly onDidChangeWindowState?: vscode.Event<vscode.WindowState>;
}

/** Another window, or the command line, may have scored or decided meanwhile: that is looked up when the person comes back. */
export class ForeignWrites implements vscode.Disposable {
    private seen: number | undefined;
    private readonly subscriptions: readonly Disposable[];

    public constructor({index, panels, store, log, onDidChangeWindowState = vscode.window.onDidChangeWindowState}: ForeignWritesNeeds) {
        const writes = (): number | undefined => {
            try {
                return store().foreignWrites();
            } catch (error) {
                logFailure(log, error); // whoever looks scores up says so to the person
                return undefined;
            }
        };
        const first = (): void => {
            this.seen ??= writes();
        };
        this.subscriptions = [
            index.onDidLookUp(first), panels.onDidOpen(first),
            onDidChangeWindowState(({focused}) => {
                if (!focused || (index.all().length === 0 && !panels.areOpen))
                    return;
                const now = writes();
                if (now !== undefined && now !== this.seen)
                    index.refresh();
                this.seen = now;
            })
        ];
    }

    public dispose(): void {
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }
}
