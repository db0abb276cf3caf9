import path from "node:path";
import * as vscode from "vscode";
import {UserError} from "../core/errors.js";
import type {Example} from "../core/example.js";
import {parseColumns} from "../core/formats/columns.js";
import {scoreRow} from "../core/scoresFile.js";
import {select, type Decision, type Selectable, type SelectionRule} from "../core/selection.js";
import {describeSubset} from "../session/exportSubset.js";
import {onlyReplaceable} from "../session/outputs.js";
import {readDataset, type Dataset} from "../session/readDataset.js";
import {reviewEffect} from "../session/subsetCard.js";
import {subsetFile, subsetRow} from "../session/subsetRows.js";
import {writeSubset} from "../session/writeSubset.js";
import {inDigits} from "./amounts.js";
import {chooseRule, decisionsNote, labelOf, rules, type RuleAmounts} from "./chooseRule.js";
import {settings} from "./config.js";
import {chooseForm, titles} from "./exportForms.js";
import {commandLine, originOf, ruleOption, scoresFileOf} from "./exportOrigin.js";
import {chooseTarget, tellWritten} from "./exportTarget.js";
import type {ExampleView} from "./fileScores.js";
import {confirm} from "./messages.js";
import type {ScoreIndex, ShownFile} from "./scoreIndex.js";

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
    const rule = await chooseRule(amountsOf(file), (one) => chooseFrom(selectables(file), one, file).length);
    const form = rule === undefined ? undefined : await chooseForm(titles.golden());
    const target = rule === undefined || form === undefined ? undefined : await chooseTarget(uri, {title: titles.golden(), label: labelOf(rule)}, form, scoresFileOf(file.scores.origin));
    if (rule === undefined || form === undefined || target === undefined)
        return;
    const {format} = form, {out} = target;
    const columns = settings().columns === "" ? undefined : parseColumns(settings().columns);
    const dataset = await readDataset(uri.fsPath, columns);
    const candidates = candidatesOf(file, dataset);
    const chosen = chooseFrom(candidates, rule, file);
    if (chosen.length === 0)
        throw new UserError(vscode.l10n.t("No example is chosen by this rule: nothing was written."));
    const counts = {scored: candidates.filter(({goldenScore}) => goldenScore !== null).length, inQuestion: candidates.length};
    const command = commandLine({dataset: uri.fsPath, out, choice: ruleOption(rule), form, origin: file.scores.origin});
    const card = form.card ? await originOf(file.scores.origin, {dataset, columns, rule, counts, command, review: reviewEffect(select(candidates, rule), chosen)}) : undefined;
    const subset = chosen.map(({example, view}) => subsetRow(example, view === undefined ? undefined : scoreRow(example, view.score, view.allFlags), view?.decision));
    await writeSubset(subsetFile(dataset, columns), subset, {out, format, withScore: false, card, requireReplaceable: onlyReplaceable(target.replaceable)});
    if (format !== "parquet")
        await vscode.window.showTextDocument(vscode.Uri.file(out), {preview: false});
    await tellWritten(out, form, vscode.l10n.t("{0} of {1}{2}", describeSubset(subset, format), inDigits(dataset.examples.length), decisionsNote(decidedOf(file))), command);
}

async function requireSaved({document}: ShownFile): Promise<void> {
    if (!document.isDirty)
        return;
    const save = vscode.l10n.t("Save and export");
    if (!await confirm(vscode.l10n.t("{0} has changes that are not saved; the subset is cut out of the saved file.", path.basename(document.fileName)), save) || !await document.save())
        throw new vscode.CancellationError();
}

function amountsOf(file: ShownFile): RuleAmounts {
    const views = file.scores.views();
    const candidates = selectables(file);
    return {
        all: views.length, scored: candidates.filter(({goldenScore}) => goldenScore !== null).length, ...decidedOf(file),
        chosen: rules.map((rule) => chooseFrom(candidates, rule, file).length)
    };
}

function decidedOf({scores}: ShownFile): Pick<RuleAmounts, "kept" | "dropped"> {
    const decided = (decision: Decision): number => scores.views().filter((view) => view.decision === decision).length;
    return {kept: decided("keep"), dropped: decided("drop")};
}

function selectables({scores}: ShownFile): (Selectable & Pick<ExampleView["located"], "example">)[] {
    return scores.views().map(({located: {example}, score}) => ({example, index: example.index, goldenScore: score?.goldenScore ?? null, meanGain: score?.meanGain ?? null}));
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
