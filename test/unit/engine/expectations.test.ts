import assert from "node:assert/strict";
import type {LlamaLibrary, StructValue} from "../../../src/engine/llama/direct/binding.js";
import {llamaVersion, structs} from "../../../src/engine/llama/direct/declarations.js";
import {requireExpected} from "../../../src/engine/llama/direct/expectations.js";

type Library = Pick<LlamaLibrary, "version" | "modelDefaultParams" | "contextDefaultParams">;

const model: StructValue = {
    devices: null, tensor_buft_overrides: null, n_gpu_layers: -1, split_mode: 1, load_mode: -1, lazy_mode: 1, main_gpu: 0, tensor_split: null,
    progress_callback: null, progress_callback_user_data: null, kv_overrides: null, vocab_only: false, check_tensors: false, use_extra_bufts: true,
    no_host: false, no_alloc: false, load_mtp: false
};

const context: StructValue = {
    n_ctx: 512, n_batch: 2048, n_ubatch: 512, n_seq_max: 1, n_rs_seq: 0, n_outputs_max: 0, n_outputs_max_per_seq: 1, n_threads: 4, n_threads_batch: 4,
    ctx_type: 0, rope_scaling_type: -1, pooling_type: -1, attention_type: -1, flash_attn_type: -1, rope_freq_base: 0, rope_freq_scale: 0,
    yarn_ext_factor: -1, yarn_attn_factor: -1, yarn_beta_fast: -1, yarn_beta_slow: -1, yarn_orig_ctx: 0, defrag_thold: -1, cb_eval: null,
    cb_eval_user_data: null, type_k: 1, type_v: 1, abort_callback: null, abort_callback_data: null, embeddings: false, offload_kqv: true,
    no_perf: true, op_offload: true, swa_full: true, kv_unified: false, samplers: null, n_samplers: 0, ctx_other: null
};

function library(change: {readonly version?: string; readonly model?: StructValue; readonly context?: StructValue} = {}): Library {
    return {
        version: () => change.version ?? llamaVersion,
        modelDefaultParams: () => ({...model, ...change.model}),
        contextDefaultParams: () => ({...context, ...change.context})
    };
}

/** Another value of the same kind; for a pointer, some address. */
function wrong(value: unknown): unknown {
    return typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : 0x5000n;
}

describe("requireExpected", () => {
    it("accepts the release that the declarations are of, with null pointers as null or as 0", () => {
        requireExpected(library());
        const zero = (struct: StructValue): StructValue => Object.fromEntries(Object.entries(struct).map(([field, value]) => [field, value ?? 0n]));
        requireExpected(library({model: zero(model), context: zero(context)}));
    });

    it("refuses another version before it asks for any struct", () => {
        const never = (): StructValue => {
            throw new Error("asked for a struct");
        };
        assert.throws(() => {
            requireExpected({version: () => "0.6.0-dev", modelDefaultParams: never, contextDefaultParams: never});
        }, {message: `its version is "0.6.0-dev" instead of "${llamaVersion}"`});
    });

    for (const [part, name, defaults] of [["model", "llama_model_params", model], ["context", "llama_context_params", context]] as const) {
        it(`notices every wrong and every missing field of ${name}`, () => {
            assert.deepEqual(Object.keys(defaults), structs[name].map(([, field]) => field));
            for (const [field, value] of Object.entries(defaults)) {
                const named = new RegExp(`${name}\\.${field} is .* by default instead of `);
                assert.throws(() => {
                    requireExpected(library({[part]: {[field]: wrong(value)}}));
                }, named);
                assert.throws(() => {
                    requireExpected(library({[part]: {[field]: undefined}}));
                }, named);
            }
        });
    }

    it("says what is wrong and what it may mean", () => {
        assert.throws(() => {
            requireExpected(library({context: {n_ctx: 0}}));
        }, {message: "its llama_context_params.n_ctx is 0 by default instead of 512, so its structs may be laid out otherwise"});
    });
});
