import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";

/**
 * Text for a notification, where VS Code makes `[text](command:...)` a link that runs the command, and knows no escape: files may have
 * such names. A word joiner in between is not seen and leaves it plain text. Marks of direction, which would turn the sentence round, and
 * the like are written out.
 */
export function asNotification(text: string): string {
    return escapeForDisplay(text).replaceAll("](", "]\u2060(");
}

/** Tells something; settled with the button that was pressed. */
export function inform(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
    return vscode.window.showInformationMessage(asNotification(message), ...buttons);
}

/** As `inform`, of what may be wrong. */
export function warn(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
    return vscode.window.showWarningMessage(asNotification(message), ...buttons);
}

/** As `inform`, of what went wrong. */
export function complain(message: string, ...buttons: readonly string[]): Thenable<string | undefined> {
    return vscode.window.showErrorMessage(asNotification(message), ...buttons);
}

/** Asks, and nothing else can be done before the answer: whether the one button was pressed. */
export async function confirm(message: string, button: string): Promise<boolean> {
    return await vscode.window.showWarningMessage(asNotification(message), {modal: true}, button) === button;
}

/** As `confirm`, of what is no danger; `detail` stands below. */
export async function agree(message: string, detail: string, button: string): Promise<boolean> {
    return await vscode.window.showInformationMessage(asNotification(message), {modal: true, detail: detail.split("\n").map(asNotification).join("\n")}, button) === button;
}

/** As `agree`, of several buttons: which one was pressed. */
export function choose(message: string, detail: string, ...buttons: readonly string[]): Thenable<string | undefined> {
    return vscode.window.showInformationMessage(asNotification(message), {modal: true, detail: asNotification(detail)}, ...buttons);
}
