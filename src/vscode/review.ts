import * as vscode from "vscode";
import type {Decision} from "../core/selection.js";
import {openFlags, type ExampleView} from "./fileScores.js";
import {inform} from "./messages.js";
import {rangeOf, removalEdit} from "./quickFixes.js";
import type {ScoreIndex} from "./scoreIndex.js";

/** The example that a command is about: the one that is named, else the one under the cursor. */
export function target(index: ScoreIndex, uri: unknown, key: unknown): {uri: vscode.Uri; view: ExampleView} | undefined {
    const editor = vscode.window.activeTextEditor;
    const named = uri instanceof vscode.Uri ? uri : undefined;
    const place = named ?? editor?.document.uri;
    if (place === undefined)
        return undefined;
    const view = typeof key === "string" ? index.byKey(place, key) : editor?.document.uri.toString() === place.toString() ? index.at(place, editor.selection.active) : undefined;
    return view && {uri: place, view};
}

/** Notes a decision, on disk before it shows. */
export function decide(index: ScoreIndex, decision: Decision | undefined, uri: unknown, key: unknown): void {
    const found = target(index, uri, key);
    if (found === undefined) {
        void inform(vscode.l10n.t("Put the cursor into an example of a dataset first."));
        return;
    }
    index.decide(new Map([[found.view.located.example.key, decision]]));
}

/** Shows the next (or the one before) flagged example that nobody has decided on, from the cursor on and round at the end. */
export async function goToFlagged(index: ScoreIndex, direction: 1 | -1): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const file = editor === undefined ? undefined : index.get(editor.document.uri);
    if (editor === undefined || file === undefined)
        return;
    const flagged = file.scores.views().filter((view) => openFlags(view).length > 0);
    const {active} = editor.selection;
    const before = flagged.filter(({located: {start}}) => active.isAfter(new vscode.Position(start.line, start.character)));
    const after = flagged.filter(({located: {start}}) => active.isBefore(new vscode.Position(start.line, start.character)));
    const here = index.at(editor.document.uri, active);
    const next = direction === 1 ? after[0] ?? flagged[0] : before.filter((view) => view !== here).at(-1) ?? flagged.at(-1);
    if (next === undefined) {
        void inform(vscode.l10n.t("No flagged example is left in this file."));
        return;
    }
    await reveal(editor.document.uri, next);
}

export async function reveal(uri: vscode.Uri, {located}: ExampleView): Promise<void> {
    const editor = await vscode.window.showTextDocument(uri, {preview: true});
    const {start} = rangeOf(located);
    editor.selection = new vscode.Selection(start, start);
    editor.revealRange(rangeOf(located), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** Takes out all examples with a flag that nobody has decided on, after a preview in which the person ticks what goes; neighbours are one entry. */
export async function removeFlagged(index: ScoreIndex, uri: vscode.Uri, code: string): Promise<void> {
    const file = index.get(uri);
    if (file === undefined)
        return;
    const {scores, document} = file;
    if (scores.reading.version !== document.version) {
        void inform(vscode.l10n.t("The file is being read again; try once more in a moment."));
        return;
    }
    const places = scores.views().filter((view) => openFlags(view).includes(code)).map(({located}) => located);
    if (places.length === 0)
        return;
    void inform(vscode.l10n.t("In the refactoring preview tick what is to go, or the file for all of it, and apply.")); // VS Code ticks nothing that wants confirmation
    await vscode.workspace.applyEdit(removalEdit(document, scores.reading.container, places, vscode.l10n.t("Remove examples with the flag {0}", code)), {isRefactoring: true});
}
