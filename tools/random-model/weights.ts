import {skipN} from "pure-rand/utils/skipN";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import type {RandomGenerator} from "pure-rand/types/RandomGenerator";
import {elementCount, type TensorSource, type TensorType} from "./gguf.js";

/** Most elements encoded at a time: a multiple of the Q8_0 block length that keeps a chunk at 1 MiB or less. */
const chunkElements = 1 << 18;

/**
 * A generator (xoroshiro128+) that depends on the seed and on the label only, so that a tensor's values change neither with
 * the order in which tensors are written nor with the other options.
 */
export function seededGenerator(seed: number, label: string): RandomGenerator {
    let hash = 0x811c9dc5; // FNV-1a, 32 bits
    for (const byte of new TextEncoder().encode(`${seed}/${label}`))
        hash = Math.imul(hash ^ byte, 0x01000193);
    const generator = xoroshiro128plus(hash);
    skipN(generator, 64); // the first outputs of similar seeds are similar
    return generator;
}

/**
 * A tensor of independent uniform values of the given mean and standard deviation. Uniform, not normal: sums over a row are as good as
 * normal anyway, and without logarithms and cosines every machine gets the same bits.
 */
export function uniformTensor(
    name: string, shape: readonly number[], type: TensorType, seed: number, {mean = 0, deviation}: {mean?: number; deviation: number}
): TensorSource {
    return {
        name, shape, type,
        *chunks() {
            const generator = seededGenerator(seed, name);
            const scale = deviation * Math.sqrt(3) / 2 ** 31; // next() is uniform over 32-bit integers
            const count = elementCount(shape);
            const values = new Float32Array(Math.min(count, chunkElements));
            const encode = encoders[type](values.length);
            for (let left = count; left > 0; left -= values.length) {
                const part = values.subarray(0, Math.min(left, values.length));
                for (let index = 0; index < part.length; index++)
                    part[index] = mean + (generator.next() + 0.5) * scale;
                yield encode(part);
            }
        }
    };
}

/** Each makes a function from at most `capacity` values to their encoding, in a buffer that the next call overwrites. */
const encoders: Record<TensorType, (capacity: number) => (values: Float32Array) => Uint8Array> = {
    F32: (capacity) => {
        const view = new DataView(new ArrayBuffer(capacity * 4));
        return (values) => {
            for (let index = 0; index < values.length; index++)
                view.setFloat32(index * 4, values[index] ?? 0, true);
            return new Uint8Array(view.buffer, 0, values.length * 4);
        };
    },
    F16: (capacity) => {
        const view = new DataView(new ArrayBuffer(capacity * 2));
        return (values) => {
            for (let index = 0; index < values.length; index++)
                view.setUint16(index * 2, halfBits(values[index] ?? 0), true);
            return new Uint8Array(view.buffer, 0, values.length * 2);
        };
    },
    Q8_0: (capacity) => {
        const view = new DataView(new ArrayBuffer(capacity / 32 * 34));
        return (values) => {
            for (let start = 0; start < values.length; start += 32)
                quantizeBlock(values, start, view, start / 32 * 34);
            return new Uint8Array(view.buffer, 0, values.length / 32 * 34);
        };
    }
};

/** ggml's `block_q8_0`: a half-precision scale, then 32 signed bytes (`quantize_row_q8_0_ref` in ggml-quants.c). */
function quantizeBlock(values: Float32Array, start: number, view: DataView, at: number): void {
    let largest = 0;
    for (let index = start; index < start + 32; index++)
        largest = Math.max(largest, Math.abs(values[index] ?? 0));
    const inverse = largest === 0 ? 0 : 127 / largest;
    view.setUint16(at, halfBits(largest / 127), true);
    for (let index = 0; index < 32; index++)
        view.setInt8(at + 2 + index, Math.round((values[start + index] ?? 0) * inverse));
}

const singleView = new DataView(new ArrayBuffer(4));

/** The bits of the IEEE 754 half-precision number nearest to a finite value (ties to even); Node 20 has no Float16Array. */
export function halfBits(value: number): number {
    singleView.setFloat32(0, value);
    const bits = singleView.getUint32(0);
    const sign = bits >>> 16 & 0x8000;
    const magnitude = bits & 0x7fffffff;
    if (magnitude < 0x38800000) { // below 2^-14: subnormal, a multiple of 2^-24
        const steps = Math.abs(value) * 2 ** 24;
        const low = Math.floor(steps);
        const rest = steps - low;
        return sign | (rest > 0.5 || rest === 0.5 && low % 2 === 1 ? low + 1 : low);
    }
    // Adding just under half a step, or half a step to an odd number, makes the truncation below round to nearest even.
    const rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return sign | Math.min(rounded - 0x38000000 >>> 13, 0x7c00);
}
