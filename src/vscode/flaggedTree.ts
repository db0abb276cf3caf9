import path from "node:path";
import * as vscode from "vscode";
import {promptText} from "../core/prompt.js";
import {examples, inDigits} from "./amounts.js";
import {meaning, score} from "./describe.js";
import {openFlags, type ExampleView} from "./fileScores.js";
import {oneLine} from "./plainText.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

export interface FileNode {
    readonly kind: "file";
    readonly uri: vscode.Uri;
    readonly flagged: number;
}

export interface FlagNode {
    readonly kind: "flag";
    readonly uri: vscode.Uri;
    readonly code: string;
    readonly views: readonly ExampleView[];
}

export interface ExampleNode {
    readonly kind: "example";
    readonly uri: vscode.Uri;
    readonly view: ExampleView;
}

export type FlaggedNode = FileNode | FlagNode | ExampleNode;

/** Flagged examples that nobody has decided on, by file and flag; the worst first. */
export class FlaggedTree implements vscode.TreeDataProvider<FlaggedNode>, vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<undefined>();
    private readonly subscription: vscode.Disposable;
    private words = "";
    public readonly onDidChangeTreeData = this.changed.event;

    public constructor(private readonly index: ScoreIndex) {
        this.subscription = index.onDidChange(() => {
            this.changed.fire(undefined);
        });
    }

    public get filter(): string {
        return this.words;
    }

    /** Shows only examples whose text or flag holds these words; all for an empty text. */
    public setFilter(words: string): void {
        this.words = words.trim().toLowerCase();
        this.changed.fire(undefined);
    }

    public getChildren(node?: FlaggedNode): FlaggedNode[] {
        if (node === undefined) {
            const files = this.index.all().map((file): FileNode => ({kind: "file", uri: file.document.uri, flagged: this.flagged(file).length})).filter(({flagged}) => flagged > 0);
            const [only, ...others] = files;
            return only !== undefined && others.length === 0 ? this.getChildren(only) : files;
        }
        if (node.kind === "file")
            return this.groups(node.uri);
        return node.kind === "flag" ? node.views.map((view): ExampleNode => ({kind: "example", uri: node.uri, view})) : [];
    }

    public getTreeItem(node: FlaggedNode): vscode.TreeItem {
        switch (node.kind) {
            case "file": {
                const item = new vscode.TreeItem(path.basename(node.uri.path), vscode.TreeItemCollapsibleState.Expanded);
                item.description = inDigits(node.flagged);
                item.accessibilityInformation = {label: vscode.l10n.t("{0}: {1} flagged", path.basename(node.uri.path), examples(node.flagged))};
                item.resourceUri = node.uri;
                return item;
            }
            case "flag": {
                const item = new vscode.TreeItem(node.code, node.views.length <= 20 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed);
                item.id = `${node.uri.toString()} ${node.code}`;
                item.description = inDigits(node.views.length);
                item.tooltip = meaning(node.code);
                item.accessibilityInformation = {label: vscode.l10n.t("{0}, {1}. {2}", node.code, examples(node.views.length), meaning(node.code))};
                item.contextValue = "flag";
                return item;
            }
            case "example": {
                const {located: {example}, score: golden} = node.view;
                const question = promptText(example.turns).query.replace(/^Instruction:\s*/, "").replace(/\s*Response:\s*$/, "");
                const item = new vscode.TreeItem(oneLine(question, 70), vscode.TreeItemCollapsibleState.None);
                item.description = `${golden === null ? "" : `${score(golden.goldenScore)} · `}${vscode.l10n.t("line {0}", example.line)}`;
                item.tooltip = vscode.l10n.t("Example {0}, line {1}: {2}", example.index + 1, example.line, node.view.flags.join(", "));
                item.accessibilityInformation = {label: vscode.l10n.t("{0}. Line {1}, {2}. Flags: {3}", oneLine(question, 150), example.line, golden === null ? vscode.l10n.t("not scored") : vscode.l10n.t("golden score {0}", score(golden.goldenScore)), node.view.flags.join(", "))};
                item.contextValue = "example";
                item.command = {title: vscode.l10n.t("Show"), command: "goldpan.revealExample", arguments: [node.uri, example.key]};
                return item;
            }
        }
    }

    public dispose(): void {
        this.subscription.dispose();
        this.changed.dispose();
    }

    private flagged({scores}: ShownFile): ExampleView[] {
        return scores.views().filter((view) => openFlags(view).length > 0 && this.matches(view));
    }

    private groups(uri: vscode.Uri): FlagNode[] {
        const file = this.index.get(uri);
        if (file === undefined)
            return [];
        const byCode = new Map<string, ExampleView[]>();
        for (const view of this.flagged(file)) {
            for (const code of openFlags(view)) {
                const views = byCode.get(code);
                if (views === undefined)
                    byCode.set(code, [view]);
                else
                    views.push(view);
            }
        }
        return [...byCode].map(([code, views]): FlagNode => ({kind: "flag", uri, code, views: views.sort(worstFirst)})).sort((a, b) => a.views.length - b.views.length);
    }

    private matches({flags, located: {example}}: ExampleView): boolean {
        return this.words === "" || flags.some((code) => code.includes(this.words))
            || example.turns.some(({text, input = ""}) => text.toLowerCase().includes(this.words) || input.toLowerCase().includes(this.words));
    }
}

/** The lowest score first, those without one at the end; then by place. */
export function worstFirst(a: ExampleView, b: ExampleView): number {
    return (a.score?.goldenScore ?? 2) - (b.score?.goldenScore ?? 2) || a.located.example.index - b.located.example.index;
}
