import path from "node:path";
import * as vscode from "vscode";
import type {FromPanel, PanelCommand} from "../../../webview/protocol.js";
import type {Browser} from "../../browse/client.js";
import {UserError} from "../../core/errors.js";
import {writeWhole} from "../../session/writeFile.js";
import type {ExampleView} from "../fileScores.js";
import {inform} from "../messages.js";
import type {ScoreIndex} from "../scoreIndex.js";

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
        case "open-as-text":
            await vscode.commands.executeCommand("vscode.openWith", uri, "default");
            return;
        case "show-log":
            log.show();
    }
}

/** An example in the text editor, which also opens what extensions never see: where it stands by now, if that is known. */
export async function openRow(uri: vscode.Uri, {revision, row, line}: Extract<FromPanel, {kind: "open"}>, browser: Browser, index: Pick<ScoreIndex, "get">): Promise<void> {
    const [key] = await browser.keys(revision, Uint32Array.of(row)) ?? [];
    const copies = index.get(uri)?.scores.views().filter(({located}) => located.example.key === key) ?? [];
    const farness = ({located}: ExampleView): number => Math.abs(located.start.line - (line - 1)); // the text may have been edited since
    const start = copies.reduce<ExampleView | undefined>((nearest, copy) => nearest === undefined || farness(copy) < farness(nearest) ? copy : nearest, undefined)?.located.start;
    const at = new vscode.Position(start?.line ?? line - 1, start?.character ?? 0);
    await vscode.commands.executeCommand("vscode.openWith", uri, "default", {selection: new vscode.Range(at, at), viewColumn: vscode.ViewColumn.Beside} satisfies vscode.TextDocumentShowOptions);
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
