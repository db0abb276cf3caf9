import type {Example} from "../../../src/core/example.js";
import {readDataset, type Dataset} from "../../../src/session/readDataset.js";
import {subsetPieces, type SubsetOptions} from "../../../src/session/exportSubset.js";
import {subsetFile, subsetRow, type SubsetRow} from "../../../src/session/subsetRows.js";

/** Field values that a careless writer would change: large and odd numbers, escapes, an order of fields, fields of others. */
export const alpacaLines: readonly string[] = [
    String.raw`{"instruction":"First?","input":"","output":"é and 漢 \u00e9 \/ \ud83d\ude00","id":12345678901234567890}`,
    String.raw`{"id":1.0,"instruction":"Second?","input":"given","output":"Yes.\n","meta":{"z":[1e5,-0,true,null],"a":"}],"}}`,
    String.raw`{"output":"Third.","weight":1E400,"instruction":"Third?"}`
];

export async function exported(dataset: Dataset, options: Partial<SubsetOptions>, selected = everything(dataset)): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of subsetPieces(subsetFile(dataset, undefined), selected, {format: "same", withScore: false, asArray: false, ...options}))
        pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces);
}

export async function exportedText(path: string, options: Partial<SubsetOptions>, select?: (dataset: Dataset) => SubsetRow[]): Promise<string> {
    const dataset = await readDataset(path);
    return (await exported(dataset, options, select?.(dataset))).toString("utf8");
}

/** Every example, with the scores 0.5, 0.25, 0.125, ... */
export function everything(dataset: Dataset): SubsetRow[] {
    return withScores(dataset, ({index}) => 0.5 ** (index + 1));
}

export function withScores(dataset: Dataset, scoreOf: (example: Example) => number | null): SubsetRow[] {
    return dataset.examples.map((example) => ({...subsetRow(example, undefined, undefined), goldenScore: scoreOf(example)}));
}

/** A pretty array of the lines, their values untouched: white space only is added, as `JSON.stringify` would. */
export function prettyArray(lines: readonly string[], lineEnd: string, indent: string): string {
    const records = lines.map((line) => {
        const fields = line.slice(1, -1).split(/,(?="(?:instruction|input|output|id|meta|weight)":)/);
        return `${indent}{${lineEnd}${fields.map((field) => indent + indent + field.replace(":", ": ")).join(`,${lineEnd}`)}${lineEnd}${indent}}`;
    });
    return `[${lineEnd}${records.join(`,${lineEnd}`)}${lineEnd}]${lineEnd}`;
}
