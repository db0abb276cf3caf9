import {existsSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {parseColumns} from "../core/formats/columns.js";
import {select, type Selectable, type SelectionRule} from "../core/selection.js";
import {describeSubset, subsetPieces, type SelectedExample} from "../session/exportSubset.js";
import {readDataset, type Dataset} from "../session/readDataset.js";
import {writeWhole} from "../session/writeFile.js";
import {settings} from "./config.js";
import {confirm, inform} from "./messages.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

/** The thresholds and shares of the paper (its Figures 3 to 5 and its 1 %, 5 %, 10 % subsets). */
const rules: readonly SelectionRule[] = [
    ...[0.5, 0.8, 0.85, 0.9].map((score): SelectionRule => ({kind: "min-score", score})),
    ...[1, 5, 10, 15].map((percent): SelectionRule => ({kind: "top-percent", percent}))
];

interface Candidate extends Selectable, SelectedExample {}

/** Writes the golden subset of an open file to a new file, after the person has chosen a rule by its live count. */
export async function exportSubset(index: ScoreIndex, uri: vscode.Uri): Promise<void> {
    const file = index.get(uri);
    if (file === undefined)
        throw new UserError(vscode.l10n.t("Open the dataset first: the golden subset is chosen by the scores that are shown."));
    await requireSaved(file);
    const rule = await chooseRule(file);
    if (rule === undefined)
        return;
    const out = await chooseFile(uri, rule);
    if (out === undefined)
        return;
    const {columns} = settings();
    const dataset = await readDataset(uri.fsPath, columns === "" ? undefined : parseColumns(columns));
    const chosen = chooseFrom(candidatesOf(file, dataset), rule, file);
    if (chosen.length === 0)
        throw new UserError(vscode.l10n.t("No example is chosen by this rule: nothing was written."));
    await writeWhole(out.fsPath, subsetPieces(dataset, chosen, {format: "same", withScore: false, asArray: /\.json(\.gz)?$/.test(out.fsPath)}));
    await vscode.window.showTextDocument(out, {preview: false});
    const copy = vscode.l10n.t("Copy command line");
    const answer = await inform(vscode.l10n.t("Wrote {0}: {1} of {2}{3}.", path.basename(out.fsPath), describeSubset(chosen, "same"), dataset.examples.length.toLocaleString("en-US"), decisionsNote(file)), copy);
    if (answer === copy)
        await vscode.env.clipboard.writeText(commandLine(uri.fsPath, out.fsPath, rule));
}

/** What `goldpan` would be called with for the same subset, for a POSIX shell. */
export function commandLine(dataset: string, out: string, rule: SelectionRule): string {
    const {anchors, seed, protocol, modelPath} = settings();
    const scores = `${dataset}.scores.jsonl`;
    const model = modelPath === "" ? "" : ` --model ${quoted(modelPath)}`;
    const choice = rule.kind === "min-score" ? `--min-score ${rule.score}` : `--top ${rule.kind === "top" ? rule.amount : `${rule.percent}%`}`;
    return `goldpan score ${quoted(dataset)}${model} --anchors ${quoted(anchors)} --seed ${seed} --protocol ${protocol} --out ${quoted(scores)}`
        + ` && goldpan export ${quoted(dataset)} --scores ${quoted(scores)} ${choice} --out ${quoted(out)}`;
}

function quoted(text: string): string {
    return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
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

/** Scores of what is shown, joined to the file on disk by content key. */
function candidatesOf({scores}: ShownFile, dataset: Dataset): Candidate[] {
    const byKey = new Map(scores.views().map(({located: {example}, score}) => [example.key, score]));
    return dataset.examples.map((example): Candidate => {
        const score = byKey.get(example.key);
        return {example, index: example.index, goldenScore: score?.goldenScore ?? null, meanGain: score?.meanGain ?? null};
    });
}

function decisionsNote({scores}: ShownFile): string {
    const decisions = scores.views().map(({decision}) => decision);
    const kept = decisions.filter((decision) => decision === "keep").length, dropped = decisions.filter((decision) => decision === "drop").length;
    return kept + dropped === 0 ? "" : vscode.l10n.t(" (by review: {0} kept, {1} dropped)", kept, dropped);
}

async function chooseFile(uri: vscode.Uri, rule: SelectionRule): Promise<vscode.Uri | undefined> {
    const {dir, name, ext} = path.parse(uri.fsPath);
    const label = rule.kind === "min-score" ? `min${rule.score}` : rule.kind === "top" ? `top${rule.amount}` : `top${rule.percent}pc`;
    const out = await vscode.window.showSaveDialog({
        title: vscode.l10n.t("Export golden subset"), saveLabel: vscode.l10n.t("Export"),
        defaultUri: vscode.Uri.file(path.join(dir, `${name}.golden-${label}${ext === ".gz" ? ".jsonl" : ext}`))
    });
    if (out === undefined)
        return undefined;
    if (out.scheme !== "file" && out.scheme !== "vscode-remote")
        throw new UserError(vscode.l10n.t("The subset can only be written to a file on the machine that Goldpan runs on."));
    if (path.resolve(out.fsPath) === path.resolve(uri.fsPath))
        throw new UserError(vscode.l10n.t("{0} is the dataset itself, which Goldpan never replaces; choose another name.", escapeForDisplay(out.fsPath)));
    if (existsSync(out.fsPath) && vscode.workspace.textDocuments.some((open) => open.uri.toString() === out.toString() && open.isDirty))
        throw new UserError(vscode.l10n.t("{0} is open with changes that are not saved; choose another name.", escapeForDisplay(out.fsPath)));
    return out;
}
