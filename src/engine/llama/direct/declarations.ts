/**
 * The part of llama.cpp's C interface that is called, in the words of its header (include/llama.h of the release inside
 * node-llama-cpp), field by field and in order: a struct that is passed by value must match to the byte. A test compares
 * every declaration with the header that node-llama-cpp brings along.
 */
export const structs = {
    llama_model_params: [
        ["ggml_backend_dev_t *", "devices"],
        ["const struct llama_model_tensor_buft_override *", "tensor_buft_overrides"],
        ["int32_t", "n_gpu_layers"],
        ["enum llama_split_mode", "split_mode"],
        ["enum llama_load_mode", "load_mode"],
        ["enum llama_lazy_mode", "lazy_mode"],
        ["int32_t", "main_gpu"],
        ["const float *", "tensor_split"],
        ["llama_progress_callback", "progress_callback"],
        ["void *", "progress_callback_user_data"],
        ["const struct llama_model_kv_override *", "kv_overrides"],
        ["bool", "vocab_only"],
        ["bool", "check_tensors"],
        ["bool", "use_extra_bufts"],
        ["bool", "no_host"],
        ["bool", "no_alloc"],
        ["bool", "load_mtp"]
    ],
    llama_context_params: [
        ["uint32_t", "n_ctx"],
        ["uint32_t", "n_batch"],
        ["uint32_t", "n_ubatch"],
        ["uint32_t", "n_seq_max"],
        ["uint32_t", "n_rs_seq"],
        ["uint32_t", "n_outputs_max"],
        ["uint32_t", "n_outputs_max_per_seq"],
        ["int32_t", "n_threads"],
        ["int32_t", "n_threads_batch"],
        ["enum llama_context_type", "ctx_type"],
        ["enum llama_rope_scaling_type", "rope_scaling_type"],
        ["enum llama_pooling_type", "pooling_type"],
        ["enum llama_attention_type", "attention_type"],
        ["enum llama_flash_attn_type", "flash_attn_type"],
        ["float", "rope_freq_base"],
        ["float", "rope_freq_scale"],
        ["float", "yarn_ext_factor"],
        ["float", "yarn_attn_factor"],
        ["float", "yarn_beta_fast"],
        ["float", "yarn_beta_slow"],
        ["uint32_t", "yarn_orig_ctx"],
        ["float", "defrag_thold"],
        ["ggml_backend_sched_eval_callback", "cb_eval"],
        ["void *", "cb_eval_user_data"],
        ["enum ggml_type", "type_k"],
        ["enum ggml_type", "type_v"],
        ["ggml_abort_callback", "abort_callback"],
        ["void *", "abort_callback_data"],
        ["bool", "embeddings"],
        ["bool", "offload_kqv"],
        ["bool", "no_perf"],
        ["bool", "op_offload"],
        ["bool", "swa_full"],
        ["bool", "kv_unified"],
        ["struct llama_sampler_seq_config *", "samplers"],
        ["size_t", "n_samplers"],
        ["struct llama_context *", "ctx_other"]
    ],
    llama_batch: [
        ["int32_t", "n_tokens"],
        ["llama_token *", "token"],
        ["float *", "embd"],
        ["llama_pos *", "pos"],
        ["int32_t *", "n_seq_id"],
        ["llama_seq_id **", "seq_id"],
        ["int8_t *", "logits"]
    ]
} as const satisfies Record<string, readonly (readonly [type: string, field: string])[]>;

export type StructName = keyof typeof structs;

/** Result, then the arguments' types. */
export const functions = {
    llama_version: ["const char *"],
    llama_model_default_params: ["struct llama_model_params"],
    llama_context_default_params: ["struct llama_context_params"],
    llama_model_load_from_file: ["struct llama_model *", "const char *", "struct llama_model_params"],
    llama_model_free: ["void", "struct llama_model *"],
    llama_model_get_vocab: ["const struct llama_vocab *", "const struct llama_model *"],
    llama_vocab_n_tokens: ["int32_t", "const struct llama_vocab *"],
    llama_model_is_recurrent: ["bool", "const struct llama_model *"],
    llama_model_is_hybrid: ["bool", "const struct llama_model *"],
    llama_init_from_model: ["struct llama_context *", "struct llama_model *", "struct llama_context_params"],
    llama_free: ["void", "struct llama_context *"],
    llama_get_memory: ["llama_memory_t", "const struct llama_context *"],
    llama_memory_clear: ["void", "llama_memory_t", "bool"],
    llama_memory_seq_rm: ["bool", "llama_memory_t", "llama_seq_id", "llama_pos", "llama_pos"],
    llama_set_n_threads: ["void", "struct llama_context *", "int32_t", "int32_t"],
    llama_decode: ["int32_t", "struct llama_context *", "struct llama_batch"],
    llama_synchronize: ["void", "struct llama_context *"],
    llama_get_logits: ["float *", "struct llama_context *"],
    llama_model_n_embd_out: ["int32_t", "const struct llama_model *"],
    llama_set_embeddings: ["void", "struct llama_context *", "bool"],
    llama_get_embeddings: ["float *", "struct llama_context *"]
} as const satisfies Record<string, readonly [result: string, ...parameters: string[]]>;

export type FunctionName = keyof typeof functions;

/** Plain number types of the header behind their names. */
export const typedefs = {llama_token: "int32_t", llama_pos: "int32_t", llama_seq_id: "int32_t"} as const;

/** Names of the header for pointers that are only handed on. */
export const pointerTypedefs = ["llama_memory_t", "llama_progress_callback", "ggml_backend_sched_eval_callback", "ggml_abort_callback"] as const;

/** Values of the header's enums that are used. */
export const enumValues = {
    LLAMA_LOAD_MODE_NONE: 0,
    LLAMA_LOAD_MODE_MMAP: 1,
    LLAMA_LAZY_MODE_OFF: 0,
    LLAMA_FLASH_ATTN_TYPE_AUTO: -1,
    LLAMA_FLASH_ATTN_TYPE_DISABLED: 0,
    LLAMA_FLASH_ATTN_TYPE_ENABLED: 1,
    LLAMA_POOLING_TYPE_NONE: 0,
    GGML_TYPE_F32: 0,
    GGML_TYPE_F16: 1
} as const;

/** The release that the declarations were taken from. */
export const llamaVersion = "0.5.0-dev";
