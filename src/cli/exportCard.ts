import path from "node:path";
import packageJson from "../../package.json" with {type: "json"};
import type {ColumnMapping} from "../core/formats/columns.js";
import type {SelectionRule} from "../core/selection.js";
import {shellQuoted} from "../core/shellText.js";
import type {ExportFormat} from "../session/exportSubset.js";
import {fileFacts} from "../session/fileFacts.js";
import type {Dataset} from "../session/readDataset.js";
import {readMeta} from "../session/scoresFiles.js";
import {runOfMeta, type SubsetOrigin} from "../session/subsetCard.js";

export interface ExportOptions {
    readonly scores: string;
    readonly minScore?: number;
    readonly top?: SelectionRule;
    readonly filter?: string;
    readonly format: ExportFormat;
    readonly withScore?: true;
    /** Undefined: as is usual for the form. */
    readonly card?: boolean;
    readonly columns?: string;
    readonly store?: string;
    readonly force?: true;
    readonly out: string;
}

export interface Chosen extends Pick<SubsetOrigin, "counts" | "review"> {
    readonly dataset: Dataset;
    readonly columns: ColumnMapping | undefined;
    readonly rule: SelectionRule | undefined;
}

/** What the card says of this call. @throws UserError when the scores' meta file is damaged */
export async function originOf(datasetPath: string, options: ExportOptions, {dataset, columns, rule, counts, review}: Chosen): Promise<SubsetOrigin> {
    const meta = await readMeta(options.scores);
    return {
        goldpan: packageJson.version, made: new Date().toISOString(),
        dataset: {file: path.basename(dataset.path), sha256: dataset.sha256, examples: dataset.examples.length, problems: dataset.problems.length, columns: columns ?? null},
        scores: {file: path.basename(options.scores), sha256: (await fileFacts(options.scores)).sha256},
        run: meta === undefined ? null : runOfMeta(meta),
        rule: rule ?? null, filter: options.filter ?? null, counts, review, command: commandLine(datasetPath, options, rule)
    };
}

/** The call as it was given, options in a fixed order. `--force` is left out: whoever repeats it shall say it anew. */
function commandLine(datasetPath: string, {scores, filter, format, withScore, card, columns, store, out}: ExportOptions, rule: SelectionRule | undefined): string {
    const words = [
        "goldpan", "export", datasetPath, "--scores", scores,
        ...(rule === undefined ? [] : rule.kind === "min-score" ? ["--min-score", String(rule.score)] : ["--top", rule.kind === "top" ? String(rule.amount) : `${rule.percent}%`]),
        ...(filter === undefined ? [] : ["--filter", filter]),
        ...(format === "same" ? [] : ["--format", format]),
        ...(withScore === true ? ["--with-score"] : []),
        ...(card === undefined ? [] : [card ? "--card" : "--no-card"]),
        ...(columns === undefined ? [] : ["--columns", columns]),
        ...(store === undefined ? [] : ["--store", store]),
        "--out", out
    ];
    return words.map(shellQuoted).join(" ");
}
