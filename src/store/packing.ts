import type {AnchorMeasurement, MeasurementColumns} from "../core/golden.js";

/** One anchor's measurement in a blob: anchor number (u32), tokens (u32), log-probability sum (f64), all little-endian. */
const entryBytes = 16;

/** Packs measurements by anchor number (the anchor's row in the store). */
export function pack(measurements: ReadonlyMap<number, AnchorMeasurement>): Buffer {
    const packed = Buffer.alloc(measurements.size * entryBytes);
    let at = 0;
    for (const [anchor, {tokens, logProbability}] of measurements) {
        packed.writeUInt32LE(anchor, at);
        packed.writeUInt32LE(tokens, at + 4);
        packed.writeDoubleLE(logProbability, at + 8);
        at += entryBytes;
    }
    return packed;
}

/** Numbers of an embedding in a blob (f32, little-endian). */
export function packVector(vector: Float32Array): Buffer {
    const packed = Buffer.alloc(vector.length * 4);
    for (const [i, value] of vector.entries())
        packed.writeFloatLE(value, i * 4);
    return packed;
}

/** Undefined for a damaged blob, which is as good as never computed. */
export function unpackVector(packed: Uint8Array): Float32Array | undefined {
    if (packed.byteLength === 0 || packed.byteLength % 4 !== 0)
        return undefined;
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    return Float32Array.from({length: packed.byteLength / 4}, (_, i) => view.getFloat32(i * 4, true));
}

/** A blob that is no whole number of entries is damaged, and as good as never measured. */
export function unpack(packed: Uint8Array): Map<number, AnchorMeasurement> {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    const measurements = new Map<number, AnchorMeasurement>();
    if (packed.byteLength % entryBytes !== 0)
        return measurements;
    for (let at = 0; at < packed.byteLength; at += entryBytes)
        measurements.set(view.getUint32(at, true), {tokens: view.getUint32(at + 4, true), logProbability: view.getFloat64(at + 8, true)});
    return measurements;
}

/** As `unpack`, into columns that are used again. @param placeOf for an anchor number its place in the columns, -1 for none */
export function unpackInto(packed: Uint8Array, placeOf: Int32Array, {logProbability, tokens, known}: MeasurementColumns): void {
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    known.fill(0);
    if (packed.byteLength % entryBytes !== 0)
        return;
    for (let at = 0; at < packed.byteLength; at += entryBytes) {
        const place = placeOf[view.getUint32(at, true)] ?? -1;
        if (place < 0)
            continue; // of another task set
        tokens[place] = view.getUint32(at + 4, true);
        logProbability[place] = view.getFloat64(at + 8, true);
        known[place] = 1;
    }
}
