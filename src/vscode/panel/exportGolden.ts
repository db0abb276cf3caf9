import * as vscode from "vscode";
import type {Browser} from "../../browse/client.js";
import {UserError} from "../../core/errors.js";
import {chooseRule, decisionsNote, labelOf, rules} from "../chooseRule.js";
import {titles} from "../exportForms.js";
import {ruleOption} from "../exportOrigin.js";
import type {ScoreOrigin} from "../fileScores.js";
import {exportChosen} from "./exportChosen.js";

/** The golden subset of what a panel shows, which may be a file that no text editor opens. @param revision of the newest table; undefined when there is none */
export async function exportGolden(browser: Browser, uri: vscode.Uri, revision: number | undefined, origin: ScoreOrigin): Promise<void> {
    const amounts = revision === undefined ? undefined : await browser.golden(revision, rules);
    if (revision === undefined || amounts === undefined)
        throw new UserError(vscode.l10n.t("The file is still being read; export it in a moment."));
    const rule = await chooseRule(amounts, async (one) => (await browser.golden(revision, [one]))?.chosen[0]);
    if (rule !== undefined)
        await exportChosen(browser, uri, {revision, rows: rule, title: titles.golden(), label: labelOf(rule), choice: ruleOption(rule), filter: null, note: decisionsNote(amounts)}, origin);
}
