import {placesByScore} from "./order.js";
import {buffersOfColumn, packColumn, unpackColumn, type NumberArray, type PackedColumn} from "./packColumn.js";
import {patchColumns, type Patch} from "./patch.js";
import type {ExampleTable, NumberColumn} from "./table.js";

/** The next rows of a table as they cross to another thread or a webview: plain data and buffers. */
export interface PackedTable {
    /** Rows before these, which have crossed already. */
    readonly from: number;
    readonly length: number;
    /** In the order of `layout`. */
    readonly columns: readonly PackedColumn[];
    readonly categories: readonly {readonly name: string; readonly values: readonly string[]; readonly codes: PackedColumn}[];
}

/** All of a patch's columns, rows first. */
export type PackedPatch = readonly PackedColumn[];

/** A table without what follows from the rest of it. */
export type TableColumns = Omit<ExampleTable, "place">;

const layout = [
    ["index", Uint32Array], ["line", Uint32Array], ["goldenScore", Float64Array], ["ciLow", Float32Array], ["ciHigh", Float32Array], ["meanGain", Float64Array], ["wins", Uint32Array],
    ["anchors", Uint32Array], ["flags", Uint32Array], ["decision", Uint8Array], ["promptLength", Uint32Array], ["answerLength", Uint32Array], ["answerTokens", Uint32Array]
] as const satisfies readonly (readonly [Exclude<NumberColumn, "place">, new (length: number) => NumberArray])[];

/** @param from where these rows stand in the whole table */
export function packTable(table: TableColumns, from = 0): PackedTable {
    return {
        from, length: table.length, columns: layout.map(([name]) => packColumn(table[name])),
        categories: table.categories.map(({name, values, codes}) => ({name, values, codes: packColumn(codes)}))
    };
}

/** What may be transferred instead of copied; neither the packed table nor what it was made of is to be used after that. */
export function buffersOfTable({columns, categories}: PackedTable): ArrayBuffer[] {
    return [...columns, ...categories.map(({codes}) => codes)].flatMap(buffersOfColumn);
}

/** @param before the rows that have crossed already @throws Error when it is of another layout, or other rows come before it */
export function unpackTable(packed: PackedTable, before?: ExampleTable): ExampleTable {
    const {from, length, columns, categories} = packed;
    if (columns.length !== layout.length)
        throw new Error("this table has other columns than this version of Goldpan");
    if (from > (before?.length ?? 0))
        throw new Error(`these rows follow ${from} rows, of which ${before?.length ?? 0} are there`);
    const whole = <T extends NumberArray>(kind: new (length: number) => T, column: PackedColumn | undefined, first: ArrayLike<number> | undefined): T => {
        const next = column && unpackColumn(kind, column);
        if (next?.length !== length)
            throw new Error(`a column of this table has ${next?.length ?? 0} values instead of ${length}`);
        if (from === 0)
            return next;
        const all = new kind(from + length);
        for (let row = 0; row < from; row++)
            all[row] = first?.[row] ?? 0;
        all.set(next, from);
        return all;
    };
    const named = Object.fromEntries(layout.map(([name, kind], at) => [name, whole<NumberArray>(kind, columns[at], before?.[name])])) as unknown as Pick<ExampleTable, typeof layout[number][0]>; // each by its own kind
    return {
        ...named, length: from + length, place: placesByScore(named),
        categories: categories.map(({name, values, codes}) => ({name, values, codes: whole(Uint16Array, codes, before?.categories.find((category) => category.name === name)?.codes)}))
    };
}

export function packPatch(patch: Patch): PackedPatch {
    return [patch.rows, ...patchColumns.map(([name]) => patch[name])].map(packColumn);
}

/** @throws Error when it is of another layout */
export function unpackPatch([rows, ...columns]: PackedPatch): Patch {
    if (rows === undefined || columns.length !== patchColumns.length)
        throw new Error("this patch has other columns than this version of Goldpan");
    const named = patchColumns.map(([name, kind], at) => [name, unpackColumn<NumberArray>(kind, columns[at] ?? rows)]);
    return {rows: unpackColumn(Uint32Array, rows), ...Object.fromEntries(named) as unknown as Omit<Patch, "rows">}; // each by its own kind
}
