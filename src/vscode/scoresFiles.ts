import {existsSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {readMeta, readScores, scoresPathOf} from "../session/scoresFiles.js";
import type {Disposable} from "./disposable.js";
import {failed} from "./failures.js";
import type {RunQueue} from "./runQueue.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

export interface ScoresFilesNeeds {
    readonly index: ScoreIndex;
    /** Of the workspace. */
    readonly memento: vscode.Memento;
    readonly queue: Pick<RunQueue, "isScoring">;
    readonly log: vscode.LogOutputChannel;
}

/** A dataset's address and the path of a scores file. */
type Choice = readonly [uri: string, path: string];

const memory = "goldpan.scoresFiles", mostChoices = 100;
/** Of a file that nobody has chosen: its rows are all held by the extension host. A text that VS Code shares with extensions has at most 50 MiB. */
const mostBytesBeside = 1 << 28;

/**
 * Scores files, made elsewhere by the command line: the one beside a dataset that has no scores of its own, and those that the person
 * chooses, which are remembered for the workspace until a run begins or the columns change.
 */
export class ScoresFiles implements vscode.Disposable {
    private readonly changed = new vscode.EventEmitter<{readonly uri: vscode.Uri; readonly path: string | undefined}>();
    private readonly subscriptions: readonly Disposable[];
    /** The scores of a dataset, which need not be open, are those of this file; undefined: of no chosen one any more. */
    public readonly onDidChoose = this.changed.event;

    public constructor(private readonly needs: ScoresFilesNeeds) {
        const {index, log} = needs;
        this.subscriptions = [
            this.changed,
            index.onDidLookUp((file) => {
                this.show(file).catch((error: unknown) => {
                    failed(log, error);
                });
            }),
            index.onDidBeginRun((uri) => {
                this.forget(uri);
            })
        ];
    }

    public chosen(uri: vscode.Uri): string | undefined {
        return this.choices().find(([of]) => of === uri.toString())?.[1];
    }

    /** Lets the person choose one, or go back to what there is without it. @throws UserError while the dataset is scored: what a run measures and what was measured elsewhere are never shown together */
    public async open(uri: vscode.Uri): Promise<void> {
        if (this.needs.queue.isScoring(uri))
            throw new UserError(vscode.l10n.t("{0} is being scored, and shows those scores. Stop that first, or open the scores file when it is done.", escapeForDisplay(path.basename(uri.fsPath))));
        const chosen = this.chosen(uri), title = vscode.l10n.t("Open scores file");
        if (chosen !== undefined) {
            const another = vscode.l10n.t("Choose another scores file"), none = vscode.l10n.t("Stop showing this scores file");
            const picked = await vscode.window.showQuickPick([{label: another}, {label: none}], {title, placeHolder: vscode.l10n.t("Shown are the scores of {0}", escapeForDisplay(path.basename(chosen)))});
            if (picked?.label === none)
                this.takeBack(uri);
            if (picked?.label !== another)
                return;
        }
        const [file] = await vscode.window.showOpenDialog({
            title, filters: {[vscode.l10n.t("Scores")]: ["jsonl"]}, defaultUri: vscode.Uri.file(path.dirname(uri.fsPath))
        }) ?? [];
        if (file !== undefined)
            await this.choose(uri, file.fsPath);
    }

    /** In a panel it is found out whether the two belong together when the file has been read. @throws UserError when an open text shows that they do not */
    public async choose(uri: vscode.Uri, scoresPath: string): Promise<void> {
        if (this.needs.index.get(uri) !== undefined)
            await this.join(uri, scoresPath, () => true);
        this.remember(uri, scoresPath);
        this.changed.fire({uri, path: scoresPath});
    }

    /** Nothing of it can be shown, of which the person has been told. */
    public refused(uri: vscode.Uri, scoresPath: string): void {
        if (this.chosen(uri) === scoresPath)
            this.takeBack(uri);
    }

    /** Other columns make other examples. */
    public forgetAll(): void {
        this.keep([]);
    }

    public dispose(): void {
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    /** What the person chose before the dataset was opened, else the file beside it. */
    private async show(file: ShownFile): Promise<void> {
        const {document: {uri}, scores} = file;
        const chosen = this.chosen(uri), beside = scoresPathOf(uri.fsPath);
        if (scores.origin.kind === "file")
            return;
        try {
            if (chosen !== undefined)
                await this.join(uri, chosen, () => this.chosen(uri) === chosen);
            else if (uri.scheme !== "untitled" && scores.origin.kind === "none" && existsSync(beside))
                await this.join(uri, beside, () => scores.origin.kind === "none", mostBytesBeside);
        } catch (error) {
            if (chosen !== undefined)
                this.refused(uri, chosen);
            throw error;
        }
    }

    /** Shows a scores file in an open dataset, if it still is to be shown when it has been read. @throws UserError when the two do not belong together */
    private async join(uri: vscode.Uri, scoresPath: string, isWanted: () => boolean, mostBytes?: number): Promise<void> {
        const rows = await readScores(scoresPath, mostBytes);
        const meta = await readMeta(scoresPath);
        if (isWanted() && this.needs.index.showRows(uri, scoresPath, meta?.model.file, rows) === 0)
            throw new UserError(vscode.l10n.t("{0} holds no score of any example of {1}: the two do not belong together.", escapeForDisplay(scoresPath), escapeForDisplay(path.basename(uri.fsPath))));
    }

    private takeBack(uri: vscode.Uri): void {
        this.forget(uri);
        this.needs.index.hideRows(uri);
        this.changed.fire({uri, path: undefined});
    }

    private remember(uri: vscode.Uri, scoresPath: string): void {
        if (uri.scheme !== "untitled") // the next of this name is another text
            this.keep([...this.others(uri), [uri.toString(), scoresPath]]);
    }

    private forget(uri: vscode.Uri): void {
        if (this.chosen(uri) !== undefined)
            this.keep(this.others(uri));
    }

    private others(uri: vscode.Uri): Choice[] {
        return this.choices().filter(([of]) => of !== uri.toString());
    }

    /** The last is the newest; what another version of Goldpan may have kept is left out. */
    private choices(): Choice[] {
        const kept = this.needs.memento.get<unknown>(memory);
        return Array.isArray(kept) ? kept.filter(isChoice) : [];
    }

    private keep(choices: readonly Choice[]): void {
        this.needs.memento.update(memory, choices.slice(-mostChoices)).then(undefined, (error: unknown) => {
            failed(this.needs.log, error);
        });
    }
}

function isChoice(value: unknown): value is Choice {
    return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
