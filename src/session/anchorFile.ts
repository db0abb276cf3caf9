import path from "node:path";
import {anchorSetHash, type Anchor, type AnchorDraw} from "../core/anchors.js";
import {exampleKey} from "../core/contentKey.js";
import {escapeForDisplay, quoteForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Turn} from "../core/example.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {recognize} from "../core/formats/recognize.js";
import {writtenRecord, type WrittenForm} from "../core/formats/write.js";
import type {ModelInfo} from "../core/measurement.js";
import {promptText} from "../core/prompt.js";
import type {Dataset} from "./readDataset.js";
import {metaPath} from "./scoresFiles.js";
import {writeTogether, type WriteRules} from "./writeFile.js";

/** What `<anchors>.meta.json` holds: how the task set was drawn, and from what. */
export interface AnchorsMeta {
    readonly format: "goldpan-anchors";
    readonly version: 1;
    readonly dataset: {readonly file: string; readonly sha256: string; readonly examples: number; readonly columns: ColumnMapping | null};
    /** Null where no model was needed. */
    readonly model: (ModelInfo & {readonly file: string; readonly fingerprint: string; readonly fingerprintSampled?: string}) | null;
    readonly draw: AnchorDraw;
    readonly count: number;
    /** As in the meta file of scores. */
    readonly hash: string;
    readonly seconds: number;
    readonly versions: Readonly<Record<string, string>>;
}

export interface AnchorsFacts extends Pick<AnchorsMeta, "model" | "draw" | "seconds" | "versions"> {
    readonly anchors: readonly Anchor[];
    readonly dataset: Dataset;
    readonly columns: ColumnMapping | undefined;
}

/**
 * Writes anchors as a dataset whose examples have the very same content keys, and beside it how they were drawn; both or neither.
 * An array for `.json`, else one record a line; compressed for `.gz`. Nobody may read them who may not read the dataset.
 * @throws UserError when the place cannot be written, or no form can say an anchor
 */
export async function writeAnchors(out: string, {anchors, dataset, columns, ...facts}: AnchorsFacts, {requireReplaceable}: Pick<WriteRules, "requireReplaceable"> = {}): Promise<void> {
    const records = anchors.map((anchor) => anchorRecord(anchor));
    const asArray = /\.json(\.gz)?$/.test(out);
    const {model, draw, seconds, versions} = facts;
    const meta: AnchorsMeta = {
        format: "goldpan-anchors", version: 1,
        dataset: {file: path.basename(dataset.path), sha256: dataset.sha256, examples: dataset.examples.length, columns: columns ?? null},
        model, draw, count: anchors.length, hash: anchorSetHash(anchors), seconds, versions
    };
    await writeTogether({requireReplaceable, madeOf: [dataset.path]}, async (add) => {
        await add(out, asArray ? [`${JSON.stringify(records, null, 2)}\n`] : records.map((record) => `${JSON.stringify(record)}\n`));
        await add(metaPath(out), [`${JSON.stringify(meta, null, 2)}\n`]);
    });
}

/**
 * The first of the forms that reads back as the same content: Alpaca where it is one question and one answer, else messages;
 * Alpaca with its system and history where an input must stay apart, ShareGPT where a tool call must keep its own spelling.
 * @throws UserError when there is none
 */
export function anchorRecord({key, turns}: Anchor): Record<string, unknown> {
    const single = turns.length === 2 && turns[0]?.role === "user";
    const forms: readonly WrittenForm[] = single ? ["alpaca", "messages", "sharegpt"] : ["messages", "alpaca", "sharegpt"];
    for (const form of forms) {
        const record = attempt(turns, form);
        if (record !== undefined && readsAs(record, key))
            return record;
    }
    throw new UserError(`The anchor ${quoteForDisplay(promptText(turns).query)} can be written in no form without a change (${escapeForDisplay(turns.map(({role}) => role).join(", "))}).`, "seed");
}

function attempt(turns: readonly Turn[], form: WrittenForm): Record<string, unknown> | undefined {
    try {
        return writtenRecord(turns, form);
    } catch (error) {
        if (error instanceof UserError)
            return undefined; // this form cannot say it
        throw error;
    }
}

function readsAs(record: Record<string, unknown>, key: string): boolean {
    const found = recognize(record);
    return found.kind === "examples" && found.examples.length === 1 && exampleKey(found.examples[0] ?? []) === key;
}
