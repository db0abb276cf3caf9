import type {ColumnMapping} from "../formats/columns.js";
import {isPlaceholderInput} from "../lint/placeholderInput.js";
import {contentOf} from "./stringLiteral.js";
import type {TextEdit} from "./textEdit.js";
import {turnLiterals} from "./turnLiterals.js";

/**
 * The edits that empty a record's input where it is a placeholder such as <noinput>; in a record of several instances all such.
 * Ascending.
 * @param record one record's JSON text; the edits' offsets are relative to it. Without edits when it cannot be read
 */
export function clearPlaceholderInput(record: string, columns?: ColumnMapping): TextEdit[] {
    return turnLiterals(record, columns).inputs
        .filter(({value}) => isPlaceholderInput(String(value)))
        .map((literal) => ({...contentOf(literal), text: ""}));
}
