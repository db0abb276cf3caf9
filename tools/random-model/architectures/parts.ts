import type {MetadataValue, TensorSource} from "../gguf.js";
import type {ResolvedOptions} from "../options.js";
import {uniformTensor} from "../weights.js";

/** What makes a model one of llama.cpp's architectures; names and keys are those of its `llama-arch.cpp`. */
export interface Architecture {
    /** Keys without the architecture's name in front; those that every architecture has are left out. */
    readonly metadata: (options: ResolvedOptions) => Iterable<[key: string, value: MetadataValue]>;
    /** Every tensor of the model; shapes are [inputs, outputs], which is ggml's order. */
    readonly tensors: (options: ResolvedOptions) => Iterable<TensorSource>;
}

/** Ratio of the standard deviations of a sub-layer's output and input. */
export const gain = {
    /** Query times key then spreads by about 2, so that attention picks some tokens without settling on one. */
    queryKey: Math.SQRT2,
    value: 1,
    /** Above 1, because averaging the values of several tokens makes them smaller. */
    attention: 2,
    feedForward: 1.5,
    /** Standard deviation of the logits in nats. */
    logits: 2
} as const;

export function uint32(value: number): MetadataValue {
    return {type: "uint32", value};
}

export function float32(value: number): MetadataValue {
    return {type: "float32", value};
}

/** A matrix that turns inputs of standard deviation 1 into outputs of standard deviation `outputs`. */
export function matrix({seed, type}: ResolvedOptions, name: string, from: number, to: number, outputs: number): TensorSource {
    return uniformTensor(`${name}.weight`, [from, to], type, seed, {deviation: outputs / Math.sqrt(from)});
}

/** Weights of a norm that leaves a standard deviation of about `mean`. */
export function norm({seed, width}: ResolvedOptions, name: string, size = width, mean = 1): TensorSource {
    return uniformTensor(`${name}.weight`, [size], "F32", seed, {mean, deviation: 0.1 * mean});
}

export function embedding({seed, width, vocabularySize, type}: ResolvedOptions, deviation = 1): TensorSource {
    return uniformTensor("token_embd.weight", [width, vocabularySize], type, seed, {deviation});
}

/** The norm and the matrix that make logits of a hidden vector. */
export function* head(options: ResolvedOptions): Generator<TensorSource> {
    yield norm(options, "output_norm");
    yield matrix(options, "output", options.width, options.vocabularySize, gain.logits);
}

export function* attention(options: ResolvedOptions, block: string): Generator<TensorSource> {
    const {width, heads, kvHeads} = options;
    const kvWidth = width / heads * kvHeads;
    yield matrix(options, `${block}.attn_q`, width, width, gain.queryKey);
    yield matrix(options, `${block}.attn_k`, width, kvWidth, gain.queryKey);
    yield matrix(options, `${block}.attn_v`, width, kvWidth, gain.value);
    yield matrix(options, `${block}.attn_output`, width, width, gain.attention);
}

export function* feedForward(options: ResolvedOptions, block: string): Generator<TensorSource> {
    const {width, feedForward: inner} = options;
    yield norm(options, `${block}.ffn_norm`);
    yield matrix(options, `${block}.ffn_gate`, width, inner, 1);
    yield matrix(options, `${block}.ffn_up`, width, inner, 1);
    yield matrix(options, `${block}.ffn_down`, inner, width, gain.feedForward);
}
