import type {PanelComparison} from "../../../webview/protocol.js";
import {Browser, BrowserEnded} from "../../browse/client.js";
import type {BrowseEvent, BrowseOptions} from "../../browse/protocol.js";
import {UserError} from "../../core/errors.js";
import {commonAnchors} from "../../core/figures/scoreBins.js";
import {scoredRows, unknown, type ExampleTable} from "../../core/table/table.js";
import {unpackTable} from "../../core/table/transfer.js";
import type {Other} from "./chooseOther.js";

export interface ComparedWith extends Other {
    readonly threadPath: string;
    readonly options: BrowseOptions;
    /** Nobody waits for it any more. */
    readonly signal: AbortSignal;
}

/** What is compared with could not be held. */
export class OtherEnded extends BrowserEnded {}

/**
 * Scores of another run or another file beside the rows of a table, by content. They are held by a thread of their own for as long
 * as this takes. Undefined when the table is not the newest any more, or nobody waits.
 * @throws UserError when the other file cannot be read; OtherEnded when it cannot be held, BrowserEnded when the panel's own cannot
 */
export async function compareScores(browser: Pick<Browser, "match" | "packedKeys">, revision: number, {name, file, run, threadPath, options, signal}: ComparedWith): Promise<PanelComparison | "nothing-shared" | undefined> {
    const heard: Listener = {event: () => undefined, end: () => undefined};
    const other = new Browser({
        threadPath,
        onEvent: (event) => {
            heard.event(event);
        },
        onEnd: (error) => {
            heard.end(error);
        }
    });
    try {
        const scored = await ofOther(scoredTable(other, heard, signal, () => {
            other.read(file, run === undefined ? options : {...options, run});
        }));
        const keys = scored && await ofOther(other.packedKeys(scored.otherRevision));
        const rows = keys && await browser.match(revision, keys);
        const own = await browser.packedKeys(revision);
        const twins = scored && own && await ofOther(other.match(scored.otherRevision, own));
        if (scored === undefined || rows === undefined || twins === undefined)
            return undefined;
        const {table} = scored;
        const shared = rows.reduce((amount, row) => row === unknown ? amount : amount + 1, 0);
        if (shared === 0)
            return "nothing-shared";
        const beside = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => row === unknown ? NaN : column[row] ?? NaN);
        const scoredThere = scoredRows(table, Uint32Array.from(table.index, (_, row) => row));
        const {anchors} = commonAnchors(table, scoredThere);
        return {name, goldenScore: beside(table.goldenScore), meanGain: beside(table.meanGain), anchors, onlyThere: scoredThere.filter((row) => twins[row] === unknown).length};
    } finally {
        await other.close();
    }
}

async function ofOther<Answer>(answer: Promise<Answer>): Promise<Answer> {
    try {
        return await answer;
    } catch (error) {
        throw error instanceof BrowserEnded ? new OtherEnded(error.message) : error;
    }
}

interface Listener {
    event: (event: BrowseEvent) => void;
    end: (error: Error) => void;
}

/** The whole table with all its scores; undefined when nobody waits for it any more. */
async function scoredTable(other: Browser, heard: Listener, signal: AbortSignal, read: () => void): Promise<{table: ExampleTable; otherRevision: number} | undefined> {
    let abort: () => void = () => undefined;
    const event = await new Promise<Extract<BrowseEvent, {kind: "table"}> | undefined>((resolve, reject) => {
        let lookedUp = false;
        heard.event = (event) => {
            if (event.kind === "looked-up" && !lookedUp) {
                lookedUp = true;
                other.resend();
            } else if (event.kind === "table" && lookedUp) {
                resolve(event);
            } else if (event.kind === "failed") {
                reject(new UserError(event.sentence, event.remedy));
            }
        };
        heard.end = reject;
        abort = () => {
            resolve(undefined);
        };
        signal.addEventListener("abort", abort);
        if (signal.aborted)
            abort();
        else
            read();
    }).finally(() => {
        signal.removeEventListener("abort", abort); // the panel's signal outlives the comparison, and would keep its table
    });
    return event && {table: unpackTable(event.table), otherRevision: event.revision};
}
