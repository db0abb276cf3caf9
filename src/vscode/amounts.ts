import * as vscode from "vscode";

/** `1 example`, `52,002 examples`; each noun for itself, as other languages count them otherwise. */
export function examples(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 example") : vscode.l10n.t("{0} examples", inDigits(amount));
}

export function scores(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 score") : vscode.l10n.t("{0} scores", inDigits(amount));
}

export function files(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", inDigits(amount));
}

export function problems(amount: number): string {
    return amount === 1 ? vscode.l10n.t("1 problem") : vscode.l10n.t("{0} problems", inDigits(amount));
}

/** `52,002`. */
export function inDigits(amount: number): string {
    return amount.toLocaleString("en-US");
}
