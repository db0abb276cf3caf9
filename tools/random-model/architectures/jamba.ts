import type {Architecture} from "./parts.js";
import {attention, embedding, feedForward, float32, head, norm, uint32} from "./parts.js";
import {mixer, mixerMetadata} from "./mamba.js";

/** Layers with a running state, and in between layers with attention: memory of both kinds. */
export const jamba: Architecture = {
    metadata: (options) => [
        ["feed_forward_length", uint32(options.feedForward)],
        ["attention.head_count", uint32(options.heads)],
        ["attention.head_count_kv", {type: "array", of: "uint32", value: Array.from({length: options.layers}, (_, layer) => attends(layer) ? options.kvHeads : 0)}],
        ["attention.layer_norm_rms_epsilon", float32(1e-5)],
        ...mixerMetadata(options)
    ],

    *tensors(options) {
        yield embedding(options);
        for (let layer = 0; layer < options.layers; layer++) {
            const block = `blk.${layer}`;
            yield norm(options, `${block}.attn_norm`);
            yield* attends(layer) ? attention(options, block) : mixer(options, block, {norms: true});
            yield* feedForward(options, block);
        }
        yield* head(options);
    }
};

/** By the number of key and value heads llama.cpp tells which kind a layer is. */
function attends(layer: number): boolean {
    return layer % 2 === 1;
}
