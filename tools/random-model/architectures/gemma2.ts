import type {Architecture} from "./parts.js";
import {attention, embedding, feedForward, float32, gain, norm, uint32} from "./parts.js";

/**
 * Every other layer sees no further back than a window. Attention scores and logits are bent towards a limit, each sub-layer's
 * output is normed too, and one matrix serves as embedding and, transposed, for the logits.
 */
export const gemma2: Architecture = {
    metadata: ({heads, kvHeads, feedForward: inner, slidingWindow}) => [
        ["feed_forward_length", uint32(inner)],
        ["attention.head_count", uint32(heads)],
        ["attention.head_count_kv", uint32(kvHeads)],
        ["attention.layer_norm_rms_epsilon", float32(1e-6)],
        ["attention.sliding_window", uint32(slidingWindow)],
        ["attn_logit_softcapping", float32(limits.attention)],
        ["final_logit_softcapping", float32(limits.logits)]
    ],

    *tensors(options) {
        const {width, layers} = options;
        yield embedding(options, gain.logits / Math.sqrt(width));
        for (let layer = 0; layer < layers; layer++) {
            const block = `blk.${layer}`;
            yield norm(options, `${block}.attn_norm`);
            yield* attention(options, block);
            yield norm(options, `${block}.post_attention_norm`, width, outputs);
            yield* feedForward(options, block);
            yield norm(options, `${block}.post_ffw_norm`, width, outputs);
        }
        yield norm(options, "output_norm");
    }
};

/** Gemma's own are 50 and 30; with these few weights only lower ones bend anything. */
const limits = {attention: 5, logits: 10} as const;

/** Twice as much as the embedding's vectors (llama.cpp multiplies them by the root of the width): else a token would above all predict itself. */
const outputs = 2 * gain.logits;
