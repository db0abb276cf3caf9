import path from "node:path";
import * as vscode from "vscode";
import {section, settings} from "./config.js";

interface ModelItem extends vscode.QuickPickItem {
    readonly choose: () => Promise<string | undefined>;
}

/** Lets the person choose the scorer model: the embedded one or a GGUF file. */
export async function selectModel(): Promise<void> {
    const {modelPath} = settings();
    const items: ModelItem[] = [
        {
            label: vscode.l10n.t("$(star) Embedded model"), description: modelPath === "" ? vscode.l10n.t("in use") : "",
            detail: vscode.l10n.t("Comes with Goldpan. For demonstration only: its scores show the tool at work."), choose: () => Promise.resolve("")
        },
        ...(modelPath === "" ? [] : [{label: path.basename(modelPath), description: vscode.l10n.t("in use"), detail: modelPath, choose: () => Promise.resolve(modelPath)}]),
        {
            label: vscode.l10n.t("$(folder-opened) A GGUF file on this machine ..."),
            detail: vscode.l10n.t("Best the base model that you are going to fine-tune, in a quantisation that fits your GPU."), choose: chooseFile
        }
    ];
    const picked = await vscode.window.showQuickPick(items, {title: vscode.l10n.t("Select scorer model"), matchOnDetail: true});
    const chosen = await picked?.choose();
    if (chosen !== undefined && chosen !== modelPath)
        await vscode.workspace.getConfiguration(section).update("model.path", chosen, vscode.ConfigurationTarget.Global);
}

async function chooseFile(): Promise<string | undefined> {
    const [file] = await vscode.window.showOpenDialog({title: vscode.l10n.t("Select scorer model"), filters: {GGUF: ["gguf"]}}) ?? [];
    return file?.fsPath;
}
