import type {TensorType} from "./gguf.js";

export type TokenizerKind = "spm" | "bpe";

/**
 * `llama`: every token sees all before it. `gemma2`: in every other layer only a window of them. `mamba`: a running state instead
 * of attention. `jamba`: layers of both kinds. `llada`: every token sees all others.
 */
export type ArchitectureName = "llama" | "gemma2" | "mamba" | "jamba" | "llada";

/** What `writeRandomModel` builds; whatever is left out takes the value of `defaultOptions`. */
export interface RandomModelOptions {
    /** Any 32-bit integer; everything random about the file follows from it. */
    readonly seed?: number;
    readonly architecture?: ArchitectureName;
    /** Number of tokens, at least 300: the 256 bytes, the special tokens and some pieces. */
    readonly vocabularySize?: number;
    /** Length of the hidden vectors. */
    readonly width?: number;
    readonly layers?: number;
    /** Attention heads; `width / heads` must be even because rotary embeddings turn pairs of numbers. */
    readonly heads?: number;
    /** Key and value heads, a divisor of `heads`. */
    readonly kvHeads?: number;
    /** Length of the inner vectors of the feed-forward networks. */
    readonly feedForward?: number;
    /** Tokens that a layer with a window sees, the token itself among them. */
    readonly slidingWindow?: number;
    /** Context length in tokens that the metadata names; costs no space. */
    readonly contextLength?: number;
    /** How matrices are stored; norm weights are always F32. */
    readonly type?: TensorType;
    /** `spm`: SentencePiece as in Llama 2, with a BOS token. `bpe`: byte-level as in GPT-2, without one. */
    readonly tokenizer?: TokenizerKind;
    /** The model's name in the metadata. */
    readonly name?: string;
}

export type ResolvedOptions = Required<RandomModelOptions>;

/** About 0.6 MB. */
export const defaultOptions: ResolvedOptions = {
    seed: 1,
    architecture: "llama",
    vocabularySize: 512,
    width: 64,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    feedForward: 128,
    slidingWindow: 32,
    contextLength: 2048,
    type: "F32",
    tokenizer: "spm",
    name: "Random weights"
};

export const architectureNames = ["llama", "gemma2", "mamba", "jamba", "llada"] as const;
export const tensorTypeNames = ["F32", "F16", "Q8_0"] as const;
export const tokenizerNames = ["spm", "bpe"] as const;

/** Smallest allowed values of the sizes. */
const minima = {vocabularySize: 300, width: 2, layers: 1, heads: 1, kvHeads: 1, feedForward: 1, slidingWindow: 1, contextLength: 1} as const;

/**
 * Fills in the defaults and checks that the values make a model.
 * @throws Error with one sentence that names the option and what it must be
 */
export function resolveOptions(options: RandomModelOptions): ResolvedOptions {
    const given = Object.entries(options).filter(([, value]) => value !== undefined);
    const resolved: ResolvedOptions = {...defaultOptions, ...Object.fromEntries(given)};
    if (!Number.isInteger(resolved.seed) || resolved.seed !== (resolved.seed | 0))
        throw new Error(`seed must be a 32-bit integer, not ${resolved.seed}.`);
    for (const [name, minimum] of Object.entries(minima) as [keyof typeof minima, number][]) {
        const value = resolved[name];
        if (!Number.isInteger(value) || value < minimum || value > 2 ** 31 - 1)
            throw new Error(`${name} must be an integer of at least ${minimum}, not ${value}.`);
    }
    const {architecture, width, layers, heads, kvHeads, feedForward, type, tokenizer} = resolved;
    if (!architectureNames.includes(architecture))
        throw new Error(`architecture must be one of ${architectureNames.join(", ")}, not ${architecture}.`);
    if ((architecture === "gemma2" || architecture === "jamba") && layers < 2)
        throw new Error(`${architecture} has layers of two kinds, so layers must be at least 2, not ${layers}.`);
    if (width % (heads * 2) !== 0)
        throw new Error(`width must be a multiple of twice the number of heads (${heads * 2}), not ${width}.`);
    if (heads % kvHeads !== 0)
        throw new Error(`kvHeads must be a divisor of the number of heads (${heads}), not ${kvHeads}.`);
    if (!tensorTypeNames.includes(type))
        throw new Error(`type must be one of ${tensorTypeNames.join(", ")}, not ${type}.`);
    if (!tokenizerNames.includes(tokenizer))
        throw new Error(`tokenizer must be one of ${tokenizerNames.join(", ")}, not ${tokenizer}.`);
    if (type === "Q8_0" && (width % 32 !== 0 || feedForward % 32 !== 0))
        throw new Error(`Q8_0 stores blocks of 32 numbers, so width (${width}) and feedForward (${feedForward}) must be multiples of 32.`);
    return resolved;
}
