import {existsSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {cardPath, companionPath, requireName, usualEnding} from "../session/writeSubset.js";
import type {ChosenForm} from "./exportForms.js";
import {confirm, inform} from "./messages.js";

/**
 * Asks for the file that a subset is written to. Undefined when the person has changed their mind.
 * @param label of the choice, for the proposed name: `golden-top10pc`
 * @throws UserError when it is the dataset itself, or open with changes
 */
export async function chooseTarget(uri: vscode.Uri, {title, label}: {readonly title: string; readonly label: string}, form: ChosenForm): Promise<string | undefined> {
    const whole = path.parse(uri.fsPath);
    const {name, ext} = whole.ext === ".gz" ? path.parse(whole.name) : whole; // what is written is not compressed
    const out = await vscode.window.showSaveDialog({
        title, saveLabel: vscode.l10n.t("Export"),
        defaultUri: vscode.Uri.file(path.join(whole.dir, `${name}.${label}${usualEnding(form.format) ?? (ext === "" ? ".jsonl" : ext)}`))
    });
    if (out === undefined)
        return undefined;
    if (out.scheme !== "file" && out.scheme !== "vscode-remote")
        throw new UserError(vscode.l10n.t("The subset can only be written to a file on the machine that Goldpan runs on."));
    requireName(out.fsPath, form.format);
    for (const target of targets(out.fsPath, form)) {
        if (path.resolve(target) === path.resolve(uri.fsPath))
            throw new UserError(vscode.l10n.t("{0} is the dataset itself, which Goldpan never replaces; choose another name.", escapeForDisplay(target)));
        const opened = vscode.Uri.file(target).toString();
        if (existsSync(target) && vscode.workspace.textDocuments.some((open) => open.uri.toString() === opened && open.isDirty))
            throw new UserError(vscode.l10n.t("{0} is open with changes that are not saved; choose another name.", escapeForDisplay(target)));
    }
    return await mayReplaceBeside(out.fsPath, form) ? out.fsPath : undefined;
}

/** Says what was written, and offers the command line that makes it again. @param subset such as `20 examples of 200` */
export async function tellWritten(out: string, form: ChosenForm, subset: string, command: string, ...buttons: readonly string[]): Promise<string | undefined> {
    const copy = vscode.l10n.t("Copy command line");
    const names = targets(out, form).map((file) => path.basename(file)).join(", ");
    const answer = await inform(vscode.l10n.t("Wrote {0}: {1}.", names, subset), ...buttons, copy);
    if (answer === copy)
        await vscode.env.clipboard.writeText(command);
    return answer;
}

/** All files that are written: the subset, what its trainer is told of it by, the card. */
function targets(out: string, {format, card}: ChosenForm): string[] {
    const companion = companionPath(out, format);
    return [out, ...(companion === undefined ? [] : [companion]), ...(card ? [cardPath(out)] : [])];
}

/** The dialog has asked for the subset itself only. */
async function mayReplaceBeside(out: string, form: ChosenForm): Promise<boolean> {
    const there = targets(out, form).slice(1).filter((file) => existsSync(file)).map((file) => path.basename(file));
    return there.length === 0 || await confirm(vscode.l10n.t("{0} is written too, and exists.", there.join(", ")), vscode.l10n.t("Replace"));
}
