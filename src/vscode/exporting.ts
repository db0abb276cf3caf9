import path from "node:path";
import * as vscode from "vscode";
import {count} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Example} from "../core/example.js";
import {parseColumns} from "../core/formats/columns.js";
import {scoreRow} from "../core/scoresFile.js";
import {select, type Selectable, type SelectionRule} from "../core/selection.js";
import {describeSubset} from "../session/exportSubset.js";
import {readDataset, type Dataset} from "../session/readDataset.js";
import {reviewEffect} from "../session/subsetCard.js";
import {subsetFile, subsetRow} from "../session/subsetRows.js";
import {writeSubset} from "../session/writeSubset.js";
import {settings} from "./config.js";
import {chooseForm} from "./exportForms.js";
import {commandLine, originOf, ruleOption} from "./exportOrigin.js";
import {chooseTarget, tellWritten} from "./exportTarget.js";
import type {ExampleView} from "./fileScores.js";
import {confirm} from "./messages.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

/** The thresholds and shares of the paper (its Figures 3 to 5 and its 1 %, 5 %, 10 % subsets). */
const rules: readonly SelectionRule[] = [
    ...[0.5, 0.8, 0.85, 0.9].map((score): SelectionRule => ({kind: "min-score", score})),
    ...[1, 5, 10, 15].map((percent): SelectionRule => ({kind: "top-percent", percent}))
];

interface Candidate extends Selectable {
    readonly example: Example;
    readonly view: ExampleView | undefined;
}

/** Writes the golden subset of an open file to a new file, after the person has chosen a rule by its live count, and a form. */
export async function exportSubset(index: ScoreIndex, uri: vscode.Uri): Promise<void> {
    const file = index.get(uri);
    if (file === undefined)
        throw new UserError(vscode.l10n.t("Open the dataset first: the golden subset is chosen by the scores that are shown."));
    await requireSaved(file);
    const rule = await chooseRule(file);
    const form = rule === undefined ? undefined : await chooseForm();
    const out = rule === undefined || form === undefined ? undefined : await chooseTarget(uri, labelOf(rule), form);
    if (rule === undefined || form === undefined || out === undefined)
        return;
    const {format} = form;
    const columns = settings().columns === "" ? undefined : parseColumns(settings().columns);
    const dataset = await readDataset(uri.fsPath, columns);
    const candidates = candidatesOf(file, dataset);
    const chosen = chooseFrom(candidates, rule, file);
    if (chosen.length === 0)
        throw new UserError(vscode.l10n.t("No example is chosen by this rule: nothing was written."));
    const counts = {scored: candidates.filter(({goldenScore}) => goldenScore !== null).length, inQuestion: candidates.length};
    const command = commandLine({dataset: uri.fsPath, out, choice: ruleOption(rule), form, origin: file.scores.origin});
    const card = form.card ? await originOf(file.scores.origin, {dataset, columns, rule, counts, command, review: reviewEffect(select(candidates, rule), chosen)}) : undefined;
    const subset = chosen.map(({example, view}) => subsetRow(example, view === undefined ? undefined : scoreRow(example, view.score, view.flags), view?.decision));
    await writeSubset(subsetFile(dataset, columns), subset, {out, format, withScore: false, card});
    if (format !== "parquet")
        await vscode.window.showTextDocument(vscode.Uri.file(out), {preview: false});
    await tellWritten(out, form, vscode.l10n.t("{0} of {1}{2}", describeSubset(subset, format), dataset.examples.length.toLocaleString("en-US"), decisionsNote(file)), command);
}

function labelOf(rule: SelectionRule): string {
    return rule.kind === "min-score" ? `min${rule.score}` : rule.kind === "top" ? `top${rule.amount}` : `top${rule.percent}pc`;
}

async function requireSaved({document}: ShownFile): Promise<void> {
    if (!document.isDirty)
        return;
    const save = vscode.l10n.t("Save and export");
    if (!await confirm(vscode.l10n.t("{0} has changes that are not saved; the subset is cut out of the saved file.", path.basename(document.fileName)), save) || !await document.save())
        throw new vscode.CancellationError();
}

interface RuleItem extends vscode.QuickPickItem {
    readonly rule: SelectionRule | undefined;
}

async function chooseRule(file: ShownFile): Promise<SelectionRule | undefined> {
    const views = file.scores.views();
    const candidates = views.map(({located: {example}, score}) => ({example, index: example.index, goldenScore: score?.goldenScore ?? null, meanGain: score?.meanGain ?? null}));
    const scored = candidates.filter(({goldenScore}) => goldenScore !== null).length;
    if (scored === 0 && !views.some(({decision}) => decision === "keep"))
        throw new UserError(vscode.l10n.t("No example of this file has a score yet: score the file first."));
    const items = rules.map((rule): RuleItem => {
        const amount = chooseFrom(candidates, rule, file).length;
        return {rule, label: ruleName(rule), description: vscode.l10n.t("{0} ({1} %)", count(amount, "example"), (100 * amount / candidates.length).toFixed(1))};
    });
    const own: RuleItem = {rule: undefined, label: vscode.l10n.t("Another threshold or number ...")};
    const picked = await vscode.window.showQuickPick([...items, own], {
        title: vscode.l10n.t("Export golden subset"), placeHolder: vscode.l10n.t("{0} of {1} are scored{2}", scored.toLocaleString("en-US"), count(candidates.length, "example"), decisionsNote(file))
    });
    return picked === own ? askRule() : picked?.rule;
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

async function askRule(): Promise<SelectionRule | undefined> {
    const text = await vscode.window.showInputBox({
        title: vscode.l10n.t("Export golden subset"), prompt: vscode.l10n.t("A least golden score such as 0.75, a number of examples such as 500, or a share such as 3%"),
        validateInput: (given) => parseRule(given) === undefined ? vscode.l10n.t("Write a score from 0 to 1 such as 0.75, a whole number from 2, or a percentage such as 3%.") : undefined
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

function chooseFrom<T extends Selectable & {readonly example: {readonly key: string}}>(candidates: readonly T[], rule: SelectionRule, {scores}: ShownFile): T[] {
    return select(candidates, rule, ({example}) => scores.decisionOf(example.key));
}

/** What is shown, joined to the file on disk by content key. */
function candidatesOf({scores}: ShownFile, dataset: Dataset): Candidate[] {
    const byKey = new Map(scores.views().map((view) => [view.located.example.key, view]));
    return dataset.examples.map((example): Candidate => {
        const view = byKey.get(example.key);
        return {example, view, index: example.index, goldenScore: view?.score?.goldenScore ?? null, meanGain: view?.score?.meanGain ?? null};
    });
}

function decisionsNote({scores}: ShownFile): string {
    const decisions = scores.views().map(({decision}) => decision);
    const kept = decisions.filter((decision) => decision === "keep").length, dropped = decisions.filter((decision) => decision === "drop").length;
    return kept + dropped === 0 ? "" : vscode.l10n.t(" (by review: {0} kept, {1} dropped)", kept, dropped);
}
