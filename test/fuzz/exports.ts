import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
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
import {damaged} from "./damage.js";
import {randomFile, type Random} from "./records.js";
import {scratchFolder} from "./scratch.js";
import type {FuzzTarget} from "./target.js";

/**
 * Random examples of a random file, often a damaged one, exported in every form and read back: the same examples in the same order
 * and no problems, or a sentence that says why not. `same` and `jsonl` keep the very content keys.
 */
export const exports: FuzzTarget = {
    name: "exports",
    attempt: async (chance, note) => {
        const random: Random = (below) => chance.below(below);
        const text = randomFile(random), bytes = chance.once(3) ? damaged(text, chance) : text;
        note(bytes);
        const file = path.join(scratchFolder(), "data");
        writeFileSync(file, chance.once(4) ? gzipSync(bytes) : bytes);
        const dataset = await readable(file);
        if (dataset === undefined || dataset.examples.length === 0)
            return;
        for (const format of exportFormats)
            try {
                await tryExport(dataset, format, random);
            } catch (error) {
                throw new Error(`${format}: ${error instanceof Error ? error.message : String(error)}`, {cause: error});
            }
    }
};

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

async function tryExport(dataset: Dataset, format: ExportFormat, random: Random): Promise<void> {
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
        return;
    }
    const written = Buffer.concat(pieces);
    if (format === "csv" || format === "parquet") {
        const table: readonly Record<string, unknown>[] = format === "csv" ? csvRows(written) : await parquetReadObjects({file: Uint8Array.from(written).buffer});
        assert.deepEqual(table.map(({key}) => key), chosen.map(({key}) => key));
        const read = (turns: readonly Turn[]): readonly Turn[] => format === "parquet" && singleExchange(turns) !== undefined ? withoutMarks(turns) : turns;
        assert.deepEqual(table.map((row) => meaning(read(turnsOfRow(row)))), chosen.map(({turns}) => meaning(read(turns))));
        return;
    }
    writeFileSync(path.join(scratchFolder(), "written"), format === "axolotl" ? withLists(written) : written);
    const again = await readDataset(path.join(scratchFolder(), "written"));
    assert.deepEqual(again.problems, [], written.toString());
    if (format === "same" || format === "jsonl") {
        const records = new Set(chosen.map(({span}) => span.start)); // self-instruct's are whole
        assert.deepEqual(again.examples.map(({key}) => key), dataset.examples.filter(({span}) => records.has(span.start)).map(({key}) => key), written.toString());
    } else {
        assert.deepEqual(again.examples.map(({turns}) => meaning(turns)), chosen.map(({turns}) => meaning(turns)), written.toString());
    }
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
