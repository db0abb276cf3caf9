import * as vscode from "vscode";
import {flagMeanings} from "../core/lint/rules.js";
import type {Rank} from "../core/ranking.js";
import type {Decision} from "../core/selection.js";
import type {Difference} from "../session/keptScores.js";
import {decimal, inDigits, inPercent} from "./amounts.js";
import {openFlags, type ExampleView} from "./fileScores.js";

/** `0.62`; three digits would promise more than a hundred anchors can say. */
export function score(value: number): string {
    return decimal(value, 2);
}

/** The first lens of an example: `0.62 (0.52 to 0.71) · rank 14 of 200, top 7 %`, of the worst `bottom 4 %`. */
export function scoreLine({score: golden, measured}: Pick<ExampleView, "score" | "measured">, rank: Rank | undefined): string {
    if (golden === null)
        return measured ? vscode.l10n.t("no score") : vscode.l10n.t("not scored");
    const [low, high] = golden.ci95;
    const line = vscode.l10n.t("{0} ({1} to {2})", score(golden.goldenScore), score(low), score(high));
    return rank === undefined ? line : `${line} · ${rankLine(rank)}`;
}

function rankLine({rank, of, end, percent}: Rank): string {
    return end === "top" ? vscode.l10n.t("rank {0} of {1}, top {2} %", inDigits(rank), inDigits(of), inPercent(percent))
        : vscode.l10n.t("rank {0} of {1}, bottom {2} %", inDigits(rank), inDigits(of), inPercent(percent));
}

/** What a flag means, a sentence. */
export function meaning(code: string): string {
    const found = flagMeanings[code];
    if (found === undefined)
        return vscode.l10n.t("The record could not be read.");
    const {l10n} = vscode;
    return l10n.t(found); // no plain string: tools/l10n knows of the core's sentences
}

export function decisionName(decision: Decision): string {
    switch (decision) {
        case "keep":
            return vscode.l10n.t("kept");
        case "drop":
            return vscode.l10n.t("dropped");
        case "fixed":
            return vscode.l10n.t("reviewed");
    }
}

/** The setting that asks for something else than a run had. */
export function settingName(difference: Difference): string {
    switch (difference) {
        case "model":
            return vscode.l10n.t("model");
        case "protocol":
            return vscode.l10n.t("protocol");
        case "anchors":
            return vscode.l10n.t("anchors");
        case "seed":
            return vscode.l10n.t("seed");
    }
}

/** Codes that still ask for a look, in one line; empty when there is none. */
export function flagLine(view: ExampleView): string {
    return openFlags(view).filter((code) => code !== "low-golden-score").join(", ");
}

const addresses = new Map<string, vscode.Uri>();

/** Where a flag is explained. */
export function documentation(code: string): vscode.Uri {
    let found = addresses.get(code);
    if (found === undefined) {
        found = vscode.Uri.parse(`https://github.com/goldpan/goldpan/blob/main/docs/rules.md#${code}`);
        addresses.set(code, found);
    }
    return found;
}
