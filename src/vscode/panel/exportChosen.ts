import path from "node:path";
import * as vscode from "vscode";
import packageJson from "../../../package.json" with {type: "json"};
import type {Browser} from "../../browse/client.js";
import {escapeForDisplay} from "../../core/displayText.js";
import {UserError} from "../../core/errors.js";
import type {SelectionRule} from "../../core/selection.js";
import {readMeta} from "../../session/scoresFiles.js";
import {runOfMeta} from "../../session/subsetCard.js";
import {inDigits} from "../amounts.js";
import {chooseForm} from "../exportForms.js";
import {commandLine, runOfKept, scoresFileOf} from "../exportOrigin.js";
import {chooseTarget, tellWritten} from "../exportTarget.js";
import type {ScoreOrigin} from "../fileScores.js";

/** The examples of a file that are to be written. */
export interface Chosen {
    readonly revision: number;
    readonly rows: Uint32Array | SelectionRule;
    /** Of the dialogs. */
    readonly title: string;
    /** For the proposed name. */
    readonly label: string;
    /** Options of the command line that choose the same. */
    readonly choice: readonly string[];
    readonly filter: string | null;
    /** Said behind the numbers of what was written. */
    readonly note: string;
}

/** Writes them by the thread that holds the file, in a form and to a place that the person chooses. @throws UserError also when the file was read anew meanwhile, or scores of another origin are shown than `origin` */
export async function exportChosen(browser: Browser, uri: vscode.Uri, {revision, rows, title, label, choice, filter, note}: Chosen, origin: ScoreOrigin): Promise<void> {
    const form = await chooseForm(title);
    const target = form === undefined ? undefined : await chooseTarget(uri, {title, label}, form, scoresFileOf(origin));
    if (form === undefined || target === undefined)
        return;
    const {format} = form, {out, replaceable} = target;
    const command = commandLine({dataset: uri.fsPath, out, choice, form, origin});
    const meta = origin.kind === "file" ? await readMeta(origin.path) : undefined;
    const card = form.card ? {
        goldpan: packageJson.version, made: new Date().toISOString(), command, filter, scoresFile: scoresFileOf(origin) ?? null,
        run: origin.kind === "run" ? runOfKept(origin.run) : meta === undefined ? null : runOfMeta(meta)
    } : null;
    const written = await vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Goldpan: writing the subset")}, () =>
        browser.export(revision, rows, {out, replaceable, format, card, origin}));
    if (written === undefined)
        throw new UserError(vscode.l10n.t("Nothing was written to {0}: the dataset was read anew meanwhile, or its panel was closed. Export it again.", escapeForDisplay(path.basename(out))));
    const open = vscode.l10n.t("Open");
    if (await tellWritten(out, form, vscode.l10n.t("{0} of {1}{2}", written.subset, inDigits(written.of), note), command, ...format === "parquet" ? [] : [open]) === open)
        await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path.resolve(out)));
}
