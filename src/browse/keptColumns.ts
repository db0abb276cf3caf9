import {createHash} from "node:crypto";

/** Columns as they are written to a file: the numbers of this machine's processor, each column from a multiple of 8 bytes on. */
export type KeptColumn = Float64Array | Float32Array | Uint32Array | Uint16Array;

const kinds = {f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array} as const;

interface Head {
    readonly facts: unknown;
    readonly columns: readonly {readonly kind: keyof typeof kinds; readonly length: number}[];
}

const digestBytes = 32, alignment = 8;

/** Facts (anything that JSON holds) and columns as the parts of a file, a SHA-256 of all of them last. */
export function packColumns(facts: unknown, columns: readonly KeptColumn[]): Uint8Array[] {
    const head: Head = {facts, columns: columns.map((column) => ({kind: kindOf(column), length: column.length}))};
    const text = Buffer.from(JSON.stringify(head));
    const size = Buffer.alloc(alignment);
    size.writeUInt32LE(text.length);
    const parts = [size, text, padding(text.length), ...columns.flatMap((column) => [new Uint8Array(column.buffer, column.byteOffset, column.byteLength), padding(column.byteLength)])];
    const hash = createHash("sha256");
    for (const part of parts)
        hash.update(part);
    return [...parts, hash.digest()];
}

/** What `packColumns` was given, the columns lying in these bytes; undefined for anything else, be it cut off or damaged. */
export function unpackColumns(file: Uint8Array): {readonly facts: unknown; readonly columns: readonly KeptColumn[]} | undefined {
    const bytes = file.byteOffset % alignment === 0 ? file : new Uint8Array(file);
    const end = bytes.length - digestBytes;
    if (end < alignment || !createHash("sha256").update(bytes.subarray(0, end)).digest().equals(bytes.subarray(end)))
        return undefined;
    const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const head = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + alignment, size).toString("utf8")) as Head; // the digest has shown that it is ours
    let at = alignment + size + padding(size).length;
    const columns = head.columns.map(({kind, length}) => {
        const column = new kinds[kind](bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length); // read from a file: memory that is not shared
        at += column.byteLength + padding(column.byteLength).length;
        return column;
    });
    return {facts: head.facts, columns};
}

function kindOf(column: KeptColumn): keyof typeof kinds {
    return column instanceof Float64Array ? "f64" : column instanceof Float32Array ? "f32" : column instanceof Uint32Array ? "u32" : "u16";
}

function padding(length: number): Uint8Array {
    return new Uint8Array((alignment - length % alignment) % alignment);
}
