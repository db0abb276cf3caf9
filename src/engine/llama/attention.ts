import type {GgufFileInfo} from "node-llama-cpp";

/** How attention is computed. */
export interface Attention {
    /** `auto` leaves it to llama.cpp, which knows whether the device can. */
    readonly flash: "on" | "off" | "auto";
    /** Precision of the cached keys and values. */
    readonly cache: "F16" | "F32";
    /** Tokens that a batch should hold at least. */
    readonly leastTokens: number;
}

/** So many query rows take llama.cpp's tiled path on a processor (GGML_FA_TILE_Q): it adds up in 32 bits, the other in 16. */
const tile = 64;
/** Heads must fill whole vectors of the widest instructions for it. */
const vectorWidth = 16;

/**
 * Flash attention with keys and values in 16 bits is by far the fastest on one memory shared by many sequences, as it skips
 * what a token may not see. On a processor it computes in 32 bits where batches are large enough and heads even enough; where
 * heads are not, everything stays in 32 bits and without it.
 * @param headSizes of keys and values; null where the file does not say
 */
export function attentionFor(onProcessor: boolean, headSizes: readonly number[] | null): Attention {
    if (!onProcessor)
        return {flash: "auto", cache: "F16", leastTokens: tile};
    if (headSizes?.every((size) => size % vectorWidth === 0) === true)
        return {flash: "on", cache: "F16", leastTokens: tile};
    return {flash: "off", cache: "F32", leastTokens: 1};
}

/** Lengths of an attention head's keys and values, by the model's header. */
export function headSizesOf({architectureMetadata}: GgufFileInfo): readonly number[] | null {
    const {embedding_length: width, attention} = architectureMetadata as {embedding_length?: unknown; attention?: {head_count?: unknown; key_length?: unknown; value_length?: unknown}};
    const shared = typeof width === "number" && typeof attention?.head_count === "number" ? width / attention.head_count : undefined;
    const sizes = [attention?.key_length ?? shared, attention?.value_length ?? shared];
    return sizes.every((size) => typeof size === "number") ? sizes : null;
}
