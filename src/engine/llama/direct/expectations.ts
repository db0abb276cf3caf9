import type {LlamaLibrary, StructValue} from "./binding.js";
import {llamaVersion, type structs} from "./declarations.js";

type Field<Name extends keyof typeof structs> = (typeof structs)[Name][number][1];

/** Null stands for a null pointer. */
type Defaults<Name extends keyof typeof structs> = Readonly<Record<Field<Name>, number | boolean | null>>;

/** `llama_model_default_params` of src/llama-model.cpp. */
const modelDefaults: Defaults<"llama_model_params"> = {
    devices: null,
    tensor_buft_overrides: null,
    n_gpu_layers: -1,
    split_mode: 1,
    load_mode: -1,
    lazy_mode: 1,
    main_gpu: 0,
    tensor_split: null,
    progress_callback: null,
    progress_callback_user_data: null,
    kv_overrides: null,
    vocab_only: false,
    check_tensors: false,
    use_extra_bufts: true,
    no_host: false,
    no_alloc: false,
    load_mtp: false
};

/** `llama_context_default_params` of src/llama-context.cpp. */
const contextDefaults: Defaults<"llama_context_params"> = {
    n_ctx: 512,
    n_batch: 2048,
    n_ubatch: 512,
    n_seq_max: 1,
    n_rs_seq: 0,
    n_outputs_max: 0,
    n_outputs_max_per_seq: 1,
    n_threads: 4,
    n_threads_batch: 4,
    ctx_type: 0,
    rope_scaling_type: -1,
    pooling_type: -1,
    attention_type: -1,
    flash_attn_type: -1,
    rope_freq_base: 0,
    rope_freq_scale: 0,
    yarn_ext_factor: -1,
    yarn_attn_factor: -1,
    yarn_beta_fast: -1,
    yarn_beta_slow: -1,
    yarn_orig_ctx: 0,
    defrag_thold: -1,
    cb_eval: null,
    cb_eval_user_data: null,
    type_k: 1,
    type_v: 1,
    abort_callback: null,
    abort_callback_data: null,
    embeddings: false,
    offload_kqv: true,
    no_perf: true,
    op_offload: true,
    swa_full: true,
    kv_unified: false,
    samplers: null,
    n_samplers: 0,
    ctx_other: null
};

/**
 * Makes sure that the library is the release that declarations.ts was taken from: by its version, and by its default parameters,
 * because a struct that is laid out otherwise shows other values in our fields.
 * @throws Error with the reason, half a sentence
 */
export function requireExpected(library: Pick<LlamaLibrary, "version" | "modelDefaultParams" | "contextDefaultParams">): void {
    const version = library.version();
    if (version !== llamaVersion) // before anything else: a larger struct would be written beyond the space that ours has
        throw new Error(`its version is ${JSON.stringify(version)} instead of ${JSON.stringify(llamaVersion)}`);
    requireDefaults("llama_model_params", library.modelDefaultParams(), modelDefaults);
    requireDefaults("llama_context_params", library.contextDefaultParams(), contextDefaults);
}

function requireDefaults(struct: string, actual: StructValue, expected: Readonly<Record<string, number | boolean | null>>): void {
    for (const [field, value] of Object.entries(expected)) {
        const found = actual[field];
        if (value === null ? found !== null && found !== 0n : found !== value)
            throw new Error(`its ${struct}.${field} is ${shown(found)} by default instead of ${shown(value)}, so its structs may be laid out otherwise`);
    }
}

function shown(value: unknown): string {
    return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? value.toString() : value === null ? "null" : typeof value;
}
