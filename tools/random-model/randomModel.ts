import {randomUUID} from "node:crypto";
import {rename, rm} from "node:fs/promises";
import {elementCount, writeGguf, type MetadataValue, type TensorSource, type TensorType} from "./gguf.js";
import {resolveOptions, type RandomModelOptions} from "./options.js";
import {tokenizerMetadata} from "./tokenizers.js";
import {uniformTensor} from "./weights.js";

export type {RandomModelOptions} from "./options.js";

/** Ratio of the standard deviations of a sub-layer's output and input. */
const gain = {
    /** Query times key then spreads by about 2, so that attention picks some tokens without settling on one. */
    queryKey: Math.SQRT2,
    value: 1,
    /** Above 1, because averaging the values of several tokens makes them smaller. */
    attention: 2,
    feedForward: 1.5,
    /** Standard deviation of the logits in nats. */
    logits: 2
} as const;

/** llama.cpp's `enum llama_ftype`, for `general.file_type`. */
const fileTypes: Record<TensorType, number> = {F32: 0, F16: 1, Q8_0: 7};

/**
 * Writes a language model of architecture `llama` with random weights to `path`, by way of a temporary file beside it. The same options
 * give the same bytes. Logits spread over a few nats and depend on the whole context.
 * @returns the number of weights, and the size of the file in bytes
 * @throws Error with one sentence when the options do not make a model (see `resolveOptions`), or when the file cannot be written
 */
export async function writeRandomModel(path: string, options: RandomModelOptions = {}): Promise<{parameters: number; bytes: number}> {
    const resolved = resolveOptions(options);
    const tensors = [...modelTensors(resolved)];
    const temporary = `${path}.${randomUUID()}.tmp`; // so that two writers of one path do not mix their bytes
    try {
        const bytes = await writeGguf(temporary, modelMetadata(resolved), tensors);
        await rename(temporary, path);
        return {parameters: tensors.reduce((sum, {shape}) => sum + elementCount(shape), 0), bytes};
    } catch (error) {
        await rm(temporary, {force: true});
        throw error;
    }
}

function modelMetadata(options: Required<RandomModelOptions>): Map<string, MetadataValue> {
    const uint32 = (value: number): MetadataValue => ({type: "uint32", value});
    const float32 = (value: number): MetadataValue => ({type: "float32", value});
    return new Map<string, MetadataValue>([
        ["general.architecture", {type: "string", value: "llama"}],
        ["general.name", {type: "string", value: options.name}],
        ["general.file_type", uint32(fileTypes[options.type])],
        ["general.quantization_version", uint32(2)],
        ["llama.vocab_size", uint32(options.vocabularySize)],
        ["llama.context_length", uint32(options.contextLength)],
        ["llama.embedding_length", uint32(options.width)],
        ["llama.block_count", uint32(options.layers)],
        ["llama.feed_forward_length", uint32(options.feedForward)],
        ["llama.attention.head_count", uint32(options.heads)],
        ["llama.attention.head_count_kv", uint32(options.kvHeads)],
        ["llama.attention.layer_norm_rms_epsilon", float32(1e-5)],
        ["llama.rope.dimension_count", uint32(options.width / options.heads)],
        ["llama.rope.freq_base", float32(10000)],
        ...tokenizerMetadata(options.tokenizer, options.vocabularySize, options.seed)
    ]);
}

/** Every tensor of the model; shapes are [inputs, outputs], which is ggml's order. */
function* modelTensors(options: Required<RandomModelOptions>): Generator<TensorSource> {
    const {seed, vocabularySize, width, heads, kvHeads, feedForward, type} = options;
    const kvWidth = width / heads * kvHeads;
    /** A matrix that turns inputs of standard deviation 1 into outputs of standard deviation `outputs`. */
    const matrix = (name: string, from: number, to: number, outputs: number): TensorSource =>
        uniformTensor(`${name}.weight`, [from, to], type, seed, {deviation: outputs / Math.sqrt(from)});
    const norm = (name: string): TensorSource =>
        uniformTensor(`${name}.weight`, [width], "F32", seed, {mean: 1, deviation: 0.1});

    yield uniformTensor("token_embd.weight", [width, vocabularySize], type, seed, {deviation: 1});
    for (let layer = 0; layer < options.layers; layer++) {
        const block = `blk.${layer}`;
        yield norm(`${block}.attn_norm`);
        yield matrix(`${block}.attn_q`, width, width, gain.queryKey);
        yield matrix(`${block}.attn_k`, width, kvWidth, gain.queryKey);
        yield matrix(`${block}.attn_v`, width, kvWidth, gain.value);
        yield matrix(`${block}.attn_output`, width, width, gain.attention);
        yield norm(`${block}.ffn_norm`);
        yield matrix(`${block}.ffn_gate`, width, feedForward, 1);
        yield matrix(`${block}.ffn_up`, width, feedForward, 1);
        yield matrix(`${block}.ffn_down`, feedForward, width, gain.feedForward);
    }
    yield norm("output_norm");
    yield matrix("output", width, vocabularySize, gain.logits);
}
