import path from "node:path";
import * as vscode from "vscode";
import packageJson from "../../../package.json" with {type: "json"};
import type {Browser} from "../../browse/client.js";
import {escapeForDisplay} from "../../core/displayText.js";
import {UserError} from "../../core/errors.js";
import {parseFilter} from "../../core/filter/parse.js";
import {printFilter} from "../../core/filter/print.js";
import type {Term} from "../../core/filter/terms.js";
import {decisions} from "../../core/selection.js";
import {readMeta} from "../../session/scoresFiles.js";
import {runOfMeta} from "../../session/subsetCard.js";
import {chooseForm} from "../exportForms.js";
import {commandLine, runOfKept} from "../exportOrigin.js";
import {chooseTarget, tellWritten} from "../exportTarget.js";
import type {ScoreOrigin} from "../fileScores.js";

export interface FilteredRows {
    readonly revision: number;
    readonly rows: Uint32Array;
    /** The line of text that chose them. */
    readonly filter: string;
}

/** Writes the rows that a panel shows to a file, in a form that the person chooses, by the thread that holds them. */
export async function exportFiltered(browser: Browser, uri: vscode.Uri, {revision, rows, filter}: FilteredRows, origin: ScoreOrigin): Promise<void> {
    const form = await chooseForm();
    const out = form === undefined ? undefined : await chooseTarget(uri, filter.trim() === "" ? "all" : "filtered", form);
    if (form === undefined || out === undefined)
        return;
    const {format} = form;
    const command = commandLine({dataset: uri.fsPath, out, choice: ["--filter", exactly(filter)], form, origin});
    const meta = origin.kind === "file" ? await readMeta(origin.path) : undefined;
    const card = form.card ? {
        goldpan: packageJson.version, made: new Date().toISOString(), command, filter, scoresFile: origin.kind === "file" ? origin.path : null,
        run: origin.kind === "run" ? runOfKept(origin.run) : meta === undefined ? null : runOfMeta(meta)
    } : null;
    const written = await vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Goldpan: writing the subset")}, () =>
        browser.export(revision, rows, {out, format, card}));
    if (written === undefined)
        throw new UserError(vscode.l10n.t("Nothing was written to {0}: the dataset was read anew meanwhile, or its panel was closed. Export it again.", escapeForDisplay(path.basename(out))));
    const open = vscode.l10n.t("Open");
    if (await tellWritten(out, form, vscode.l10n.t("{0} of {1}", written.subset, written.of.toLocaleString("en-US")), command, ...format === "parquet" ? [] : [open]) === open)
        await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path.resolve(out)));
}

const anyDecision: Term = {kind: "decision", negated: false, decisions: ["none", ...decisions]};

/** On the command line decisions come on top of a filter that says nothing of them; a panel exports what it shows. */
function exactly(filter: string): string {
    const {filter: terms} = parseFilter(filter);
    return terms?.some(({kind}) => kind === "decision") === false ? printFilter([...terms, anyDecision]) : filter;
}
