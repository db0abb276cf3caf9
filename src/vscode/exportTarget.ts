import {existsSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {isSameFile} from "../files/identity.js";
import {requireOutputs} from "../session/outputs.js";
import {requireName, subsetFiles, usualEnding} from "../session/writeSubset.js";
import type {ChosenForm} from "./exportForms.js";
import {confirm, inform} from "./messages.js";

/** Where a person wants a subset to be written. */
export interface ChosenTarget {
    readonly out: string;
    /** Files that are there, of which the person has said that they may be replaced. */
    readonly replaceable: readonly string[];
}

/**
 * Asks for the file that a subset is written to. Undefined when the person has changed their mind.
 * @param label of the choice, for the proposed name: `golden-top10pc`
 * @param scores the file that the scores are read from, if it is one
 * @throws UserError when something that would be written is read as well, no file, or open with changes
 */
export async function chooseTarget(uri: vscode.Uri, {title, label}: {readonly title: string; readonly label: string}, form: ChosenForm, scores: string | undefined): Promise<ChosenTarget | undefined> {
    const whole = path.parse(uri.fsPath);
    const {name, ext} = whole.ext === ".gz" ? path.parse(whole.name) : whole; // what is written is not compressed
    const chosen = await vscode.window.showSaveDialog({
        title, saveLabel: vscode.l10n.t("Export"),
        defaultUri: vscode.Uri.file(path.join(whole.dir, `${name}.${label}${usualEnding(form.format) ?? (ext === "" ? ".jsonl" : ext)}`))
    });
    if (chosen === undefined)
        return undefined;
    if (chosen.scheme !== "file" && chosen.scheme !== "vscode-remote")
        throw new UserError(vscode.l10n.t("The subset can only be written to a file on the machine that Goldpan runs on."));
    const out = chosen.fsPath;
    requireName(out, form.format);
    const files = subsetFiles(out, form.format, form.card);
    for (const file of files) {
        if (await isSameFile(file, uri.fsPath))
            throw new UserError(vscode.l10n.t("{0} is the dataset itself, which Goldpan never replaces; choose another name.", escapeForDisplay(file)));
        await requireNotEdited(file);
    }
    await requireOutputs({files, inputs: [uri.fsPath, ...(scores === undefined ? [] : [scores])]});
    const there = files.filter((file) => existsSync(file));
    return await mayReplaceBeside(there.filter((file) => file !== out)) ? {out, replaceable: there} : undefined;
}

/** What VS Code would save over the subset, or be shown in its place. */
async function requireNotEdited(file: string): Promise<void> {
    for (const {isDirty, uri} of vscode.workspace.textDocuments)
        if (isDirty && ["file", "vscode-remote"].includes(uri.scheme) && existsSync(file) && await isSameFile(uri.fsPath, file))
            throw new UserError(vscode.l10n.t("{0} is open with changes that are not saved; choose another name.", escapeForDisplay(file)));
}

/** Says what was written, and offers the command line that makes it again. @param subset such as `20 examples of 200` */
export async function tellWritten(out: string, form: ChosenForm, subset: string, command: string, ...buttons: readonly string[]): Promise<string | undefined> {
    const copy = vscode.l10n.t("Copy command line");
    const names = subsetFiles(out, form.format, form.card).map((file) => path.basename(file)).join(", ");
    const answer = await inform(vscode.l10n.t("Wrote {0}: {1}.", names, subset), ...buttons, copy);
    if (answer === copy)
        await vscode.env.clipboard.writeText(command);
    return answer;
}

/** The dialog has asked for the subset itself only. */
async function mayReplaceBeside(there: readonly string[]): Promise<boolean> {
    return there.length === 0 || await confirm(vscode.l10n.t("{0} is written too, and exists.", there.map((file) => path.basename(file)).join(", ")), vscode.l10n.t("Replace"));
}
