import {realpath} from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";
import type {BrowsedFile, ScoresOrigin} from "../../browse/protocol.js";
import {anchorSetHash} from "../../core/anchors.js";
import {runIdentity, type KeptRun} from "../../core/measurement.js";
import type {Store} from "../../session/interfaces.js";
import {oneLine} from "../plainText.js";
import {browsedFile} from "./source.js";

/** What a person chose to compare with, and what it is called: another file, or another run of the same. */
export interface Other {
    readonly name: string;
    readonly file: BrowsedFile;
    readonly run?: KeptRun;
}

interface OtherItem extends vscode.QuickPickItem {
    readonly choose: () => Promise<Other | undefined>;
}

/** Lets the person choose another run of the same file, or another file. Undefined when they do not. */
export async function chooseOther(uri: vscode.Uri, origin: ScoresOrigin, store: Pick<Store, "runs">): Promise<Other | undefined> {
    const shown = origin.kind === "run" ? runIdentity(origin.run) : undefined;
    const runs = store.runs(await realpath(uri.fsPath).catch(() => uri.fsPath)).filter((run) => runIdentity(run) !== shown);
    const items: OtherItem[] = [
        ...runs.map((run): OtherItem => ({
            label: `$(history) ${oneLine(run.modelFile)}`, description: runDetail(run),
            choose: () => Promise.resolve({name: `${oneLine(run.modelFile)}, ${runDetail(run)}`, file: browsedFile(uri), run})
        })),
        {label: vscode.l10n.t("$(folder-opened) Another file ..."), detail: vscode.l10n.t("Examples that both files hold are compared, by their content."), choose: () => chooseFile(uri)}
    ];
    const picked = await vscode.window.showQuickPick(items, {
        title: vscode.l10n.t("Compare scores"),
        placeHolder: runs.length === 0 ? vscode.l10n.t("This file has no other run; score it with another model, other anchors or another protocol to have one.") : vscode.l10n.t("Another run of this file, or another file")
    });
    return picked?.choose();
}

/** Anchors of the same source and seed may be others, such as those of a file that was edited: their hash tells. */
function runDetail({protocol, anchorSource, anchors, seed}: KeptRun): string {
    return vscode.l10n.t("protocol {0}, {1} anchors ({2}, seed {3}, hash {4})", protocol.name, anchors.length, oneLine(anchorSource, 60), seed, anchorSetHash(anchors).slice(0, 8));
}

async function chooseFile(uri: vscode.Uri): Promise<Other | undefined> {
    const [file] = await vscode.window.showOpenDialog({
        title: vscode.l10n.t("Compare scores"), defaultUri: vscode.Uri.file(path.dirname(uri.fsPath)), filters: {[vscode.l10n.t("Datasets")]: ["jsonl", "json", "ndjson", "gz"]}
    }) ?? [];
    return file && {name: path.basename(file.path), file: browsedFile(file)};
}
