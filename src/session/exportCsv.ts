import {stringify} from "csv-stringify/sync";
import {tableCells, tableColumns, type Cell} from "./exportTable.js";
import type {ChosenExample} from "./subsetRows.js";

/** So many characters or rows are put into words at once: enough that a call for them costs nothing, little enough to hold. */
const mostCharacters = 1 << 18, mostRows = 1000;

/**
 * Beginnings that a spreadsheet takes for a formula's, as OWASP lists them, and those that defusing makes of them: so of every
 * text that begins like this one apostrophe can be taken off again.
 */
const formula = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * CSV as in RFC 4180: a line of names, commas, CRLF, every text in quotation marks. A text that a spreadsheet would take for a
 * formula gets an apostrophe in front.
 */
export async function* csvPieces(examples: AsyncIterable<ChosenExample>): AsyncGenerator<string> {
    yield written([tableColumns.map(({name}) => name)]);
    let rows: (readonly Cell[])[] = [];
    let characters = 0;
    for await (const example of examples) {
        const cells = tableCells(example).map(csvCell);
        rows.push(cells);
        characters += cells.reduce<number>((sum, cell) => sum + (typeof cell === "string" ? cell.length : 0), 0);
        if (rows.length >= mostRows || characters >= mostCharacters) {
            yield written(rows);
            rows = [];
            characters = 0;
        }
    }
    if (rows.length > 0)
        yield written(rows);
}

function csvCell(cell: Cell): string | number | null {
    if (typeof cell === "number" || cell === null)
        return cell;
    const text = typeof cell === "string" ? cell : cell.join(" ");
    return formula.test(text) ? `'${text}` : text;
}

function written(rows: readonly (readonly Cell[])[]): string {
    return stringify([...rows], {record_delimiter: "\r\n", quoted_string: true}); // not its own escape_formulas: it lets a line feed through, and cannot be taken back
}
