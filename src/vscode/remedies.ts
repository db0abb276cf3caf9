import * as vscode from "vscode";
import type {Remedy, UserError} from "../core/errors.js";

/** What the editor says of an error. */
export function sentence({message, remedy}: Pick<UserError, "message" | "remedy">): string {
    return remedy === undefined ? message : `${message} ${words(remedy)}`;
}

function words(remedy: Remedy): string {
    switch (remedy) {
        case "anchor-file":
            return vscode.l10n.t("Name a file of anchors in the setting goldpan.anchors.");
        case "anchors":
            return vscode.l10n.t("Mend the setting goldpan.anchors.");
        case "columns":
            return vscode.l10n.t("Mend the setting goldpan.columns.");
        case "device":
            return vscode.l10n.t("Set goldpan.gpu to auto or off.");
        case "less-memory":
            return vscode.l10n.t("Set goldpan.gpu to off, or select a smaller model or quantisation.");
        case "model":
            return vscode.l10n.t("Choose a GGUF model with the command \"Goldpan: Select scorer model\".");
        case "newer-store":
            return vscode.l10n.t("Update Goldpan, or name another folder in the setting goldpan.storeFolder and reload the window.");
        case "other-anchors":
            return vscode.l10n.t("Set goldpan.anchors to random:100 or to a file of anchors, or select another model.");
        case "other-store":
            return vscode.l10n.t("Name another folder in the setting goldpan.storeFolder and reload the window, or move the files away.");
        case "place":
            return vscode.l10n.t("Choose another place.");
        case "processor":
            return vscode.l10n.t("Set goldpan.gpu to off.");
        case "scores-file":
            return vscode.l10n.t("Choose a file of scores that Goldpan's command line wrote.");
        case "seed":
            return vscode.l10n.t("Set goldpan.seed to another number.");
        case "writable-store":
            return vscode.l10n.t("Name another folder in the setting goldpan.storeFolder and reload the window, or mend its permissions.");
    }
}
