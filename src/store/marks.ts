import {createHash} from "node:crypto";
import type {Statements} from "./statements.js";

const marked = "SELECT rowid, scope, example, truncated, crashed, answer_tokens, measurements FROM one_shot";

/**
 * How far the one-shot measurements have come: the number of the newest row, and what it says. Every measurement that is written is
 * a row of a higher number, also where it takes the place of another. Undefined where there is none.
 */
export function newestMark(statements: Statements): string | undefined {
    return markOf(statements.lists(`${marked} ORDER BY rowid DESC LIMIT 1`));
}

/**
 * Whether measurements of a scope may be others than when the mark was taken: some were written since, or the marked row is not
 * there any more, as in a store that was replaced by an older one.
 */
export function changedSince(statements: Statements, scope: number, mark: string): boolean {
    const id = Number.parseInt(mark, 10);
    return markOf(statements.lists(`${marked} WHERE rowid = ?`, id)) !== mark
        || statements.get("SELECT 1 FROM one_shot WHERE rowid > ? AND +scope = ? LIMIT 1", id, scope) !== undefined; // plus: by rowid, not through all of the scope
}

type MarkedRow = [id: number, scope: number, example: string, truncated: number, crashed: number, answerTokens: number | null, measurements: Uint8Array];

function markOf(rows: unknown[]): string | undefined {
    const [row] = rows as MarkedRow[];
    if (row === undefined)
        return undefined;
    const [id, ...values] = row, measurements = values.pop() as Uint8Array; // the last column, as above
    return `${id} ${createHash("sha256").update(JSON.stringify(values)).update(measurements).digest("hex")}`;
}
