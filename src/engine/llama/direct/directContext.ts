import type {Attention} from "../attention.js";
import {RateWatch} from "../threads.js";
import type {LlamaLibrary, Pointer} from "./binding.js";
import {enumValues} from "./declarations.js";
import type {Decoder, EmbeddingDecoder} from "./decoder.js";
import {TokenBatch} from "./tokenBatch.js";

export interface ModelOptions {
    readonly path: string;
    /** Layers on the GPU, as node-llama-cpp has fitted them. */
    readonly gpuLayers: number;
    readonly useMmap: boolean;
}

export interface ContextOptions {
    /** Positions that prefix and batch can hold together. */
    readonly positions: number;
    readonly batchTokens: number;
    readonly threads: number;
    readonly attention: Attention;
}

/** A batch that takes longer is decoded on a thread of its own. */
const longMs = 250;

/** Sequences of one batch: the prefix's, the padding's and one for each continuation. */
const sequenceCount = 64;

/** A model loaded through llama.cpp's C interface; it holds weights only. */
export class DirectModel {
    private constructor(private readonly library: LlamaLibrary, private readonly model: Pointer) {}

    /** @throws Error when llama.cpp cannot load it; the reason is in its log */
    public static async load(library: LlamaLibrary, {path, gpuLayers, useMmap}: ModelOptions): Promise<DirectModel> {
        const model = await library.loadModel(path, {
            ...library.modelDefaultParams(), n_gpu_layers: gpuLayers, lazy_mode: enumValues.LLAMA_LAZY_MODE_OFF,
            load_mode: useMmap ? enumValues.LLAMA_LOAD_MODE_MMAP : enumValues.LLAMA_LOAD_MODE_NONE
        });
        if (isNull(model))
            throw new Error("llama.cpp could not load the model");
        return new DirectModel(library, model);
    }

    /** Whether it keeps a running state instead of (or besides) keys and values: that cannot be cut back. */
    public get isRecurrent(): boolean {
        return this.library.isRecurrent(this.model);
    }

    /** Null when there is not enough memory for it. */
    public async createContext(options: ContextOptions): Promise<DirectContext | null> {
        const {library} = this;
        const context = await library.createContext(this.model, {
            ...library.contextDefaultParams(), n_ctx: options.positions, n_batch: options.batchTokens, n_ubatch: options.batchTokens,
            n_seq_max: sequenceCount, n_threads: options.threads, n_threads_batch: options.threads, kv_unified: true, swa_full: true, no_perf: true,
            flash_attn_type: {on: enumValues.LLAMA_FLASH_ATTN_TYPE_ENABLED, off: enumValues.LLAMA_FLASH_ATTN_TYPE_DISABLED, auto: enumValues.LLAMA_FLASH_ATTN_TYPE_AUTO}[options.attention.flash],
            pooling_type: enumValues.LLAMA_POOLING_TYPE_NONE, // a model may name another, which would hide the tokens' own states
            type_k: enumValues[`GGML_TYPE_${options.attention.cache}`], type_v: enumValues[`GGML_TYPE_${options.attention.cache}`]
        });
        return isNull(context) ? null : new DirectContext(library, this, context, {vocabulary: library.vocabularySize(this.model), embedding: library.embeddingSize(this.model)}, options);
    }

    public free(): void {
        this.library.freeModel(this.model);
    }
}

/** Memory and scratch space of a model, which it owns. Nothing may be called while `decode` is under way. */
export class DirectContext implements Decoder, EmbeddingDecoder {
    public readonly rate = new RateWatch();
    public readonly batch: TokenBatch;
    public readonly batchTokens: number;
    public readonly leastTokens: number;
    public readonly vocabularySize: number;
    public readonly embeddingSize: number;
    public readonly sequences = sequenceCount - 1;

    public constructor(
        private readonly library: LlamaLibrary, private readonly model: DirectModel, private readonly context: Pointer,
        sizes: {readonly vocabulary: number; readonly embedding: number}, public readonly options: ContextOptions
    ) {
        this.vocabularySize = sizes.vocabulary;
        this.embeddingSize = sizes.embedding;
        this.batchTokens = options.batchTokens;
        this.leastTokens = options.attention.leastTokens;
        this.batch = new TokenBatch(library, options.batchTokens, sequenceCount);
    }

    public clear(): void {
        this.library.clearMemory(this.context);
    }

    public cut(position: number): void {
        if (!this.library.cutSequences(this.context, position))
            throw new Error("this model's memory cannot be cut back");
    }

    public async decode(): Promise<void> {
        const start = performance.now();
        const result = await this.decodeOnAnyThread();
        this.rate.add(this.batch.length, performance.now() - start);
        if (result !== 0)
            throw new Error(`llama.cpp could not decode a batch of ${this.batch.length} tokens (llama_decode gave ${result})`);
    }

    /**
     * Handing a batch to another thread and back was seen to cost up to 10 ms, as much as a small model needs for it. A long
     * one is worth that: meanwhile messages are heard.
     */
    private async decodeOnAnyThread(): Promise<number> {
        if (this.batch.length > this.rate.tokensPerMs * longMs)
            return this.library.decodeLater(this.context, this.batch.value());
        const result = this.library.decode(this.context, this.batch.value());
        await new Promise(setImmediate); // messages are heard between batches
        return result;
    }

    public copyLogits(target: Float32Array, firstRow: number, rows: number): void {
        this.library.copyLogits(this.context, target, firstRow * this.vocabularySize, rows * this.vocabularySize);
    }

    public wantEmbeddings(wanted: boolean): void {
        this.library.wantEmbeddings(this.context, wanted);
    }

    public copyEmbeddings(target: Float32Array, rows: number): void {
        this.library.copyEmbeddings(this.context, target, rows * this.embeddingSize);
    }

    public synchronize(): void {
        this.library.synchronize(this.context);
    }

    public setThreads(threads: number): void {
        this.library.setThreads(this.context, threads);
    }

    public free(): void {
        this.library.freeContext(this.context);
        this.model.free();
    }
}

/** koffi gives null pointers as null or as 0n, by version and type. */
function isNull(pointer: Pointer | null): boolean {
    return pointer === null || pointer === 0n;
}
