import {readFile, writeFile} from "node:fs/promises";
import {ByteSink} from "../../random-model/byteSink.js";

// The layout of GGUF files: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md

const float32 = 0, q8 = 8;
/** Of a Q8_0 block: a 16-bit factor, then so many 8-bit numbers. */
const blockNumbers = 32, blockBytes = 2 + blockNumbers;
const alignment = 32;
/** Bytes of each metadata type that has a fixed size. */
const fixedSizes: Readonly<Record<number, number>> = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8};
const stringType = 8, arrayType = 9;

/**
 * Rewrites a model of Q8_0 and float32 weights with the same weights in float32. Processors round products with them alike but
 * for last digits, while those with Q8_0 weights are made of activations that each library of llama.cpp rounds in its own way.
 * @throws Error when the file holds weights of another type
 */
export async function writeFloat32(modelPath: string, target: string): Promise<void> {
    const file = await readFile(modelPath);
    const reader = new Reader(file);
    const version = reader.uint32At(4), tensors = reader.uint64At(8), entries = reader.uint64At(16);
    reader.at = 24;
    for (let i = 0; i < entries; i++) {
        reader.string();
        reader.skipValue(reader.uint32());
    }
    const metadataEnd = reader.at;
    const infos = Array.from({length: tensors}, () => reader.tensor());
    const data = padded(reader.at);

    const sink = new ByteSink();
    sink.bytes(file.subarray(0, 4));
    sink.uint32(version);
    sink.bytes(file.subarray(8, metadataEnd));
    let offset = 0;
    for (const {name, shape} of infos) {
        sink.string(name);
        sink.uint32(shape.length);
        shape.forEach((size) => {
            sink.uint64(size);
        });
        sink.uint32(float32);
        sink.uint64(offset);
        offset = padded(offset + 4 * count(shape));
    }
    for (const {name, shape, type, offset: from} of infos) {
        sink.bytes(new Uint8Array(padded(sink.length) - sink.length));
        if (type === float32)
            sink.bytes(file.subarray(data + from, data + from + 4 * count(shape)));
        else if (type === q8)
            sink.bytes(unpacked(file, data + from, count(shape)));
        else
            throw new Error(`${name} is stored as type ${type}, neither as float32 nor as Q8_0`);
    }
    sink.bytes(new Uint8Array(padded(sink.length) - sink.length));
    await writeFile(target, sink.finish());
}

class Reader {
    public at = 0;

    public constructor(private readonly file: Buffer) {}

    public uint32At(at: number): number {
        return this.file.readUInt32LE(at);
    }

    public uint64At(at: number): number {
        return Number(this.file.readBigUInt64LE(at));
    }

    public uint32(): number {
        this.at += 4;
        return this.uint32At(this.at - 4);
    }

    public uint64(): number {
        this.at += 8;
        return this.uint64At(this.at - 8);
    }

    public string(): string {
        const length = this.uint64();
        this.at += length;
        return this.file.toString("utf8", this.at - length, this.at);
    }

    public skipValue(type: number): void {
        if (type === stringType) {
            this.string();
        } else if (type === arrayType) {
            const of = this.uint32();
            for (let left = this.uint64(); left > 0; left--)
                this.skipValue(of);
        } else {
            const size = fixedSizes[type];
            if (size === undefined)
                throw new Error(`no metadata has type ${type}`);
            this.at += size;
        }
    }

    public tensor(): {name: string; shape: number[]; type: number; offset: number} {
        const name = this.string();
        const shape = Array.from({length: this.uint32()}, () => this.uint64());
        return {name, shape, type: this.uint32(), offset: this.uint64()};
    }
}

function unpacked(file: Buffer, from: number, numbers: number): Uint8Array {
    const values = new Float32Array(numbers);
    for (let i = 0; i < numbers; i++) {
        const block = from + Math.floor(i / blockNumbers) * blockBytes;
        values[i] = half(file.readUInt16LE(block)) * file.readInt8(block + 2 + i % blockNumbers);
    }
    return new Uint8Array(values.buffer);
}

/** The number that 16 bits stand for (IEEE 754 binary16); a factor is never infinite. */
function half(bits: number): number {
    const sign = (bits & 0x8000) === 0 ? 1 : -1, exponent = bits >> 10 & 0x1f, fraction = bits & 0x3ff;
    return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

function count(shape: readonly number[]): number {
    return shape.reduce((product, size) => product * size, 1);
}

function padded(length: number): number {
    return Math.ceil(length / alignment) * alignment;
}
