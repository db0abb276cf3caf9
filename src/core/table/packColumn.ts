/** What the columns of a table are made of. */
export type NumberArray = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

const kinds = {f64: Float64Array, f32: Float32Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array} as const;
type Kind = keyof typeof kinds;

/** A column in as few bytes as are easily found: a webview's messages are copied, and compressed where VS Code runs far away. */
export interface PackedColumn {
    readonly kind: Kind;
    readonly length: number;
    readonly form:
        /** The values themselves, whole numbers perhaps in fewer bytes. */
        | {readonly name: "values"; readonly stored: Kind; readonly values: ArrayBuffer}
        /** All values, each once, in the column's own kind, and for each place which. One value needs no places. */
        | {readonly name: "few"; readonly different: ArrayBuffer; readonly places: ArrayBuffer}
        /** Whole numbers that grow by the same from place to place. */
        | {readonly name: "steps"; readonly first: number; readonly step: number};
}

/** Places in a list of values are a byte each. */
const mostDifferent = 256;

/** The numbers come out again as they are, to the bit but for the bits of NaN. */
export function packColumn(column: NumberArray): PackedColumn {
    return {kind: kindOf(column), length: column.length, form: steps(column) ?? few(column) ?? narrowest(column)};
}

/** @param as the kind that it must be of @throws Error when it is of another kind, or not of its own length */
export function unpackColumn<T extends NumberArray>(as: new (length: number) => T, {kind, length, form}: PackedColumn): T {
    if ((kinds[kind] as unknown) !== as)
        throw new Error(`a column holds ${kind} instead of ${as.name}`);
    const column = new as(length);
    if (form.name === "steps") {
        for (let at = 0; at < length; at++)
            column[at] = form.first + at * form.step;
        return column;
    }
    if (form.name === "values") {
        column.set(ofLength(new kinds[form.stored](form.values), length));
        return column;
    }
    const different = new kinds[kind](form.different);
    if (different.length === 1)
        return column.fill(different[0] ?? 0) as T; // TypeScript does not know that filling changes no kind
    const places = ofLength(new Uint8Array(form.places), length);
    for (let at = 0; at < length; at++)
        column[at] = different[places[at] ?? 0] ?? 0;
    return column;
}

export function buffersOfColumn({form}: PackedColumn): ArrayBuffer[] {
    return form.name === "steps" ? [] : form.name === "few" ? [form.different, form.places] : [form.values];
}

function ofLength<T extends NumberArray>(held: T, length: number): T {
    if (held.length !== length)
        throw new Error(`a column has ${held.length} values instead of ${length}`);
    return held;
}

function steps(column: NumberArray): PackedColumn["form"] | undefined {
    const [first = 0, second = first] = column, step = second - first;
    if (!(column instanceof Uint32Array) || column.length < 2 || step < 0)
        return undefined;
    for (let at = 2; at < column.length; at++)
        if (column[at] !== first + at * step)
            return undefined;
    return {name: "steps", first, step};
}

function few(column: NumberArray): PackedColumn["form"] | undefined {
    if (column.length === 0 || column instanceof Uint8Array && column.length <= mostDifferent)
        return undefined;
    const places = new Uint8Array(column.length), placeOf = new Map<number, number>();
    let last: number | undefined, lastPlace = 0;
    for (let at = 0; at < column.length; at++) {
        const value = column[at] ?? 0;
        if (!Object.is(value, last)) { // mostly it is the same again
            if (Object.is(value, -0)) // maps do not tell it from 0
                return undefined;
            let place = placeOf.get(value);
            if (place === undefined) {
                place = placeOf.size;
                if (place === mostDifferent)
                    return undefined;
                placeOf.set(value, place);
            }
            last = value;
            lastPlace = place;
        }
        places[at] = lastPlace;
    }
    const different = bufferOf(new kinds[kindOf(column)]([...placeOf.keys()]));
    return {name: "few", different, places: placeOf.size === 1 ? new ArrayBuffer(0) : bufferOf(places)};
}

function narrowest(column: NumberArray): PackedColumn["form"] {
    let most = column instanceof Uint32Array || column instanceof Uint16Array ? 0 : Infinity;
    if (most === 0)
        for (const value of column)
            most = Math.max(most, value);
    const own = kindOf(column), stored = most < 2 ** 8 ? "u8" : most < 2 ** 16 ? "u16" : own;
    return {name: "values", stored, values: bufferOf(stored === own ? column : new kinds[stored](column))};
}

function kindOf(column: NumberArray): Kind {
    return column instanceof Float64Array ? "f64" : column instanceof Float32Array ? "f32" : column instanceof Uint32Array ? "u32" : column instanceof Uint16Array ? "u16" : "u8";
}

/** Its own buffer, or a copy where that holds more than the column, and would take the rest of it along. */
function bufferOf({buffer, byteOffset, byteLength}: NumberArray): ArrayBuffer {
    return buffer instanceof ArrayBuffer && byteLength === buffer.byteLength ? buffer : new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength)).buffer;
}
