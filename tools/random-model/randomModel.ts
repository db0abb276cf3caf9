import {randomUUID} from "node:crypto";
import {rename, rm} from "node:fs/promises";
import {gemma2} from "./architectures/gemma2.js";
import {jamba} from "./architectures/jamba.js";
import {llada} from "./architectures/llada.js";
import {llama} from "./architectures/llama.js";
import {mamba} from "./architectures/mamba.js";
import {uint32, type Architecture} from "./architectures/parts.js";
import {elementCount, writeGguf, type MetadataValue, type TensorSource, type TensorType} from "./gguf.js";
import {resolveOptions, type ArchitectureName, type RandomModelOptions, type ResolvedOptions} from "./options.js";
import {tokenizerMetadata} from "./tokenizers.js";

export type {RandomModelOptions} from "./options.js";

const architectures: Record<ArchitectureName, Architecture> = {llama, gemma2, mamba, jamba, llada};

/** llama.cpp's `enum llama_ftype`, for `general.file_type`. */
const fileTypes: Record<TensorType, number> = {F32: 0, F16: 1, Q8_0: 7};

/**
 * Writes a language model with random weights to `path`, by way of a temporary file beside it. The same options
 * give the same bytes. Logits spread over a few nats and depend on the whole context.
 * @returns the number of weights, and the size of the file in bytes
 * @throws Error with one sentence when the options do not make a model (see `resolveOptions`), or when the file cannot be written
 */
export async function writeRandomModel(path: string, options: RandomModelOptions = {}): Promise<{parameters: number; bytes: number}> {
    const {metadata, tensors} = randomModelParts(options);
    const temporary = `${path}.${randomUUID()}.tmp`; // so that two writers of one path do not mix their bytes
    try {
        const bytes = await writeGguf(temporary, metadata, tensors);
        await rename(temporary, path);
        return {parameters: tensors.reduce((sum, {shape}) => sum + elementCount(shape), 0), bytes};
    } catch (error) {
        await rm(temporary, {force: true});
        throw error;
    }
}

/**
 * What `writeRandomModel` writes, for those who want to write it with something changed.
 * @throws Error as `writeRandomModel` does for options
 */
export function randomModelParts(options: RandomModelOptions = {}): {metadata: Map<string, MetadataValue>; tensors: TensorSource[]} {
    const resolved = resolveOptions(options);
    return {metadata: modelMetadata(resolved), tensors: [...architectures[resolved.architecture].tensors(resolved)]};
}

function modelMetadata(options: ResolvedOptions): Map<string, MetadataValue> {
    const {architecture} = options;
    return new Map<string, MetadataValue>([
        ["general.architecture", {type: "string", value: architecture}],
        ["general.name", {type: "string", value: options.name}],
        ["general.file_type", uint32(fileTypes[options.type])],
        ["general.quantization_version", uint32(2)],
        [`${architecture}.vocab_size`, uint32(options.vocabularySize)],
        [`${architecture}.context_length`, uint32(options.contextLength)],
        [`${architecture}.embedding_length`, uint32(options.width)],
        [`${architecture}.block_count`, uint32(options.layers)],
        ...[...architectures[architecture].metadata(options)].map(([key, value]) => [`${architecture}.${key}`, value] as const),
        ...tokenizerMetadata(options.tokenizer, options.vocabularySize, options.seed)
    ]);
}
