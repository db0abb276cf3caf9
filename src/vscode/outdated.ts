import path from "node:path";
import * as vscode from "vscode";
import {section} from "./config.js";
import {settingName} from "./describe.js";
import {inform} from "./messages.js";
import {oneLine} from "./plainText.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

/** The settings that decide a number. */
const deciding = ["model.path", "anchors", "seed", "protocol"] as const;

/** After a change of settings: which of the shown scores are not those that the settings ask for, and the way to have them. */
export async function tellOutdated(index: ScoreIndex, change: vscode.ConfigurationChangeEvent): Promise<void> {
    if (!deciding.some((name) => change.affectsConfiguration(`${section}.${name}`)))
        return;
    await index.idle();
    const outdated = index.all().filter(({scores: {origin}}) => origin.kind === "run" && origin.outdated.length > 0);
    const [first] = outdated;
    if (first === undefined)
        return;
    const again = vscode.l10n.t("Score again");
    if (await inform(describe(outdated), again) === again)
        await vscode.commands.executeCommand("goldpan.scoreFile", first.document.uri, outdated.map(({document}) => document.uri));
}

function describe(files: readonly ShownFile[]): string {
    const names = files.map(({document}) => oneLine(path.basename(document.fileName), 40)).join(", ");
    const reasons = [...new Set(files.flatMap(({scores: {origin}}) => origin.kind === "run" ? origin.outdated : []))].map(settingName).join(", ");
    return vscode.l10n.t("The scores shown of {0} were measured with other settings than now ({1}). They are kept; score again to have the new ones.", names, reasons);
}
