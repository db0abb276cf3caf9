import type {TensorSource} from "../gguf.js";
import type {ResolvedOptions} from "../options.js";
import {uniformTensor} from "../weights.js";
import type {Architecture} from "./parts.js";
import {embedding, float32, head, matrix, norm, uint32} from "./parts.js";

/** Keeps a running state of a fixed size instead of every token's keys and values. */
export const mamba: Architecture = {
    metadata: (options) => [
        ["feed_forward_length", uint32(0)],
        ["attention.head_count", uint32(0)],
        ["attention.layer_norm_rms_epsilon", float32(1e-5)],
        ...mixerMetadata(options)
    ],

    *tensors(options) {
        yield embedding(options);
        for (let layer = 0; layer < options.layers; layer++) {
            yield norm(options, `blk.${layer}.attn_norm`);
            yield* mixer(options, `blk.${layer}`);
        }
        yield* head(options);
    }
};

/** Numbers in the state of one channel. */
const stateSize = 16;
/** Tokens that the convolution sees. */
const kernel = 4;

interface MixerSizes {
    /** llama.cpp supports no other ratio to the width. */
    readonly inner: number;
    /** Numbers that the time steps of all channels are made of. */
    readonly rank: number;
}

function mixerSizes({width}: ResolvedOptions): MixerSizes {
    return {inner: 2 * width, rank: Math.ceil(width / 16)};
}

export function mixerMetadata(options: ResolvedOptions): ReturnType<Architecture["metadata"]> {
    const {inner, rank} = mixerSizes(options);
    return [
        ["ssm.conv_kernel", uint32(kernel)],
        ["ssm.inner_size", uint32(inner)],
        ["ssm.state_size", uint32(stateSize)],
        ["ssm.time_step_rank", uint32(rank)]
    ];
}

/**
 * What stands in the place of attention. The state fades within some tens of tokens, so that it is carried from an example into an
 * anchor.
 * @param norms whether time step and the state's inputs and outputs have norms of their own
 */
export function* mixer(options: ResolvedOptions, block: string, {norms = false} = {}): Generator<TensorSource> {
    const {seed, width} = options;
    const {inner, rank} = mixerSizes(options);
    /** llama.cpp keeps what is small in 32 bits in every kind of file. */
    const small = (name: string, shape: readonly number[], values: {readonly mean?: number; readonly deviation: number}): TensorSource =>
        uniformTensor(`${block}.${name}`, shape, "F32", seed, values);
    yield matrix(options, `${block}.ssm_in`, width, 2 * inner, 1);
    yield small("ssm_conv1d.weight", [kernel, inner], {deviation: 1 / Math.sqrt(kernel)});
    yield small("ssm_conv1d.bias", [inner], {deviation: 0.1});
    yield matrix(options, `${block}.ssm_x`, inner, rank + 2 * stateSize, 2);
    if (norms) {
        yield norm(options, `${block}.ssm_dt_norm`, rank);
        yield norm(options, `${block}.ssm_b_norm`, stateSize);
        yield norm(options, `${block}.ssm_c_norm`, stateSize);
    }
    yield small("ssm_dt.weight", [rank, inner], {deviation: 0.5 / Math.sqrt(rank)});
    yield small("ssm_dt.bias", [inner], {mean: -2.5, deviation: 0.5});
    yield small("ssm_a", [stateSize, inner], {mean: -0.5, deviation: 0.25}); // negative, or the state would grow for ever
    yield small("ssm_d", [inner], {mean: 0.5, deviation: 0.1});
    yield matrix(options, `${block}.ssm_out`, inner, width, 2);
}
