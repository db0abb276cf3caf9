import path from "node:path";
import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import {modelUri, parseModelName} from "../core/modelName.js";
import {downloadModel, findModel, lookUpModel, type ModelWorkerOptions} from "../engine/models/client.js";
import {huggingFaceEndpoint} from "../engine/models/endpoint.js";
import type {ModelSource, Offer} from "../engine/models/protocol.js";
import {modelFolder} from "../store/location.js";
import {describeSeconds} from "./amounts.js";
import {settings} from "./config.js";
import {agree, asNotification, inform} from "./messages.js";
import {bytesInWords} from "./modelFit.js";
import {sentence} from "./remedies.js";
import {BarSteps, RunProgress} from "./runProgress.js";

/** What this window is downloading: twice at the same time would write into one file. */
const underWay = new Set<string>();

/**
 * Asks for a model of Hugging Face and downloads it, unless it is there already. The network is asked nothing before the person has
 * confirmed it, and the download begins when they know how large it is and where it goes.
 * @returns the file; undefined when the person did not want it after all
 * @throws UserError when it cannot be had
 */
export async function downloadFromHuggingFace(worker: ModelWorkerOptions): Promise<string | undefined> {
    if (!vscode.workspace.isTrusted)
        throw new UserError(vscode.l10n.t("Models are downloaded in trusted workspaces only: trust this one first, or choose a GGUF file on this machine."));
    const written = await vscode.window.showInputBox({
        title: vscode.l10n.t("Download from Hugging Face"), placeHolder: "hf:user/repo:Q4_K_M", ignoreFocusOut: true,
        prompt: vscode.l10n.t("A model as hf:user/repo:Q4_K_M or hf:user/repo/file.gguf, or the address of its page"), validateInput: complaint
    });
    if (written === undefined)
        return undefined;
    const {storeFolder, modelFolder: chosen} = settings();
    const source: ModelSource = {uri: modelUri(parseModelName(written)), folder: modelFolder(storeFolder, chosen), endpoint: huggingFaceEndpoint()};
    const there = await findModel(worker, source);
    if (there !== null)
        return there;
    if (underWay.has(source.uri))
        throw new UserError(vscode.l10n.t("{0} is being downloaded already.", source.uri));
    underWay.add(source.uri);
    try {
        return await confirmLookUp(source) && await confirmDownload(source, await lookUp(worker, source)) ? await download(worker, source) : undefined;
    } finally {
        underWay.delete(source.uri);
    }
}

function complaint(text: string): string | undefined {
    try {
        parseModelName(text);
        return undefined;
    } catch (error) {
        if (error instanceof UserError)
            return sentence(error);
        throw error;
    }
}

function confirmLookUp({uri, endpoint}: ModelSource): Promise<boolean> {
    return agree(vscode.l10n.t("Ask {0} for {1}?", new URL(endpoint).host, uri), vscode.l10n.t("Goldpan asks how large the model is. Nothing is downloaded before you agree to it."), vscode.l10n.t("Ask"));
}

async function confirmDownload({uri, folder, endpoint}: ModelSource, offer: Offer | null): Promise<boolean> {
    if (offer === null)
        return false;
    const {bytes, present, free, checksums} = offer;
    const start = present > 0 ? vscode.l10n.t("Download the rest") : vscode.l10n.t("Download");
    const detail = [
        vscode.l10n.t("From {0}", endpoint), vscode.l10n.t("Into {0}, where {1} are free", folder, bytesInWords(free)),
        ...(present > 0 ? [vscode.l10n.t("{0} of it are there from an earlier download", bytesInWords(Math.min(present, bytes)))] : []),
        ...(checksums ? [] : [vscode.l10n.t("{0} gives no checksum: Goldpan checks that the model is whole, but not that it is unchanged.", new URL(endpoint).host)])
    ].join("\n");
    return agree(vscode.l10n.t("Download {0}, {1}?", uri, bytesInWords(bytes)), detail, start);
}

function lookUp(worker: ModelWorkerOptions, source: ModelSource): Thenable<Offer | null> {
    return withNotification(vscode.l10n.t("Goldpan: asking for {0}", source.uri), (_notification, signal) => lookUpModel(worker, source, signal));
}

async function download(worker: ModelWorkerOptions, source: ModelSource): Promise<string | undefined> {
    let got = 0;
    const file = await withNotification(vscode.l10n.t("Goldpan: downloading {0}", path.posix.basename(source.uri)), (notification, signal) => {
        let total = 0;
        const steps = new BarSteps();
        const progress = new RunProgress(Date.now, (state) => {
            const {done, rate, secondsLeft} = state;
            const figures = vscode.l10n.t("{0} of {1}", bytesInWords(done), bytesInWords(total));
            notification.report({
                message: rate === undefined || secondsLeft === undefined ? figures : `${figures}, ${vscode.l10n.t("{0}/s, {1} left", bytesInWords(rate), describeSeconds(secondsLeft))}`,
                increment: steps.next(state)
            });
        });
        return downloadModel(worker, source, (present, bytes) => {
            if (total === 0) {
                total = bytes;
                progress.begin("examples", bytes);
                progress.done(present, true); // an earlier download's
            } else {
                progress.done(Math.max(0, present - got), false); // a piece that has to be asked for again counts once
            }
            got = Math.max(got, present);
        }, signal);
    });
    if (file === null) {
        void inform(vscode.l10n.t("The download of {0} is stopped. {1} are kept: ask for it again, and the rest is downloaded.", source.uri, bytesInWords(got)));
        return undefined;
    }
    return file;
}

/** Shows that something is under way, and lets it be cancelled. */
function withNotification<Value>(title: string, run: (notification: vscode.Progress<{message?: string; increment?: number}>, signal: AbortSignal) => Promise<Value>): Thenable<Value> {
    return vscode.window.withProgress({location: vscode.ProgressLocation.Notification, title: asNotification(title), cancellable: true}, (notification, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => {
            abort.abort();
        });
        return run(notification, abort.signal);
    });
}
