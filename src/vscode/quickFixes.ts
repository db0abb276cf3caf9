import * as vscode from "vscode";
import {clearPlaceholderInput} from "../core/edits/clearPlaceholderInput.js";
import {removeRecords} from "../core/edits/removeRecords.js";
import type {TextEdit} from "../core/edits/textEdit.js";
import {trimFields} from "../core/edits/trimFields.js";
import type {Container} from "../core/formats/reader.js";
import type {Located} from "../core/formats/located.js";
import {openFlags, type ExampleView} from "./fileScores.js";
import type {ScoreIndex} from "./scoreIndex.js";

/** What can be done about the example under the cursor; all of it undoable, as it goes through the editor. */
export class QuickFixes implements vscode.CodeActionProvider {
    public static readonly metadata: vscode.CodeActionProviderMetadata = {providedCodeActionKinds: [vscode.CodeActionKind.QuickFix]};

    public constructor(private readonly index: ScoreIndex) {}

    public provideCodeActions(document: vscode.TextDocument, range: vscode.Range, context: vscode.CodeActionContext): vscode.CodeAction[] {
        const file = this.index.get(document.uri);
        if (file?.scores.reading.version !== document.version)
            return []; // the places are not those of this text
        const {container} = file.scores.reading;
        const ours = context.diagnostics.filter(({source}) => source === "Goldpan");
        const broken = file.scores.reading.problems.find(({start, end}) => range.start.line >= start.line && range.start.line <= end.line);
        const view = this.index.at(document.uri, range.start);
        if (view === undefined)
            return broken === undefined ? [] : [this.removal(document, container, [broken], vscode.l10n.t("Remove this record"), ours)];
        const {key} = view.located.example;
        const flags = openFlags(view);
        const record = document.getText(rangeOf(view.located));
        const input = clearPlaceholderInput(record), blanks = trimFields(record);
        return [
            ...(input.length === 0 ? [] : [recordFix(document, view, input, vscode.l10n.t("Empty the placeholder input"), ours)]),
            ...(blanks.length === 0 ? [] : [recordFix(document, view, blanks, vscode.l10n.t("Trim white space of this example"), ours)]),
            ...(flags.length === 0 ? [] : [commandFix(vscode.l10n.t("Mark this example as reviewed"), "goldpan.markReviewed", ours, document.uri, key)]),
            this.removal(document, container, [view.located], vscode.l10n.t("Remove this example"), ours),
            ...flags.map((code) => commandFix(vscode.l10n.t("Remove all examples with the flag {0} ...", code), "goldpan.removeFlagged", [], document.uri, code))
        ];
    }

    private removal(document: vscode.TextDocument, container: Container, places: readonly Located[], title: string, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.diagnostics = [...diagnostics];
        action.edit = removalEdit(document, container, places);
        return action;
    }
}

/** Takes records out of a document. @param preview whether the person confirms each one in VS Code's refactoring preview */
export function removalEdit(document: vscode.TextDocument, container: Container, places: readonly Located[], preview?: string): vscode.WorkspaceEdit {
    const spans = places.map((place) => {
        const range = rangeOf(place);
        return {start: document.offsetAt(range.start), end: document.offsetAt(range.end)};
    });
    const metadata = preview === undefined ? undefined : {label: preview, needsConfirmation: true};
    const edit = new vscode.WorkspaceEdit();
    for (const {start, end, text} of removeRecords(document.getText(), container, spans))
        edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text, metadata);
    return edit;
}

function recordFix(document: vscode.TextDocument, view: ExampleView, edits: readonly TextEdit[], title: string, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction {
    const base = document.offsetAt(rangeOf(view.located).start);
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [...diagnostics];
    action.edit = new vscode.WorkspaceEdit();
    for (const {start, end, text} of edits)
        action.edit.replace(document.uri, new vscode.Range(document.positionAt(base + start), document.positionAt(base + end)), text);
    return action;
}

function commandFix(title: string, command: string, diagnostics: readonly vscode.Diagnostic[], ...args: readonly unknown[]): vscode.CodeAction {
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [...diagnostics];
    action.command = {title, command, arguments: [...args]};
    return action;
}

export function rangeOf({start, end}: Located): vscode.Range {
    return new vscode.Range(start.line, start.character, end.line, end.character);
}
