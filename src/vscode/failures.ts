import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import {complain} from "./messages.js";
import {sentence} from "./remedies.js";

/** Tells what went wrong: a sentence for the person, everything else in the log. */
export function failed(log: vscode.LogOutputChannel, error: unknown): void {
    if (error instanceof vscode.CancellationError)
        return;
    if (error instanceof UserError) {
        log.error(sentence(error));
        void complain(sentence(error));
        return;
    }
    log.error(error instanceof Error ? error : String(error));
    const show = vscode.l10n.t("Show log");
    void complain(vscode.l10n.t("Goldpan met an error of its own. Everything measured is kept; the log says more."), show).then((answer) => {
        if (answer === show)
            log.show();
    });
}
