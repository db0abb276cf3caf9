import {existsSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {readMeta, readScores} from "../session/scoresFiles.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

/** Joins a scores file, made elsewhere by the command line, to an open dataset. @throws UserError when the two do not belong together */
export async function showScoresFile(index: ScoreIndex, uri: vscode.Uri, scoresPath: string): Promise<void> {
    const rows = await readScores(scoresPath);
    const meta = await readMeta(scoresPath);
    const shown = index.showRows(uri, scoresPath, meta?.model.file, rows);
    if (shown === 0)
        throw new UserError(vscode.l10n.t("{0} holds no score of any example of {1}: the two do not belong together.", escapeForDisplay(scoresPath), escapeForDisplay(path.basename(uri.fsPath))));
}

/** `<dataset>.scores.jsonl` beside a dataset that has no scores of its own, when there is one. */
export function scoresFileBeside({document: {uri}, scores}: ShownFile): string | undefined {
    const beside = `${uri.fsPath}.scores.jsonl`;
    return uri.scheme !== "untitled" && scores.origin.kind === "none" && existsSync(beside) ? beside : undefined;
}

/** Lets the person choose one. */
export async function openScoresFile(index: ScoreIndex, uri: vscode.Uri): Promise<void> {
    const [file] = await vscode.window.showOpenDialog({
        title: vscode.l10n.t("Open scores file"), filters: {[vscode.l10n.t("Scores")]: ["jsonl"]}, defaultUri: vscode.Uri.file(path.dirname(uri.fsPath))
    }) ?? [];
    if (file !== undefined)
        await showScoresFile(index, uri, file.fsPath);
}
