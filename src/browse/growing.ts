/** A typed array that numbers are added to at its end. */
export type Column = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

/** The same numbers with room for at least `length`, at least twice as much as before; the rest is zero. */
export function grown<T extends Column>(column: T, length: number): T {
    const larger = new (column.constructor as new (length: number) => T)(Math.max(length, 2 * column.length, 1024)); // the same kind
    larger.set(column);
    return larger;
}
