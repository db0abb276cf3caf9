import type * as vscode from "vscode";
import type {Store} from "../../session/interfaces.js";
import type {RunQueue} from "../runQueue.js";
import type {ScoreIndex} from "../scoreIndex.js";
import type {Scorer} from "../scorer.js";
import type {ScoresFiles} from "../scoresFiles.js";
import type {SavedFilters} from "./savedFilters.js";

/** What a panel works with. */
export interface PanelNeeds {
    readonly extensionUri: vscode.Uri;
    readonly index: ScoreIndex;
    readonly queue: Pick<RunQueue, "onDidProgress">;
    readonly scorer: Pick<Scorer, "wanted">;
    readonly scoresFiles: Pick<ScoresFiles, "chosen" | "onDidChoose" | "refused">;
    readonly filters: SavedFilters;
    readonly store: () => Store;
    /** Where that store is. */
    readonly storeFolder: string;
    readonly log: vscode.LogOutputChannel;
}
