import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import {complain} from "./messages.js";
import {sentence} from "./remedies.js";

/** A file that was to be scored holds nothing to score. */
export class NoExample extends UserError {}

/** Notes what went wrong, and tells nobody: a sentence where there is one, else everything that is known. */
export function logFailure(log: vscode.LogOutputChannel, error: unknown): void {
    if (error instanceof UserError)
        log.error(sentence(error));
    else
        log.error(error instanceof Error ? error : String(error));
}

/** Tells what went wrong: a sentence for the person, everything else in the log. */
export function failed(log: vscode.LogOutputChannel, error: unknown): void {
    if (error instanceof vscode.CancellationError)
        return;
    logFailure(log, error);
    if (error instanceof UserError) {
        void complain(sentence(error));
        return;
    }
    const show = showLog();
    void complain(vscode.l10n.t("Goldpan met an error of its own. Everything measured is kept; the log says more."), show).then((answer) => {
        if (answer === show)
            log.show();
    });
}

/** The button that leads to the log. */
export function showLog(): string {
    return vscode.l10n.t("Show log");
}
