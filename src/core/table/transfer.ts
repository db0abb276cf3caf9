import type {ExampleTable, NumberColumn} from "./table.js";

/** A table as it crosses to another thread or a webview: plain data and buffers, of which none is copied. */
export interface PackedTable {
    readonly length: number;
    readonly categories: readonly {readonly name: string; readonly values: readonly string[]}[];
    /** The columns in the order of `layout`, then the codes of the categories. */
    readonly buffers: readonly ArrayBuffer[];
}

const layout: readonly NumberColumn[] = [
    "index", "line", "goldenScore", "ciLow", "ciHigh", "meanGain", "wins", "anchors", "place", "flags", "decision", "promptLength", "answerLength", "answerTokens"
];

/** The buffers may go onto a list of what is transferred; the table is not to be used after that. */
export function packTable(table: ExampleTable): PackedTable {
    return {
        length: table.length,
        categories: table.categories.map(({name, values}) => ({name, values})),
        buffers: [...layout.map((name) => table[name]), ...table.categories.map(({codes}) => codes)].map(wholeBuffer)
    };
}

/** @throws Error when it is of another layout */
export function unpackTable({length, categories, buffers}: PackedTable): ExampleTable {
    if (buffers.length !== layout.length + categories.length)
        throw new Error("this table has other columns than this version of Goldpan");
    const column = <T extends {readonly length: number}>(kind: new (buffer: ArrayBuffer) => T, at: number): T => {
        const view = new kind(buffers[at] ?? new ArrayBuffer(0));
        if (view.length !== length)
            throw new Error(`a column of this table has ${view.length} values instead of ${length}`);
        return view;
    };
    const at = (name: NumberColumn): number => layout.indexOf(name);
    const words = (name: NumberColumn): Uint32Array => column(Uint32Array, at(name));
    return {
        length, index: words("index"), line: words("line"),
        goldenScore: column(Float64Array, at("goldenScore")), meanGain: column(Float64Array, at("meanGain")),
        ciLow: column(Float32Array, at("ciLow")), ciHigh: column(Float32Array, at("ciHigh")),
        wins: words("wins"), anchors: words("anchors"), place: words("place"), flags: words("flags"), decision: column(Uint8Array, at("decision")),
        promptLength: words("promptLength"), answerLength: words("answerLength"), answerTokens: words("answerTokens"),
        categories: categories.map(({name, values}, number) => ({name, values, codes: column(Uint16Array, layout.length + number)}))
    };
}

function wholeBuffer({buffer, byteOffset, byteLength}: ArrayBufferView): ArrayBuffer {
    // A column that is a part of a larger buffer would take the rest of it along.
    return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? buffer : new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
}
