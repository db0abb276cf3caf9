import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {narrowest, trainerRecord, trainerRefusal, widened, type Shape, type Trainer} from "../core/formats/trainers.js";
import {writtenRecord, type WrittenForm} from "../core/formats/write.js";
import {writeJson} from "../core/formats/rawJson.js";
import {csvPieces} from "./exportCsv.js";
import {parquetPieces} from "./exportParquet.js";
import {ownRecords, sameForm} from "./exportSame.js";
import {chosenRecords, readChosen, type ChosenExample, type SubsetFile, type SubsetRows} from "./subsetRows.js";

export const exportFormats = ["same", "alpaca", "sharegpt", "messages", "jsonl", "llama-factory", "axolotl", "trl", "csv", "parquet"] as const;
export type ExportFormat = typeof exportFormats[number];

export interface SubsetOptions {
    readonly format: ExportFormat;
    /** Adds the field `goldenScore` to every record; tables have it in any case. */
    readonly withScore: boolean;
    /** Whether the file shall be a JSON array; `same` keeps the dataset's own container, and tables are none. */
    readonly asArray: boolean;
    /** What `surveyShape` found, for the forms of trainers; looked for where missing. */
    readonly shape?: Shape | undefined;
}

/**
 * The golden subset, in the order of the dataset: the records' own bytes where the form stays the same. Texts are read from the
 * file on the way, record by record.
 * @throws UserError when an example cannot be said in the form asked for, or the file has changed since it was read
 */
export async function* subsetPieces(file: SubsetFile, rows: SubsetRows, options: SubsetOptions): AsyncGenerator<string | Uint8Array> {
    switch (options.format) {
        case "same":
            yield* sameForm(file, rows, options.withScore);
            break;
        case "csv":
            yield* csvPieces(readChosen(file, rows));
            break;
        case "parquet":
            yield* parquetPieces(readChosen(file, rows));
            break;
        default:
            yield* contained(jsonRecords(file, rows, options.format, options), options.asArray);
    }
}

/** Goes once through the texts to see what all have in common. @throws UserError when the file has changed since it was read */
export async function surveyShape(file: SubsetFile, rows: SubsetRows): Promise<Shape> {
    let shape = narrowest;
    for await (const {turns, tools} of readChosen(file, rows))
        shape = widened(shape, turns, tools);
    return shape;
}

/** Whether a form has a field only where some example has something to say in it. */
export function needsShape(format: ExportFormat): format is Trainer {
    return format === "llama-factory" || format === "axolotl" || format === "trl";
}

async function* jsonRecords(file: SubsetFile, rows: SubsetRows, format: "jsonl" | Exclude<WrittenForm, "trl"> | Trainer, options: SubsetOptions): AsyncGenerator<string> {
    if (format === "jsonl") {
        yield* ownRecords(file, rows, options.withScore);
        return;
    }
    const shape = needsShape(format) ? options.shape ?? await surveyShape(file, rows) : narrowest;
    for await (const example of readChosen(file, rows)) {
        const record = recordOf(file, example, format, shape);
        yield writeJson(options.withScore ? {...record, goldenScore: example.row.goldenScore} : record, options.asArray ? 2 : 0);
    }
}

function recordOf({path}: SubsetFile, {row, turns, tools}: ChosenExample, format: Exclude<WrittenForm, "trl"> | Trainer, shape: Shape): Record<string, unknown> {
    const place = `${escapeForDisplay(path)}:${row.line}`;
    if (needsShape(format)) {
        const refusal = trainerRefusal(format, turns, tools);
        if (refusal !== undefined)
            throw new UserError(`${place}: ${refusal}; leave it out by the filter -index:${row.index}, or use another form than ${format}.`);
        return trainerRecord(format, turns, tools, shape);
    }
    try {
        return writtenRecord(turns, format);
    } catch (error) {
        if (error instanceof UserError)
            throw new UserError(`${place}: ${error.message}; the formats sharegpt and messages can hold it.`);
        throw error;
    }
}

async function* contained(records: AsyncIterable<string>, asArray: boolean): AsyncGenerator<string> {
    let first = true;
    for await (const record of records) {
        if (asArray)
            yield `${first ? "[\n" : ",\n"}${record}`;
        else
            yield `${record}\n`;
        first = false;
    }
    if (asArray)
        yield first ? "[]\n" : "\n]\n";
}

/** `1 record with 2 chosen examples` for self-instruct, `2 examples` elsewhere. */
export function describeSubset(rows: SubsetRows, format: ExportFormat): string {
    let examples = 0, records = 0;
    for (const record of chosenRecords(rows)) {
        records++;
        examples += record.rows.length;
    }
    return records === examples || (format !== "same" && format !== "jsonl") ? count(examples, "example")
        : `${count(records, "record")} with ${count(examples, "chosen example")}`;
}
