import {stringify} from "csv-stringify/sync";
import {tableCells, tableColumns, type Cell} from "./exportTable.js";
import type {ChosenExample} from "./subsetRows.js";

/** So many characters or rows are put into words at once: enough that a call for them costs nothing, little enough to hold. */
const mostCharacters = 1 << 18, mostRows = 1000;

/**
 * CSV as in RFC 4180: a line of names, commas, CRLF, every text in quotation marks. A cell that a spreadsheet would take for a
 * formula gets an apostrophe in front, numbers excepted.
 */
export async function* csvPieces(examples: AsyncIterable<ChosenExample>): AsyncGenerator<string> {
    yield written([tableColumns.map(({name}) => name)]);
    let rows: (readonly Cell[])[] = [];
    let characters = 0;
    for await (const example of examples) {
        const cells = tableCells(example).map((cell) => Array.isArray(cell) ? cell.join(" ") : cell as Exclude<Cell, readonly string[]>); // isArray does not narrow readonly lists away
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

function written(rows: readonly (readonly Cell[])[]): string {
    return stringify([...rows], {record_delimiter: "\r\n", quoted_string: true, escape_formulas: true});
}
