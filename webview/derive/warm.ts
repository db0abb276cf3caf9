import {parseFilter} from "../../src/core/filter/parse.js";
import {failures, passing} from "../../src/core/table/select.js";
import type {ExampleTable} from "../../src/core/table/table.js";

/** Terms that go through every kind of column. */
const kinds = "score>=0.5 ci-low>0 length:1..100000 top:5% -unscored -flag:any decision:none";
const rows = 2000, rounds = 40;

/**
 * Filters a beginning of the table again and again, which takes some 10 ms: browsers compile a loop for what it has met, and the first
 * filters of a million examples would otherwise take three times as long as those after them.
 */
export function warm(table: ExampleTable): void {
    const length = Math.min(rows, table.length);
    const beginning = Object.fromEntries(Object.entries(table).map(([name, column]: [string, unknown]) => [name, ArrayBuffer.isView(column) ? (column as Uint32Array).subarray(0, length) : column])) as unknown as ExampleTable; // of the same kinds
    const {filter = []} = parseFilter(kinds);
    for (let round = 0; round < rounds; round++)
        passing(failures({...beginning, length}, filter));
}
