import type {Architecture} from "./parts.js";
import {attention, embedding, feedForward, float32, head, norm, uint32} from "./parts.js";

/** Every token sees every one before it. */
export const llama: Architecture = {
    metadata: ({width, heads, kvHeads, feedForward: inner}) => [
        ["feed_forward_length", uint32(inner)],
        ["attention.head_count", uint32(heads)],
        ["attention.head_count_kv", uint32(kvHeads)],
        ["attention.layer_norm_rms_epsilon", float32(1e-5)],
        ["rope.dimension_count", uint32(width / heads)],
        ["rope.freq_base", float32(10000)]
    ],

    *tensors(options) {
        yield embedding(options);
        for (let layer = 0; layer < options.layers; layer++) {
            const block = `blk.${layer}`;
            yield norm(options, `${block}.attn_norm`);
            yield* attention(options, block);
            yield* feedForward(options, block);
        }
        yield* head(options);
    }
};
