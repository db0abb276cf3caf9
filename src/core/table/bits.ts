/** A set of places below a length, a bit each: an eighth of the bytes of a column, for what crosses between threads. */
export type Bits = Uint32Array;

export function newBits(length: number): Bits {
    return new Uint32Array(Math.ceil(length / 32));
}

export function setBit(bits: Bits, place: number): void {
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) | 1 << (place & 31);
}

export function flipBit(bits: Bits, place: number): void {
    bits[place >>> 5] = (bits[place >>> 5] ?? 0) ^ 1 << (place & 31);
}

export function hasBit(bits: Bits, place: number): boolean {
    return ((bits[place >>> 5] ?? 0) >>> (place & 31) & 1) === 1;
}
