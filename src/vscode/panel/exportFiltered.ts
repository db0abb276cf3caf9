import type * as vscode from "vscode";
import type {Browser} from "../../browse/client.js";
import {parseFilter} from "../../core/filter/parse.js";
import {printFilter} from "../../core/filter/print.js";
import type {Term} from "../../core/filter/terms.js";
import {decisions} from "../../core/selection.js";
import {titles} from "../exportForms.js";
import type {ScoreOrigin} from "../fileScores.js";
import {exportChosen} from "./exportChosen.js";

export interface FilteredRows {
    readonly revision: number;
    readonly rows: Uint32Array;
    /** The line of text that chose them. */
    readonly filter: string;
}

/** Writes the rows that a panel shows. */
export async function exportFiltered(browser: Browser, uri: vscode.Uri, {revision, rows, filter}: FilteredRows, origin: ScoreOrigin): Promise<void> {
    await exportChosen(browser, uri, {revision, rows, title: titles.filtered(), label: filter.trim() === "" ? "all" : "filtered", choice: ["--filter", exactly(filter)], filter, note: ""}, origin);
}

const anyDecision: Term = {kind: "decision", negated: false, decisions: ["none", ...decisions]};

/** On the command line decisions come on top of a filter that says nothing of them; a panel exports what it shows. */
function exactly(filter: string): string {
    const {filter: terms} = parseFilter(filter);
    return terms?.some(({kind}) => kind === "decision") === false ? printFilter([...terms, anyDecision]) : filter;
}
