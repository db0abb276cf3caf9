import path from "node:path";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {axolotlStanza, datasetInfo} from "../core/formats/trainers.js";
import {needsShape, subsetPieces, surveyShape, type ExportFormat} from "./exportSubset.js";
import {subsetCard, type SubsetOrigin} from "./subsetCard.js";
import type {SubsetFile, SubsetRows} from "./subsetRows.js";
import {writeTogether, type WriteRules} from "./writeFile.js";

/** Names that a form's file may have, where not any will do: programs tell what is in a file by its name. */
const names: Readonly<Partial<Record<ExportFormat, readonly [pattern: RegExp, said: string]>>> = {
    "llama-factory": [/\.jsonl?$/, ".jsonl or .json (LLaMA-Factory takes no other, and none that is compressed)"],
    "axolotl": [/\.jsonl?$/, ".jsonl or .json"],
    "trl": [/\.jsonl?(\.gz)?$/, ".jsonl, .json, .jsonl.gz or .json.gz"],
    "csv": [/\.csv(\.gz)?$/, ".csv or .csv.gz"],
    "parquet": [/\.parquet$/, ".parquet"]
};

/** @throws UserError when a file of this form must have another name */
export function requireName(out: string, format: ExportFormat): void {
    const [pattern, said] = names[format] ?? [];
    if (pattern?.test(out) === false)
        throw new UserError(`${escapeForDisplay(path.basename(out))}: the name of a file in the form ${format} must end in ${said ?? ""}.`);
}

/** The usual ending of a form's file; undefined where the dataset's own will do. */
export function usualEnding(format: ExportFormat): string | undefined {
    switch (format) {
        case "same":
            return undefined;
        case "csv":
        case "parquet":
            return `.${format}`;
        default:
            return ".jsonl";
    }
}

/** Forms that have a card unless it is left out. Those from before there were cards have one only if it is asked for. */
export function hasCard(format: ExportFormat): boolean {
    return names[format] !== undefined;
}

export function cardPath(out: string): string {
    return `${out}.card.md`;
}

/** The file beside the subset that its trainer is told of it by, if there is one. */
export function companionPath(out: string, format: ExportFormat): string | undefined {
    return format === "llama-factory" ? `${out}.dataset_info.json` : format === "axolotl" ? `${out}.axolotl.yml` : undefined;
}

export interface SubsetOutput extends Pick<WriteRules, "requireReplaceable"> {
    readonly out: string;
    readonly format: ExportFormat;
    readonly withScore: boolean;
    /** Undefined: without a card. */
    readonly card: SubsetOrigin | undefined;
}

/** All files that are written: the subset, what its trainer is told of it by, the card. */
export function subsetFiles(out: string, format: ExportFormat, card: boolean): string[] {
    const companion = companionPath(out, format);
    return [out, ...(companion === undefined ? [] : [companion]), ...(card ? [cardPath(out)] : [])];
}

/**
 * Writes a subset, and beside it what its trainer needs and its card: all of them, each whole, or none. Nobody may read them who may
 * not read the dataset.
 * @throws UserError when an example cannot be said in the form, the file has changed, or the place cannot be written
 */
export async function writeSubset(file: SubsetFile, rows: SubsetRows, {out, format, withScore, card, requireReplaceable}: SubsetOutput): Promise<void> {
    requireName(out, format);
    const name = path.basename(out);
    const shape = needsShape(format) ? await surveyShape(file, rows) : undefined;
    await writeTogether({requireReplaceable, madeOf: [file.path]}, async (add) => {
        const facts = await add(out, subsetPieces(file, rows, {format, withScore, asArray: /\.json(\.gz)?$/.test(out), shape}));
        const companion = companionPath(out, format);
        if (companion !== undefined && shape !== undefined)
            await add(companion, [format === "axolotl" ? axolotlStanza(name) : datasetInfo(name, shape)]);
        if (card !== undefined)
            await add(cardPath(out), [subsetCard(card, {file: name, format, ...facts}, rows)]);
    });
}
