import * as vscode from "vscode";
import type {ExportFormat} from "../session/exportSubset.js";
import {hasCard} from "../session/writeSubset.js";

/** In which form a subset is written. */
export interface ChosenForm {
    readonly format: ExportFormat;
    readonly card: boolean;
}

/** What is exported, as the titles of the dialogs say it. */
export const titles = {
    golden: () => vscode.l10n.t("Export golden subset"),
    filtered: () => vscode.l10n.t("Export examples")
} as const;

/** Undefined when the person has changed their mind. */
export async function chooseForm(title: string): Promise<ChosenForm | undefined> {
    const form = await vscode.window.showQuickPick(forms(), {title, placeHolder: vscode.l10n.t("In which form?"), ignoreFocusOut: true});
    if (form === undefined)
        return undefined;
    const yes = {label: vscode.l10n.t("With a card"), description: vscode.l10n.t("a page beside it that says how the subset was made"), card: true};
    const no = {label: vscode.l10n.t("Without a card"), card: false};
    const answer = await vscode.window.showQuickPick(hasCard(form.format) ? [yes, no] : [no, yes], {title, placeHolder: form.label, ignoreFocusOut: true});
    return answer === undefined ? undefined : {format: form.format, card: answer.card};
}

function forms(): (vscode.QuickPickItem & {readonly format: ExportFormat})[] {
    return [
        {format: "same", label: vscode.l10n.t("As in the file"), description: vscode.l10n.t("the records' own bytes")},
        {format: "llama-factory", label: "LLaMA-Factory", description: vscode.l10n.t("with the entry for its dataset_info.json")},
        {format: "axolotl", label: "axolotl", description: vscode.l10n.t("with the stanza for its configuration")},
        {format: "trl", label: "TRL", description: vscode.l10n.t("messages for SFTTrainer")},
        {format: "alpaca", label: "Alpaca", description: vscode.l10n.t("instruction, input, output")},
        {format: "sharegpt", label: "ShareGPT", description: vscode.l10n.t("conversations")},
        {format: "messages", label: "OpenAI", description: vscode.l10n.t("messages")},
        {format: "jsonl", label: "JSON Lines", description: vscode.l10n.t("the same records, one a line")},
        {format: "csv", label: "CSV", description: vscode.l10n.t("a table with the scores")},
        {format: "parquet", label: "Parquet", description: vscode.l10n.t("a table with the scores")}
    ];
}
