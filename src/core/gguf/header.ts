import {escapeForDisplay} from "../displayText.js";
import {ggmlTypes} from "./ggmlTypes.js";
import {GgufFault, HeaderReader, inWords, type HeaderSource} from "./headerReader.js";

export type ValueType = "uint8" | "int8" | "uint16" | "int16" | "uint32" | "int32" | "float32" | "bool" | "text" | "list" | "uint64" | "int64" | "float64";

/** What stands under a key. Of lists only what they are lists of, of texts over 4 KiB only that they are there. */
export type Metadatum =
    | {readonly type: "list"; readonly of: ValueType; readonly length: number}
    | {readonly type: "text"; readonly value: string | undefined}
    | {readonly type: "bool"; readonly value: boolean}
    | {readonly type: Exclude<ValueType, "list" | "text" | "bool">; readonly value: number};

export interface GgufHeader {
    readonly metadata: ReadonlyMap<string, Metadatum>;
    readonly tensors: number;
    /** Bytes that the file must have to hold every tensor. */
    readonly neededBytes: number;
}

/**
 * Bounds that no model comes near: the largest vocabularies make headers of 30 MB with 1.5 million elements of lists. Within them
 * whoever reads the header next (node-llama-cpp into objects, llama.cpp comparing every key and tensor with all others) has done
 * so within a second or two.
 */
const most = {headerBytes: 2 ** 27, keys: 2 ** 13, tensors: 2 ** 15, elements: 2 ** 22, keyBytes: 2 ** 16 - 1, nameBytes: 63, keptTextBytes: 2 ** 12, dimensions: 4, alignment: 2 ** 16} as const;

const defaultAlignment = 32;

/**
 * Reads the header of a GGUF file (version 2 and 3, little-endian; https://github.com/ggml-org/ggml/blob/master/docs/gguf.md) once from end to
 * end, and refuses what llama.cpp's own reader (`gguf.cpp`) refuses, before anybody allocates what it claims. Reads neither the
 * elements of lists nor the tensors' data. Takes time and memory by what the file has, never by what it says.
 * @throws GgufFault with what is wrong and where
 */
export function readGgufHeader(source: HeaderSource): GgufHeader {
    const reader = new HeaderReader(source, most.headerBytes);
    requireVersion(reader);
    const tensors = reader.uint64(), keys = reader.uint64();
    requireAtMost(tensors, most.tensors, "tensors");
    requireAtMost(keys, most.keys, "keys");
    const metadata = readMetadata(reader, keys);
    return {metadata, tensors, neededBytes: readTensors(reader, tensors, alignmentOf(metadata))};
}

/** What all lists together may have. */
interface Budget {
    elements: number;
}

function requireVersion(reader: HeaderReader): void {
    if (reader.left < 4 || reader.text(4) !== "GGUF")
        throw new GgufFault("it does not begin with GGUF");
    const version = reader.uint32();
    if (version !== 0 && version % 2 ** 16 === 0)
        throw new GgufFault("it is written for big-endian machines, which llama.cpp does not read on this one");
    if (version === 1)
        throw new GgufFault("it is of GGUF's version 1, which llama.cpp does not read any more");
    if (version < 1 || version > 3)
        throw new GgufFault(`it says that it is of GGUF's version ${inWords(version)}, and llama.cpp reads 2 and 3`);
}

function requireAtMost(count: number, limit: number, what: string): void {
    if (count > limit)
        throw new GgufFault(`its header promises ${inWords(count)} ${what}, more than any model has`);
}

function readMetadata(reader: HeaderReader, count: number): Map<string, Metadatum> {
    const metadata = new Map<string, Metadatum>();
    const budget: Budget = {elements: most.elements};
    for (let i = 0; i < count; i++) {
        const place = `key ${inWords(i + 1)} of ${inWords(count)} (byte ${inWords(reader.at)})`;
        const bytes = reader.uint64();
        if (bytes === 0 || bytes > most.keyBytes)
            throw new GgufFault(`the name of ${place} has ${inWords(bytes)} bytes`);
        const key = reader.text(bytes);
        if (metadata.has(key))
            throw new GgufFault(`${place} is there twice: ${quote(key)}`);
        metadata.set(key, readValue(reader, `${place}, ${quote(key)},`, budget));
    }
    return metadata;
}

function readValue(reader: HeaderReader, place: string, budget: Budget): Metadatum {
    const type = readType(reader, place);
    if (type === "list")
        return skipList(reader, place, budget);
    if (type === "text") {
        const bytes = readTextLength(reader, place);
        if (bytes <= most.keptTextBytes)
            return {type, value: reader.text(bytes)};
        reader.skip(bytes);
        return {type, value: undefined};
    }
    if (type === "bool")
        return {type, value: reader.uint8() !== 0};
    const {bytes, get} = scalars[type];
    return {type, value: reader.number(bytes, get)};
}

function readType(reader: HeaderReader, place: string): ValueType {
    const id = reader.uint32(), type = valueTypes[id];
    if (type === undefined)
        throw new GgufFault(`${place} is of type ${inWords(id)}, which GGUF does not have`);
    return type;
}

function readTextLength(reader: HeaderReader, place: string): number {
    const bytes = reader.uint64();
    if (bytes > reader.left)
        throw new GgufFault(`${place} promises a text of ${inWords(bytes)} bytes, and the file has ${inWords(reader.left)} more: it is cut off or damaged`);
    return bytes;
}

function skipList(reader: HeaderReader, place: string, budget: Budget): Metadatum {
    const of = readType(reader, place), length = reader.uint64();
    if (of === "list")
        throw new GgufFault(`${place} is a list of lists, which llama.cpp does not read`);
    const least = of === "text" ? 8 : of === "bool" ? 1 : scalars[of].bytes;
    if (length * least > reader.left)
        throw new GgufFault(`${place} promises a list of ${inWords(length)} elements, and the file has ${inWords(reader.left)} more bytes: it is cut off or damaged`);
    budget.elements -= length;
    if (budget.elements < 0)
        throw new GgufFault(`the lists up to ${place} have more than ${inWords(most.elements)} elements, more than any model's`);
    if (of === "text")
        for (let i = 0; i < length; i++)
            reader.skip(readTextLength(reader, place));
    else
        reader.skip(length * least);
    return {type: "list", of, length};
}

function alignmentOf(metadata: ReadonlyMap<string, Metadatum>): number {
    const given = metadata.get("general.alignment");
    if (given === undefined)
        return defaultAlignment;
    const alignment = given.type === "uint32" ? given.value : 0;
    if (alignment === 0 || alignment > most.alignment || !Number.isInteger(Math.log2(alignment)))
        throw new GgufFault(`its key "general.alignment" is no power of two up to ${inWords(most.alignment)}`);
    return alignment;
}

/** @returns the byte behind the last tensor */
function readTensors(reader: HeaderReader, count: number, alignment: number): number {
    const names = new Set<string>();
    let end = 0, next = 0; // from where the data begin
    for (let i = 0; i < count; i++) {
        const place = `tensor ${inWords(i + 1)} of ${inWords(count)} (byte ${inWords(reader.at)})`;
        const bytes = reader.uint64();
        if (bytes > most.nameBytes)
            throw new GgufFault(`the name of ${place} has ${inWords(bytes)} bytes, and llama.cpp reads ${most.nameBytes} at most`);
        const name = reader.text(bytes);
        if (names.has(name))
            throw new GgufFault(`${place} is there twice: ${quote(name)}`);
        names.add(name);
        const size = readTensorBytes(reader, `${place}, ${quote(name)},`);
        const offset = reader.uint64();
        if (offset !== next)
            throw new GgufFault(`${place}, ${quote(name)}, stands at byte ${inWords(offset)} of the data, where ${inWords(next)} is its place after the one before`);
        end = next + size;
        next = aligned(end, alignment);
    }
    return count === 0 ? reader.at : aligned(reader.at, alignment) + end;
}

function readTensorBytes(reader: HeaderReader, place: string): number {
    const dimensions = reader.uint32();
    if (dimensions > most.dimensions)
        throw new GgufFault(`${place} has ${inWords(dimensions)} dimensions, and llama.cpp reads ${most.dimensions} at most`);
    let elements = 1, row = 1;
    for (let i = 0; i < dimensions; i++) {
        const size = reader.uint64();
        row = i === 0 ? size : row;
        elements *= size;
    }
    const id = reader.uint32(), type = ggmlTypes.get(id);
    if (type === undefined)
        throw new GgufFault(`${place} is stored in a way (type ${inWords(id)}) that this version of llama.cpp does not know`);
    if (row % type.elements !== 0)
        throw new GgufFault(`${place} has rows of ${inWords(row)} elements, and ${type.name} stores ${type.elements} together`);
    const bytes = elements / type.elements * type.bytes;
    if (!Number.isSafeInteger(bytes))
        throw new GgufFault(`${place} promises more elements than any file has bytes`);
    return bytes;
}

function aligned(at: number, alignment: number): number {
    return Math.ceil(at / alignment) * alignment;
}

/** Names come from the file: they are shown, never trusted, and never long. */
function quote(name: string): string {
    return `"${escapeForDisplay(name.length > 80 ? `${name.slice(0, 80)}...` : name)}"`;
}

/** By the numbers of the specification's `gguf_metadata_value_type`. */
const valueTypes: readonly ValueType[] = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "bool", "text", "list", "uint64", "int64", "float64"];

const scalars: Readonly<Record<Exclude<ValueType, "list" | "text" | "bool">, {readonly bytes: number; readonly get: (view: DataView, at: number) => number}>> = {
    uint8: {bytes: 1, get: (view, at) => view.getUint8(at)},
    int8: {bytes: 1, get: (view, at) => view.getInt8(at)},
    uint16: {bytes: 2, get: (view, at) => view.getUint16(at, true)},
    int16: {bytes: 2, get: (view, at) => view.getInt16(at, true)},
    uint32: {bytes: 4, get: (view, at) => view.getUint32(at, true)},
    int32: {bytes: 4, get: (view, at) => view.getInt32(at, true)},
    float32: {bytes: 4, get: (view, at) => view.getFloat32(at, true)},
    uint64: {bytes: 8, get: (view, at) => Number(view.getBigUint64(at, true))},
    int64: {bytes: 8, get: (view, at) => Number(view.getBigInt64(at, true))},
    float64: {bytes: 8, get: (view, at) => view.getFloat64(at, true)}
};
