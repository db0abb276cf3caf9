import assert from "node:assert/strict";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {gzipSync} from "node:zlib";
import {parquetReadObjects} from "hyparquet";
import {exampleKey} from "../../src/core/contentKey.js";
import {UserError} from "../../src/core/errors.js";
import type {Turn} from "../../src/core/example.js";
import {isObject} from "../../src/core/formats/fields.js";
import {recognize} from "../../src/core/formats/recognize.js";
import {callText, objectArguments, parsedCall} from "../../src/core/formats/toolCall.js";
import {singleExchange} from "../../src/core/formats/write.js";
import {exportFormats, subsetPieces, type ExportFormat} from "../../src/session/exportSubset.js";
import {readDataset, type Dataset} from "../../src/session/readDataset.js";
import {subsetFile, subsetRow} from "../../src/session/subsetRows.js";
import {parseCsv} from "../support/parseCsv.js";
import {damaged, randomFile, type Random} from "./records.js";

/** What a fuzz has done, for the person who looks on. */
export interface ExportTrials {
    readonly files: number;
    /** Exports that were read back as what was chosen. */
    readonly readBack: number;
    /** Exports that were refused by a sentence. */
    readonly refused: number;
}

/**
 * Exports random examples of random files, many of them damaged, in every form, and reads them back: the same examples in the
 * same order and no problems, or a sentence that says why not. `same` and `jsonl` keep the very content keys.
 * @param random a whole number from 0, below the given one
 * @param deadline as `Date.now()`; the file in hand is finished
 * @throws AssertionError that shows the file
 */
export async function fuzzExports(random: Random, deadline: number): Promise<ExportTrials> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-fuzz-"));
    let files = 0, readBack = 0, refused = 0;
    try {
        do {
            files++;
            const text = randomFile(random), bytes = random(3) === 0 ? damaged(text, random) : text;
            const file = path.join(folder, "data");
            writeFileSync(file, random(4) === 0 ? gzipSync(bytes) : bytes);
            const dataset = await readable(file);
            if (dataset === undefined || dataset.examples.length === 0)
                continue;
            for (const format of exportFormats)
                try {
                    if (await tryExport(dataset, format, random, folder))
                        readBack++;
                    else
                        refused++;
                } catch (error) {
                    throw new assert.AssertionError({message: `${format} of ${JSON.stringify(bytes.toString("latin1"))}: ${error instanceof Error ? error.stack : String(error)}`});
                }
        } while (Date.now() < deadline);
    } finally {
        rmSync(folder, {recursive: true});
    }
    return {files, readBack, refused};
}

/** Undefined for what is refused as a whole, such as UTF-16 after a damage. */
async function readable(file: string): Promise<Dataset | undefined> {
    try {
        return await readDataset(file);
    } catch (error) {
        if (error instanceof UserError)
            return undefined;
        throw error;
    }
}

async function tryExport(dataset: Dataset, format: ExportFormat, random: Random, folder: string): Promise<boolean> {
    const some = dataset.examples.filter(() => random(3) > 0), chosen = some.length > 0 ? some : dataset.examples;
    const rows = chosen.map((example) => ({...subsetRow(example, undefined, undefined), goldenScore: random(5) === 0 ? null : random(100) / 100}));
    const pieces: Buffer[] = [];
    try {
        for await (const piece of subsetPieces(subsetFile(dataset, undefined), rows, {format, withScore: random(2) === 0, asArray: random(2) === 0}))
            pieces.push(Buffer.from(piece));
    } catch (error) {
        if (!(error instanceof UserError))
            throw error;
        assert.match(error.message, /^.*:\d+: [^\n]{20,400}\.$/);
        return false;
    }
    const written = Buffer.concat(pieces);
    if (format === "csv" || format === "parquet") {
        const table: readonly Record<string, unknown>[] = format === "csv" ? csvRows(written) : await parquetReadObjects({file: Uint8Array.from(written).buffer});
        assert.deepEqual(table.map(({key}) => key), chosen.map(({key}) => key));
        const read = (turns: readonly Turn[]): readonly Turn[] => format === "parquet" && singleExchange(turns) !== undefined ? withoutMarks(turns) : turns;
        assert.deepEqual(table.map((row) => meaning(read(turnsOfRow(row)))), chosen.map(({turns}) => meaning(read(turns))));
        return true;
    }
    writeFileSync(path.join(folder, "written"), format === "axolotl" ? withLists(written) : written);
    const again = await readDataset(path.join(folder, "written"));
    assert.deepEqual(again.problems, [], written.toString());
    if (format === "same" || format === "jsonl") {
        const records = new Set(chosen.map(({span}) => span.start)); // self-instruct's are whole
        assert.deepEqual(again.examples.map(({key}) => key), dataset.examples.filter(({span}) => records.has(span.start)).map(({key}) => key), written.toString());
    } else {
        assert.deepEqual(again.examples.map(({turns}) => meaning(turns)), chosen.map(({turns}) => meaning(turns)), written.toString());
    }
    return true;
}

/** The content key without what forms may say in another way: where an input stands, how a call is spelled, a system text that is blank. */
function meaning(turns: readonly Turn[]): string {
    const said = turns[0]?.role === "system" && turns[0].text.trim() === "" ? turns.slice(1) : turns;
    return exampleKey(said.map(({role, text, input = ""}) => ({role, text: role === "tool-call" ? callMeaning(text) : input.trim() === "" ? text : `${text}\n${input}`})));
}

function callMeaning(text: string): string {
    const call = parsedCall(text) ?? {name: "unknown", arguments: text, isText: true}, asObject = objectArguments(call);
    return callText(asObject === undefined ? call : {name: call.name, arguments: asObject.text, isText: false});
}

/** axolotl's messages are a JSON text where some example calls a tool. */
function withLists(written: Buffer): string {
    const text = written.toString();
    const lists = (records: readonly unknown[]): unknown[] => records.map((record) => isObject(record) && typeof record.messages === "string" ? {...record, messages: JSON.parse(record.messages) as unknown} : record);
    return text.startsWith("[") ? JSON.stringify(lists(JSON.parse(text) as unknown[])) : lists(text.trim().split("\n").map((line) => JSON.parse(line) as unknown)).map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** With the apostrophes taken off again, as docs/formats.md says. */
function csvRows(written: Buffer): Record<string, unknown>[] {
    const [names = [], ...rows] = parseCsv(written.toString());
    return rows.map((row) => Object.fromEntries(names.map((name, at): [string, unknown] => [name, row[at]?.replace(/^'(?='*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/, "")])));
}

/** hyparquet leaves a byte-order mark at a text's beginning out in reading. */
function withoutMarks(turns: readonly Turn[]): readonly Turn[] {
    return turns.map(({role, text, input = ""}) => ({role, text: text.replace(/^\ufeff/, ""), input: input.replace(/^\ufeff/, "")}));
}

function turnsOfRow(row: Record<string, unknown>): readonly Turn[] {
    const {system, instruction, input, output, messages} = row;
    const record = typeof messages === "string" && messages !== "" ? {messages: JSON.parse(messages) as unknown} : {system, instruction, input, output};
    const recognition = recognize(record);
    assert.ok(recognition.kind === "examples");
    return recognition.examples[0] ?? [];
}
