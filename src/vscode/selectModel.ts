import {existsSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {estimateFits, type ModelWorkerOptions} from "../engine/models/client.js";
import type {Fit} from "../engine/models/protocol.js";
import {section, settings} from "./config.js";
import {failed} from "./failures.js";
import {inform, warn} from "./messages.js";
import {downloadFromHuggingFace} from "./modelDownload.js";
import {describeFit} from "./modelFit.js";

export interface ModelItem extends vscode.QuickPickItem {
    /** The file that it is about, whose fit is told. */
    readonly model?: string;
    readonly choose: () => Promise<string | undefined>;
}

export interface SelectNeeds {
    readonly context: Pick<vscode.ExtensionContext, "extensionPath" | "globalState">;
    readonly log: vscode.LogOutputChannel;
}

/** Lets the person choose the scorer model: the embedded one, one that was used before, a GGUF file, or one of Hugging Face. */
export async function selectModel(needs: SelectNeeds): Promise<void> {
    const worker = {workerPath: path.join(needs.context.extensionPath, "dist", "models.js")};
    const {modelPath} = settings();
    const picked = await pick(modelItems(modelPath, recentModels(needs.context.globalState), worker), worker, needs.log);
    const chosen = await picked?.choose();
    if (chosen === undefined)
        return;
    await remember(needs.context.globalState, modelPath);
    await remember(needs.context.globalState, chosen);
    if (chosen !== modelPath)
        await vscode.workspace.getConfiguration(section).update("model.path", chosen, vscode.ConfigurationTarget.Global);
    const own = vscode.workspace.getConfiguration(section).inspect<string>("model.path");
    if ((own?.workspaceFolderValue ?? own?.workspaceValue ?? chosen) !== chosen)
        void warn(vscode.l10n.t("The setting goldpan.model.path of this workspace names another model, which stays in use."));
    else if (chosen !== "" && picked?.model === undefined)
        await tellFit(chosen, worker, needs.log);
}

/** @param recent files, the last one first */
export function modelItems(modelPath: string, recent: readonly string[], worker: ModelWorkerOptions): ModelItem[] {
    const files = [...new Set([...(modelPath === "" ? [] : [modelPath]), ...recent])];
    return [
        {
            label: vscode.l10n.t("$(star) Embedded model"), description: modelPath === "" ? vscode.l10n.t("in use") : "",
            detail: vscode.l10n.t("Comes with Goldpan. For demonstration only: its scores show the tool at work."), choose: () => Promise.resolve("")
        },
        ...files.map((model): ModelItem => ({
            label: `$(file-binary) ${path.basename(model)}`, description: model === modelPath ? vscode.l10n.t("in use") : "", detail: model, model, choose: () => Promise.resolve(model)
        })),
        {
            label: vscode.l10n.t("$(folder-opened) A GGUF file on this machine ..."),
            detail: vscode.l10n.t("Best the base model that you are going to fine-tune, in a quantisation that fits your GPU."), choose: chooseFile
        },
        {
            label: vscode.l10n.t("$(cloud-download) Download from Hugging Face ..."),
            detail: vscode.l10n.t("By a name such as hf:user/repo:Q4_K_M. You are asked before anything is requested or downloaded."), choose: () => downloadFromHuggingFace(worker)
        }
    ];
}

/** The items with what is known of the fit of their models. */
export function withFits(items: readonly ModelItem[], fits: ReadonlyMap<string, Fit>): ModelItem[] {
    return items.map((item) => {
        const fit = item.model === undefined ? undefined : fits.get(item.model);
        return fit === undefined ? item : {...item, detail: `${describeFit(fit)} · ${item.detail ?? ""}`};
    });
}

const recentKey = "models.recent";
const mostRecent = 5;

/** Files that were chosen before and are still there, the last one first. */
export function recentModels(memory: vscode.Memento): string[] {
    return memory.get<readonly string[]>(recentKey, []).filter((file) => existsSync(file));
}

async function remember(memory: vscode.Memento, file: string): Promise<void> {
    if (file !== "")
        await memory.update(recentKey, [...new Set([file, ...recentModels(memory)])].slice(0, mostRecent));
}

/** Shows the list at once, and what fits as soon as it is known. */
async function pick(items: readonly ModelItem[], worker: ModelWorkerOptions, log: vscode.LogOutputChannel): Promise<ModelItem | undefined> {
    const list = vscode.window.createQuickPick<ModelItem>();
    list.title = vscode.l10n.t("Select scorer model");
    list.matchOnDetail = true;
    list.keepScrollPosition = true;
    list.items = items;
    const models = items.flatMap(({model}) => model ?? []);
    let open = true;
    if (models.length > 0) {
        const fits = new Map<string, Fit>();
        list.busy = true;
        estimateFits(worker, models, settings().gpu, (model, fit) => {
            fits.set(model, fit);
            if (!open)
                return;
            const active = list.items.indexOf(list.activeItems[0] ?? list.items[0] ?? {label: "", choose: chooseFile});
            list.items = withFits(items, fits);
            list.activeItems = list.items.slice(active, active + 1);
        }).catch((error: unknown) => {
            log.warn(String(error)); // the list is as good without
        }).finally(() => {
            if (open)
                list.busy = false;
        });
    }
    return new Promise((resolve) => {
        list.onDidAccept(() => {
            resolve(list.activeItems[0]);
            list.hide();
        });
        list.onDidHide(() => {
            open = false;
            resolve(undefined);
            list.dispose();
        });
        list.show();
    });
}

async function chooseFile(): Promise<string | undefined> {
    const [file] = await vscode.window.showOpenDialog({title: vscode.l10n.t("Select scorer model"), filters: {GGUF: ["gguf"]}}) ?? [];
    return file?.fsPath;
}

/** Says of a model that was just chosen whether it fits, for whoever did not see it in the list. */
async function tellFit(model: string, worker: ModelWorkerOptions, log: vscode.LogOutputChannel): Promise<void> {
    try {
        await estimateFits(worker, [model], settings().gpu, (_model, fit) => {
            const message = vscode.l10n.t("{0} is the scorer model now. {1}.", path.basename(model), describeFit(fit).replace(/\.$/, ""));
            log.info(message);
            if (fit.kind === "fits")
                void inform(message);
            else
                void warn(message);
        });
    } catch (error) {
        failed(log, error);
    }
}
