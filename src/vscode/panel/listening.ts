import * as vscode from "vscode";
import type {PanelStatus} from "../../../webview/protocol.js";
import type {Browser} from "../../browse/client.js";
import {scoreOfKey} from "../../browse/keyedScores.js";
import type {Disposable} from "../disposable.js";
import {describeRun} from "../statusBar.js";
import type {PanelNeeds} from "./panelNeeds.js";
import {watchText} from "./source.js";

/** A panel, as far as things happen to it elsewhere. */
export interface Listener {
    readonly browser: Browser;
    /** The text is another. */
    readonly read: () => void;
    /** It is read in another way, and other settings may have changed with that. */
    readonly readAnew: () => void;
    /** Scores may be others now. */
    readonly refresh: () => void;
    /** Null: none runs on the file. */
    readonly progressed: (run: PanelStatus["run"]) => void;
}

/** Listens to everything outside that concerns the panel of a file. */
export function listen(uri: vscode.Uri, {index, queue, scoresFiles}: Pick<PanelNeeds, "index" | "queue" | "scoresFiles">, {browser, read, readAnew, refresh, progressed}: Listener): Disposable[] {
    const isOwn = (other: vscode.Uri | undefined): boolean => other?.toString() === uri.toString();
    let runs = false;
    return [
        watchText(uri, read),
        index.onDidBeginRun((other) => {
            if (!isOwn(other))
                return;
            browser.beginRun();
            refresh();
        }),
        index.onDidScore(({uri: other, scores}) => {
            if (isOwn(other))
                browser.scored(scores.map(([key, known]) => scoreOfKey(key, known)));
        }),
        index.onDidRefresh(refresh),
        scoresFiles.onDidChoose(({uri: other, path}) => {
            if (isOwn(other))
                browser.showScoresFile(path);
        }),
        index.onDidDecide((decisions) => {
            for (const decision of new Set(decisions.values()))
                browser.decided([...decisions].flatMap(([key, one]) => one === decision ? key : []), decision ?? null);
        }),
        queue.onDidProgress((running) => {
            const mine = isOwn(running?.uri) ? running?.state : undefined;
            if (mine === undefined && !runs)
                return;
            runs = mine !== undefined;
            progressed(mine === undefined ? null : {text: describeRun(mine), share: mine.total === 0 ? 0 : mine.done / mine.total});
        }),
        vscode.workspace.onDidChangeConfiguration((change) => {
            if (change.affectsConfiguration("goldpan.columns"))
                readAnew(); // other columns make other examples; of all other settings the index hears
        })
    ];
}
