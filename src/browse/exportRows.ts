import path from "node:path";
import {UserError} from "../core/errors.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {Container} from "../core/formats/reader.js";
import type {SelectionRule} from "../core/selection.js";
import {describeSubset} from "../session/exportSubset.js";
import {fileFacts} from "../session/fileFacts.js";
import {onlyReplaceable} from "../session/outputs.js";
import {recordEdges, type SubsetRow, type SubsetRows} from "../session/subsetRows.js";
import {writeSubset} from "../session/writeSubset.js";
import {goldenRows} from "./goldenRows.js";
import type {ExportOrder, Exported} from "./protocol.js";
import type {Rows} from "./rows.js";

/** What is cut out of: a file on disk that was read to its end. */
export interface ExportedFile {
    readonly path: string;
    readonly sha256: string;
    readonly container: Container;
    readonly columns: ColumnMapping | undefined;
    readonly problems: number;
}

/**
 * Writes some rows, in the order of the file, with what belongs beside them; scores and decisions are those of the beginning. Texts are read from the file again, record by record.
 * @throws UserError when an example cannot be said in the form, the file has changed, or the place cannot be written
 */
export async function exportRows(rows: Rows, {path: file, sha256, container, columns, problems}: ExportedFile, asked: Uint32Array | SelectionRule, {out, replaceable = [], format, card}: ExportOrder): Promise<Exported> {
    const rule = asked instanceof Uint32Array ? null : asked;
    const golden = rule === null ? undefined : goldenRows(rows.scoring, rule);
    const chosen = asked instanceof Uint32Array ? asked.filter((row) => row < rows.length).sort() : golden?.chosen ?? [];
    if (chosen.length === 0)
        throw new UserError("No example is chosen: nothing was written.");
    const keysOf = (some: readonly number[] = []): string[] => some.map((row) => rows.keys.keyAt(row));
    const now = rows.scoresNow();
    const subset: SubsetRows = {
        * [Symbol.iterator](): Generator<SubsetRow> {
            for (const row of chosen)
                yield rows.subsetRow(row, now);
        }
    };
    const spans = function* (): Generator<{start: number; end: number}> {
        for (let row = 0; row < rows.length; row++)
            yield rows.spanOf(row);
    };
    const scored = rows.scoring.goldenScore.reduce((sum, score) => sum + Number(!Number.isNaN(score)), 0);
    await writeSubset({path: file, sha256, container, columns, edges: recordEdges(spans())}, subset, {out, format, withScore: false, requireReplaceable: onlyReplaceable(replaceable), card: card === null ? undefined : {
        goldpan: card.goldpan, made: card.made, run: card.run, rule, filter: card.filter, command: card.command,
        dataset: {file: path.basename(file), sha256, examples: rows.length, problems, columns: columns ?? null},
        scores: card.scoresFile === null ? null : {file: path.basename(card.scoresFile), sha256: (await fileFacts(card.scoresFile)).sha256},
        counts: {scored, inQuestion: rule === null ? chosen.length : rows.length}, review: {added: keysOf(golden?.added), removed: keysOf(golden?.removed)}
    }});
    return {subset: describeSubset(subset, format), of: rows.length};
}
