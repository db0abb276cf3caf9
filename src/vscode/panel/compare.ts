import * as vscode from "vscode";
import type {PanelComparison} from "../../../webview/protocol.js";
import {BrowserEnded, type Browser} from "../../browse/client.js";
import type {BrowseOptions, ScoresOrigin} from "../../browse/protocol.js";
import {UserError} from "../../core/errors.js";
import type {Store} from "../../session/interfaces.js";
import {chooseOther} from "./chooseOther.js";
import {compareScores, OtherEnded, type ComparedWith} from "./compareScores.js";

export interface ComparisonNeeds extends Pick<ComparedWith, "threadPath" | "signal"> {
    readonly uri: vscode.Uri;
    /** Of the scores that are shown. */
    readonly origin: ScoresOrigin;
    readonly store: Pick<Store, "runs">;
    readonly options: () => BrowseOptions;
}

/** As `compareScores`, with what the person chooses and words for what goes wrong. Undefined also when the panel's own file cannot be held, which the panel says itself. @throws UserError when there is nothing to compare, or the table is not the newest any more */
export async function compareWithChosen(browser: Browser, revision: number, {uri, origin, store, options, ...how}: ComparisonNeeds): Promise<PanelComparison | undefined> {
    const other = await chooseOther(uri, origin, store);
    if (other === undefined)
        return undefined;
    try {
        const found = await compareScores(browser, revision, {...other, ...how, options: options()});
        if (found === "nothing-shared")
            throw new UserError(vscode.l10n.t("{0} holds no example of this file: there is nothing to compare.", other.name));
        if (found === undefined && !how.signal.aborted)
            throw new UserError(vscode.l10n.t("{0} was not compared: the dataset was read anew meanwhile. Compare again.", other.name));
        return found;
    } catch (error) {
        if (error instanceof OtherEnded)
            throw new UserError(vscode.l10n.t("{0} could not be held: {1}", other.name, error.message));
        if (error instanceof BrowserEnded)
            return undefined;
        throw error;
    }
}
