import type {PanelComparison} from "../../../webview/protocol.js";
import {Browser} from "../../browse/client.js";
import type {BrowseEvent, BrowseOptions} from "../../browse/protocol.js";
import {UserError} from "../../core/errors.js";
import {commonAnchors} from "../../core/figures/scoreBins.js";
import {scoredRows, unknown, type ExampleTable} from "../../core/table/table.js";
import {unpackTable} from "../../core/table/transfer.js";
import type {Other} from "./chooseOther.js";

/**
 * Scores of another run or another file beside the rows of a table, by content. They are held by a thread of their own for as long
 * as this takes. Undefined when the table is not the newest any more.
 * @throws UserError when the other file cannot be read or has no scores
 */
export async function compareWith({name, file, run}: Other, browser: Browser, revision: number, threadPath: string, options: BrowseOptions): Promise<PanelComparison | undefined> {
    const {other, table, otherRevision} = await scoredTable(file, threadPath, run === undefined ? options : {...options, run});
    try {
        const keys = await other.packedKeys(otherRevision);
        const rows = keys && await browser.match(revision, keys);
        if (rows === undefined)
            return undefined;
        const shared = rows.reduce((amount, row) => row === unknown ? amount : amount + 1, 0);
        if (shared === 0)
            throw new UserError(`${name} holds no example of this file: there is nothing to compare.`);
        const beside = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => row === unknown ? NaN : column[row] ?? NaN);
        const {anchors} = commonAnchors(table, scoredRows(table, Uint32Array.from(table.index, (_, row) => row)));
        return {name, goldenScore: beside(table.goldenScore), meanGain: beside(table.meanGain), anchors, onlyThere: table.length - new Set(rows.filter((row) => row !== unknown)).size};
    } finally {
        await other.close();
    }
}

async function scoredTable(file: Other["file"], threadPath: string, options: BrowseOptions): Promise<{other: Browser; table: ExampleTable; otherRevision: number}> {
    let take: (event: BrowseEvent) => void = () => undefined;
    const other = new Browser({threadPath, onEvent: (event) => {
        take(event);
    }});
    try {
        const {table, revision} = await new Promise<Extract<BrowseEvent, {kind: "table"}>>((resolve, reject) => {
            let lookedUp = false;
            take = (event) => {
                if (event.kind === "looked-up" && !lookedUp) {
                    lookedUp = true;
                    other.resend();
                } else if (event.kind === "table" && lookedUp) {
                    resolve(event);
                } else if (event.kind === "failed") {
                    reject(new UserError(event.sentence));
                }
            };
            other.read(file, options);
        });
        return {other, table: unpackTable(table), otherRevision: revision};
    } catch (error) {
        await other.close();
        throw error;
    }
}
