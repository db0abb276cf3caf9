import path from "node:path";
import * as vscode from "vscode";
import type {FromPanel, PanelCommand} from "../../../webview/protocol.js";
import {UserError} from "../../core/errors.js";
import {writeWhole} from "../../session/writeFile.js";
import {inform} from "../messages.js";

/** The buttons of a panel: commands of the extension, about the panel's file. What is about its table, too, is the panel's own. */
export async function runPanelCommand(command: Exclude<PanelCommand, "export-golden-subset">, uri: vscode.Uri, log: vscode.LogOutputChannel): Promise<void> {
    switch (command) {
        case "score":
            await vscode.commands.executeCommand("goldpan.scoreFile", uri);
            return;
        case "stop":
            await vscode.commands.executeCommand("goldpan.stopScoring");
            return;
        case "select-model":
            await vscode.commands.executeCommand("goldpan.selectModel");
            return;
        case "open-scores-file":
            await vscode.commands.executeCommand("goldpan.openScoresFile", uri);
            return;
        case "open-as-text":
            await vscode.commands.executeCommand("vscode.openWith", uri, "default");
            return;
        case "show-log":
            log.show();
    }
}

/** Writes a chart where the person says, as what its name ends in. */
export async function savePicture(uri: vscode.Uri, {name, svg, png}: Extract<FromPanel, {kind: "save-picture"}>): Promise<void> {
    const {dir, name: stem} = path.parse(uri.fsPath);
    const plain = name.replace(/[^\w-]+/g, "-").slice(0, 60);
    const out = await vscode.window.showSaveDialog({
        title: png === null ? vscode.l10n.t("Save chart as SVG: a PNG of it could not be made") : vscode.l10n.t("Save chart"),
        defaultUri: vscode.Uri.file(path.join(dir, `${stem}.${plain}.svg`)), filters: {SVG: ["svg"], ...png === null ? {} : {PNG: ["png"]}}
    });
    if (out === undefined)
        return;
    const picture = /\.png$/i.test(out.fsPath) ? png : svg;
    if (picture === null)
        throw new UserError(vscode.l10n.t("A PNG of the chart could not be made; save it under a name that ends in .svg."));
    await writeWhole(out.fsPath, [new Uint8Array(picture)]);
    const open = vscode.l10n.t("Open");
    if (await inform(vscode.l10n.t("Wrote {0}.", path.basename(out.fsPath)), open) === open)
        await vscode.commands.executeCommand("vscode.open", out);
}
