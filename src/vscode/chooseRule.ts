import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import type {SelectionRule} from "../core/selection.js";
import {decimal, examples, inDigits} from "./amounts.js";

/** The thresholds and shares of the paper (its Figures 3 to 5 and its 1 %, 5 %, 10 % subsets). */
export const rules: readonly SelectionRule[] = [
    ...[0.5, 0.8, 0.85, 0.9].map((score): SelectionRule => ({kind: "min-score", score})),
    ...[1, 5, 10, 15].map((percent): SelectionRule => ({kind: "top-percent", percent}))
];

/** What there is to choose from. */
export interface RuleAmounts {
    readonly all: number;
    readonly scored: number;
    readonly kept: number;
    readonly dropped: number;
    /** What each of `rules` would choose. */
    readonly chosen: readonly number[];
}

interface RuleItem extends vscode.QuickPickItem {
    readonly rule: SelectionRule | undefined;
}

/** What any other rule would choose; undefined where that cannot be told. */
export type AmountOf = (rule: SelectionRule) => number | undefined | Promise<number | undefined>;

/** Lets the person choose by what each rule would choose. Undefined when they do not. @throws UserError when nothing has a score */
export async function chooseRule(amounts: RuleAmounts, amountOf: AmountOf): Promise<SelectionRule | undefined> {
    const {all, scored, kept, chosen} = amounts;
    if (scored === 0 && kept === 0)
        throw new UserError(vscode.l10n.t("No example of this file has a score yet: score the file first."));
    const items = rules.map((rule, at): RuleItem => {
        return {rule, label: ruleName(rule), description: amountLine(chosen[at] ?? 0, all)};
    });
    const own: RuleItem = {rule: undefined, label: vscode.l10n.t("Another threshold or number ...")};
    const picked = await vscode.window.showQuickPick([...items, own], {
        title: vscode.l10n.t("Export golden subset"), placeHolder: vscode.l10n.t("{0} of {1} are scored{2}", inDigits(scored), examples(all), decisionsNote(amounts))
    });
    return picked === own ? askRule(all, amountOf) : picked?.rule;
}

/** For the proposed name of a file. */
export function labelOf(rule: SelectionRule): string {
    return `golden-${rule.kind === "min-score" ? `min${rule.score}` : rule.kind === "top" ? `top${rule.amount}` : `top${rule.percent}pc`}`;
}

/** What the decisions of a review have to do with it, in brackets; empty where there are none. */
export function decisionsNote({kept, dropped}: Pick<RuleAmounts, "kept" | "dropped">): string {
    return kept + dropped === 0 ? "" : vscode.l10n.t(" (by review: {0} kept, {1} dropped)", kept, dropped);
}

function ruleName(rule: SelectionRule): string {
    switch (rule.kind) {
        case "min-score":
            return vscode.l10n.t("Golden score of {0} or more", rule.score);
        case "top":
            return vscode.l10n.t("The best {0}", rule.amount);
        case "top-percent":
            return vscode.l10n.t("The best {0} %", rule.percent);
    }
}

function amountLine(amount: number, all: number): string {
    return vscode.l10n.t("{0} ({1} %)", examples(amount), decimal(100 * amount / all, 1));
}

async function askRule(all: number, amountOf: AmountOf): Promise<SelectionRule | undefined> {
    const text = await vscode.window.showInputBox({
        title: vscode.l10n.t("Export golden subset"), prompt: vscode.l10n.t("A least golden score such as 0.75, a number of examples such as 500, or a share such as 3%"),
        validateInput: async (given) => {
            const rule = parseRule(given);
            if (rule === undefined)
                return vscode.l10n.t("Write a score from 0 to 1 such as 0.75, a whole number from 2, or a percentage such as 3%.");
            const amount = await amountOf(rule);
            return amount === undefined ? undefined : {message: amountLine(amount, all), severity: vscode.InputBoxValidationSeverity.Info};
        }
    });
    return text === undefined ? undefined : parseRule(text);
}

/** `0.75` and `1` are scores, `500` a number, `3%` a share. */
export function parseRule(text: string): SelectionRule | undefined {
    const [, digits = "", sign] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? [];
    const value = Number(digits);
    if (digits === "")
        return undefined;
    if (sign === "%")
        return value > 0 && value <= 100 ? {kind: "top-percent", percent: value} : undefined;
    if (value <= 1)
        return {kind: "min-score", score: value};
    return Number.isInteger(value) ? {kind: "top", amount: value} : undefined;
}
