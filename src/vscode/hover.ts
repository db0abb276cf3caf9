import * as vscode from "vscode";
import type {AnchorGain} from "../session/keptScores.js";
import {settings} from "./config.js";
import {asMarkdown} from "./plainText.js";
import type {ScoreIndex} from "./scoreIndex.js";
import {account, anchorRow, extremes, missing, summary, type Reasons} from "./why.js";

export const whyScheme = "goldpan-why";

/** Everything known of an example; its anchors are read from the store when they are asked for. */
export function reasonsFor(index: ScoreIndex, uri: vscode.Uri, key: string): Reasons | undefined {
    const view = index.byKey(uri, key);
    const file = index.get(uri);
    if (view === undefined || file === undefined)
        return undefined;
    return {view, key, rank: file.scores.rankOf(view), origin: file.scores.origin, gains: index.keptScores(uri)?.gains(key), lowScore: settings().lowScore};
}

/** Why an example has its score, at the mouse: never trusted, no HTML, all texts escaped. */
export class WhyHover implements vscode.HoverProvider {
    public constructor(private readonly index: ScoreIndex) {}

    public provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
        const view = this.index.at(document.uri, position);
        if (view === undefined || (!view.measured && view.flags.length === 0))
            return undefined;
        const reasons = reasonsFor(this.index, document.uri, view.located.example.key);
        return reasons && new vscode.Hover(markdown(reasons));
    }
}

function markdown(reasons: Reasons): vscode.MarkdownString {
    const {helped, hurt} = extremes(reasons.gains ?? [], 3);
    const note = missing(reasons);
    const table = (title: string, effects: readonly AnchorGain[]): string[] => effects.length === 0 ? [] : [
        `| ${asMarkdown(title)} | ${asMarkdown(vscode.l10n.t("zero-shot"))} | ${asMarkdown(vscode.l10n.t("one-shot"))} | ${asMarkdown(vscode.l10n.t("gain"))} |\n|---|---:|---:|---:|\n`
        + effects.map(anchorRow).map(({anchor, zeroShot, oneShot, gain}) => `| ${[anchor, zeroShot, oneShot, gain].map(asMarkdown).join(" | ")} |`).join("\n")
    ];
    const [first = "", ...others] = summary(reasons).map(asMarkdown);
    const text = new vscode.MarkdownString([
        `**${first}**`, ...others, ...(note === undefined ? [] : [asMarkdown(note)]),
        ...table(vscode.l10n.t("helps most"), helped), ...table(vscode.l10n.t("hurts most"), hurt)
    ].join("\n\n"));
    text.isTrusted = false;
    text.supportHtml = false;
    text.supportThemeIcons = false;
    return text;
}

/** The account of one example as a read-only document. */
export class WhyDocuments implements vscode.TextDocumentContentProvider {
    private readonly texts = new Map<string, string>();

    public constructor(private readonly index: ScoreIndex) {}

    public async show(uri: vscode.Uri, key: string): Promise<void> {
        const reasons = reasonsFor(this.index, uri, key);
        if (reasons === undefined)
            return;
        const {index, line} = reasons.view.located.example;
        const why = vscode.Uri.from({scheme: whyScheme, path: `/${vscode.l10n.t("Why example {0}", index + 1)}.txt`, query: `${line} ${key} ${Date.now()}`});
        this.texts.set(why.toString(), account(reasons));
        const document = await vscode.workspace.openTextDocument(why);
        await vscode.window.showTextDocument(document, {viewColumn: vscode.ViewColumn.Beside, preview: true, preserveFocus: true});
    }

    public provideTextDocumentContent(uri: vscode.Uri): string {
        return this.texts.get(uri.toString()) ?? "";
    }

    public forget(uri: vscode.Uri): void {
        this.texts.delete(uri.toString());
    }
}
