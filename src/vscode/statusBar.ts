import path from "node:path";
import * as vscode from "vscode";
import {escapeForDisplay} from "../core/displayText.js";
import type {EngineInfo} from "../core/measurement.js";
import {decimal, describeSeconds, inDigits, scores} from "./amounts.js";
import type {Disposable} from "./disposable.js";
import {asMarkdown} from "./plainText.js";
import type {RunState} from "./runProgress.js";
import type {ScoreIndex} from "./scoreIndex.js";
import type {Scorer} from "./scorer.js";

/** Model and device while nothing runs, progress while something does; shown where a dataset is. */
export class StatusBar implements vscode.Disposable {
    private readonly item = vscode.window.createStatusBarItem("goldpan.status", vscode.StatusBarAlignment.Right, 90);
    private readonly subscriptions: readonly Disposable[];
    private run: RunState | undefined;

    public constructor(private readonly index: ScoreIndex, private readonly scorer: Scorer) {
        this.item.name = "Goldpan";
        this.subscriptions = [
            this.item,
            index.onDidChange(() => {
                this.refresh();
            }),
            scorer.onDidChange(() => {
                this.refresh();
            }),
            vscode.window.onDidChangeActiveTextEditor(() => {
                this.refresh();
            })
        ];
    }

    /** Undefined once nothing runs any more. */
    public show(run: RunState | undefined): void {
        this.run = run;
        this.refresh();
    }

    public refresh(): void {
        const editor = vscode.window.activeTextEditor;
        const file = editor === undefined ? undefined : this.index.get(editor.document.uri);
        if (this.run !== undefined) {
            this.item.text = `$(sync~spin) ${describeRun(this.run)}`;
            this.item.command = {command: "goldpan.stopScoring", title: vscode.l10n.t("Stop scoring")};
        } else if (file === undefined) {
            this.item.hide();
            return;
        } else {
            const views = file.scores.views();
            const scored = views.filter(({measured}) => measured).length;
            const stale = file.scores.origin.kind === "run" && file.scores.origin.outdated.length > 0;
            this.item.text = scored === 0 ? "$(star) Goldpan" : `$(${stale ? "history" : "star"}) ${scored === views.length ? scores(scored) : vscode.l10n.t("{0}/{1}", inDigits(scored), scores(views.length))}`;
            this.item.command = {command: "goldpan.selectModel", title: vscode.l10n.t("Select scorer model")};
        }
        this.item.tooltip = this.tooltip();
        this.item.show();
    }

    public dispose(): void {
        for (const subscription of this.subscriptions)
            subscription.dispose();
    }

    private tooltip(): vscode.MarkdownString {
        const {info, fallBack} = this.scorer;
        const lines = [
            this.scorer.isEmbedded() ? vscode.l10n.t("Scorer model: the embedded one, for demonstration only") : vscode.l10n.t("Scorer model: {0}", escapeForDisplay(path.basename(this.scorer.modelPath()))),
            info === undefined ? vscode.l10n.t("Not loaded") : computesOn(info),
            ...(fallBack === undefined ? [] : [fallBack])
        ];
        const text = new vscode.MarkdownString(lines.map(asMarkdown).join("\n\n"));
        text.supportThemeIcons = false;
        return text;
    }
}

function computesOn({backend, devices, threads}: EngineInfo): string {
    const device = [backend, ...devices].map(escapeForDisplay).join(" ");
    return threads === 1 ? vscode.l10n.t("Computes on {0}, 1 thread", device) : vscode.l10n.t("Computes on {0}, {1} threads", device, threads);
}

/** `Scoring 120 of 200, 6.9/s, 12 s left`. */
export function describeRun({phase, done, total, rate, secondsLeft}: RunState): string {
    if (phase === "start")
        return vscode.l10n.t("Starting ...");
    const figures = vscode.l10n.t("{0} of {1}", inDigits(done), inDigits(total));
    const name = phase === "anchors" ? vscode.l10n.t("Choosing anchors: {0}", figures) : vscode.l10n.t("Scoring {0}", figures);
    return rate === undefined || secondsLeft === undefined ? name
        : `${name}, ${vscode.l10n.t("{0}/s, {1} left", decimal(rate, rate >= 10 ? 0 : rate >= 1 ? 1 : 2), describeSeconds(secondsLeft))}`;
}
