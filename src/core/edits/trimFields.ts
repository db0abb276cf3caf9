import type {ColumnMapping} from "../formats/columns.js";
import {contentOf, trimmedContent} from "./stringLiteral.js";
import type {TextEdit} from "./textEdit.js";
import {turnLiterals, type TextLiterals} from "./turnLiterals.js";

/**
 * The edits that take white space from the ends of a record's texts, as the prompt does when it reads them (so the content key
 * stays). Only characters inside of string literals go; of a text in several parts those at the ends of the whole. Ascending.
 * @param record one record's JSON text; the edits' offsets are relative to it. Without edits when it cannot be read
 */
export function trimFields(record: string, columns?: ColumnMapping): TextEdit[] {
    const edits = new Map<number, TextEdit>(); // a literal that is all white space is met from both sides
    for (const literals of turnLiterals(record, columns).texts) {
        for (const edit of [...endEdits(record, literals, "front"), ...endEdits(record, literals, "back")])
            edits.set(edit.start, edit);
    }
    return [...edits.values()].sort((a, b) => a.start - b.start);
}

function endEdits(record: string, literals: TextLiterals, side: "front" | "back"): TextEdit[] {
    const edits: TextEdit[] = [];
    for (const literal of side === "front" ? literals : literals.toReversed()) {
        if (literal === undefined)
            break;
        const whole = contentOf(literal), rest = trimmedContent(record, literal);
        const start = side === "front" || rest === undefined ? whole.start : rest.end;
        const end = side === "back" || rest === undefined ? whole.end : rest.start;
        if (start < end)
            edits.push({start, end, text: ""});
        if (rest !== undefined)
            break;
    }
    return edits;
}
