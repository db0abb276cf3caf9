/**
 * A streaming writer of GGUF version 3 files, little-endian, alignment 32.
 *
 * The layout follows the GGUF specification (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) and the comments of
 * `gguf.h` in ggml: header, metadata key-values, tensor infos, padding, tensor data. The npm package `@huggingface/gguf` reads
 * such files and can re-serialise the metadata of an existing one, but writes neither tensor infos nor tensor data.
 */
import {open} from "node:fs/promises";
import {ByteSink} from "./byteSink.js";

/** One metadata value; the type names are those of the specification's `gguf_metadata_value_type`, in lower case. */
export type MetadataValue =
    | {readonly type: "uint32" | "int32" | "float32"; readonly value: number}
    | {readonly type: "bool"; readonly value: boolean}
    | {readonly type: "string"; readonly value: string}
    | {readonly type: "array"; readonly of: "uint32" | "int32" | "float32"; readonly value: readonly number[] | Int32Array | Float32Array}
    | {readonly type: "array"; readonly of: "string"; readonly value: readonly string[]}
    /** Anything else, right or wrong: the number of a type and the bytes behind it. */
    | {readonly type: "raw"; readonly id: number; readonly value: Uint8Array};

export type TensorType = "F32" | "F16" | "Q8_0";

/** A tensor to be written: its description and a way to produce its bytes piece by piece. */
export interface TensorSource {
    readonly name: string;
    /** Sizes in ggml's order: the first is the length of one contiguous row, the second the number of rows. */
    readonly shape: readonly number[];
    readonly type: TensorType;
    /** The data from first to last byte. A yielded array may be overwritten once the next one is asked for. */
    chunks(): Iterable<Uint8Array>;
}

const alignment = 32;
const valueTypes = {uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9} as const;
/** The number of each type in `enum ggml_type`, and its blocks: how many elements are stored together in how many bytes. */
const tensorTypes = {
    F32: {id: 0, elements: 1, bytes: 4},
    F16: {id: 1, elements: 1, bytes: 2},
    Q8_0: {id: 8, elements: 32, bytes: 34}
} as const;

/** Number of bytes that a tensor of this shape (see `TensorSource.shape`) and type takes, without padding. */
export function tensorBytes(shape: readonly number[], type: TensorType): number {
    const {elements, bytes} = tensorTypes[type];
    return elementCount(shape) / elements * bytes;
}

/** Number of elements of a tensor of this shape. */
export function elementCount(shape: readonly number[]): number {
    return shape.reduce((product, size) => product * size, 1);
}

/**
 * Writes a GGUF file, replacing what `path` held. Tensor data is taken chunk by chunk, so memory is bounded by the metadata.
 * @returns the size of the file in bytes
 * @throws Error when a Q8_0 tensor's rows are not a multiple of 32 long, or a source yields more or fewer bytes than its shape needs;
 * the file is then incomplete and the caller has to remove it
 */
export async function writeGguf(
    path: string, metadata: ReadonlyMap<string, MetadataValue>, tensors: readonly TensorSource[]
): Promise<number> {
    const header = buildHeader(metadata, tensors);
    const file = await open(path, "w");
    let written = 0;
    // FileHandle.writeFile continues at the current position and, unlike write, does not stop at a partial write.
    const put = async (bytes: Uint8Array): Promise<void> => {
        await file.writeFile(bytes);
        written += bytes.length;
    };
    try {
        await put(header);
        for (const tensor of tensors) {
            await put(new Uint8Array(paddingAfter(written)));
            const end = written + tensorBytes(tensor.shape, tensor.type);
            for (const chunk of tensor.chunks())
                await put(chunk);
            if (written !== end)
                throw new Error(`Tensor ${tensor.name} ends ${written - end} bytes off its size.`);
        }
        // Readers that map the file, ggml's among them, expect the last tensor to be padded as well.
        await put(new Uint8Array(paddingAfter(written)));
    } finally {
        await file.close();
    }
    return written;
}

function buildHeader(metadata: ReadonlyMap<string, MetadataValue>, tensors: readonly TensorSource[]): Uint8Array {
    const sink = new ByteSink();
    sink.bytes(new TextEncoder().encode("GGUF"));
    sink.uint32(3);
    sink.uint64(tensors.length);
    sink.uint64(metadata.size);
    for (const [key, value] of metadata) {
        sink.string(key);
        sink.uint32(value.type === "raw" ? value.id : valueTypes[value.type]);
        putValue(sink, value);
    }
    let offset = 0;
    for (const {name, shape, type} of tensors) {
        if ((shape[0] ?? 0) % tensorTypes[type].elements !== 0)
            throw new Error(`Tensor ${name} cannot be ${type}: its rows have ${shape[0]} elements, not a multiple of 32.`);
        sink.string(name);
        sink.uint32(shape.length);
        for (const size of shape)
            sink.uint64(size);
        sink.uint32(tensorTypes[type].id);
        sink.uint64(offset); // counted from the start of the tensor data, which is aligned itself
        offset += tensorBytes(shape, type);
        offset += paddingAfter(offset);
    }
    sink.bytes(new Uint8Array(paddingAfter(sink.length)));
    return sink.finish();
}

function putValue(sink: ByteSink, value: MetadataValue): void {
    switch (value.type) {
        case "string":
            sink.string(value.value);
            break;
        case "bool":
            sink.bytes(Uint8Array.of(value.value ? 1 : 0));
            break;
        case "raw":
            sink.bytes(value.value);
            break;
        case "array":
            sink.uint32(valueTypes[value.of]);
            sink.uint64(value.value.length);
            if (value.of === "string")
                for (const text of value.value)
                    sink.string(text);
            else
                for (const number of value.value)
                    sink[value.of](number);
            break;
        default:
            sink[value.type](value.value);
    }
}

function paddingAfter(length: number): number {
    return (alignment - length % alignment) % alignment;
}
