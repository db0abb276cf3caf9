import {open, stat} from "node:fs/promises";
import {totalmem} from "node:os";
import {getLlama, getModuleVersion, InsufficientMemoryError, LlamaLogLevel, NoBinaryFoundError, readGgufFileInfo, type GgufFileInfo, type Llama, type LlamaContext, type LlamaContextOptions, type LlamaModel, type LlamaOptions} from "node-llama-cpp";
import {escapeForDisplay} from "../../core/displayText.js";
import {UserError} from "../../core/errors.js";
import {maximumContext} from "../../core/protocol.js";
import type {EngineInfo} from "../../core/measurement.js";
import type {GpuChoice, LoadOptions} from "../protocol.js";
import {chooseThreads} from "./threads.js";

export interface LoadedModel {
    readonly model: LlamaModel;
    readonly context: LlamaContext;
    readonly info: EngineInfo;
}

export interface LoadListener {
    /** One sentence for the person. */
    readonly notice: (message: string) => void;
    /** What llama.cpp prints. */
    readonly log: (level: "warning" | "error", message: string) => void;
}

/** BOS and separator stand outside the protocol's C; no tokenizer needs more than this for them. */
const extraPositions = 32;
/** Tokens evaluated at once: fixed, because another split gives other last digits. */
const batchSize = 512;

/**
 * Loads a model and a context for it.
 * @throws UserError when the file is no model, is damaged, or is too big for this machine
 */
export async function loadModel({modelPath, gpu, threads}: LoadOptions, {notice, log}: LoadListener): Promise<LoadedModel> {
    const shown = escapeForDisplay(modelPath);
    const said: string[] = [];
    const llama = await startLlama(gpu, (level, message) => {
        said.push(message.trim());
        log(level, message.trim());
    });
    const file = await readHeader(modelPath);
    await requireWholeFile(modelPath, file);
    requireMemory(shown, file, llama);
    try {
        const model = await llama.loadModel({modelPath});
        const chosen = threads === "auto" ? (llama.gpu === false ? await chooseThreads(model, llama.cpuMathCores) : llama.cpuMathCores) : threads;
        const contextPositions = Math.min(model.trainContextSize, maximumContext) + extraPositions;
        const {context, kvCache} = await createContext(model, {contextSize: contextPositions, batchSize, threads: chosen, sequences: 1}, notice);
        return {model, context, info: await describe(llama, model, context, chosen, kvCache)};
    } catch (error) {
        if (error instanceof InsufficientMemoryError)
            throw new UserError(`${shown} does not fit into the memory of this device: ${error.message}. Use a smaller model or quantisation, or --gpu off.`);
        throw new UserError(`${shown} could not be loaded: ${explanation(said, error)}. The file may be damaged or need another version of llama.cpp; download it again or use another model.`);
    }
}

/**
 * A context that computes attention in 32 bits: flash attention and a 16-bit cache each move a mean log-probability by up to
 * 1e-2 nats, enough to turn wins into losses; without them llama.cpp and PyTorch agree to 1e-5 (see bench/oracle). Where
 * memory is short the cache takes 16 bits, and that is said.
 */
async function createContext(model: LlamaModel, options: LlamaContextOptions, notice: (message: string) => void): Promise<{context: LlamaContext; kvCache: KvCacheType}> {
    for (const kvCache of ["F32", "F16"] as const) {
        try {
            const context = await model.createContext({...options, flashAttention: false, experimentalKvCacheKeyType: kvCache, experimentalKvCacheValueType: kvCache});
            return {context, kvCache};
        } catch (error) {
            if (kvCache === "F16" || !(error instanceof InsufficientMemoryError))
                throw error;
            notice("There is not enough memory for a 32-bit cache; a 16-bit one is used, which can turn near-ties.");
        }
    }
    throw new Error("unreachable: the last cache type returns or throws");
}

type KvCacheType = EngineInfo["kvCache"];

async function startLlama(gpu: GpuChoice, logger: (level: "warning" | "error", message: string) => void): Promise<Llama> {
    const wanted: LlamaOptions["gpu"] = gpu === "off" ? false : gpu;
    try {
        const llama = await getLlama({
            gpu: wanted, build: "never", skipDownload: true, maxThreads: 0, logLevel: LlamaLogLevel.warn,
            logger: (level, message) => {
                logger(level === LlamaLogLevel.warn ? "warning" : "error", message);
            }
        });
        if (gpu === "off" || gpu === "auto" || llama.gpu === gpu)
            return llama;
        await llama.dispose(); // asked for one backend, got another: on a platform that has no such backend at all
    } catch (error) {
        if (!(error instanceof NoBinaryFoundError))
            throw error;
    }
    throw new UserError(`There is no ${gpu} engine for this machine; use --gpu auto or --gpu off.`);
}

const headerTimeoutMs = 60_000;

async function readHeader(modelPath: string): Promise<GgufFileInfo> {
    try {
        await requirePlausibleCounts(modelPath);
        return await readGgufFileInfo(modelPath, {sourceType: "filesystem", signal: AbortSignal.timeout(headerTimeoutMs)});
    } catch (error) {
        throw new UserError(`${escapeForDisplay(modelPath)} is not a readable GGUF model: ${messageOf(error)}. Download it again or name another file.`);
    }
}

/**
 * node-llama-cpp reads zeros beyond the end of a file, so a damaged number of entries would keep it reading for ever. Layout:
 * magic, version (u32), tensors (u64), metadata entries (u64), see ggml's docs/gguf.md.
 */
async function requirePlausibleCounts(modelPath: string): Promise<void> {
    const file = await open(modelPath);
    try {
        const head = new DataView(new ArrayBuffer(24));
        await file.read(head, 0, 24, 0);
        const {size} = await file.stat();
        const littleEndian = head.getUint32(4, true) < 2 ** 16; // the version is a small number in the file's byte order
        if (head.getBigUint64(8, littleEndian) + head.getBigUint64(16, littleEndian) > BigInt(size))
            throw new Error("its header promises more entries than the file has bytes");
    } finally {
        await file.close();
    }
}

/** llama.cpp notices a short file only tensor by tensor and late; the header tells at once how long the file must be. */
async function requireWholeFile(modelPath: string, file: GgufFileInfo): Promise<void> {
    const {size} = await stat(modelPath);
    const last = (file.fullTensorInfo ?? []).reduce((end, {offset}) => Math.max(end, Number(offset)), 0);
    if (file.splicedParts === 1 && size <= (file.infoEndOffset ?? 0) + last)
        throw new UserError(`${escapeForDisplay(modelPath)} is cut off: it has ${size.toLocaleString("en-US")} bytes, and its header promises more. Download it again.`);
}

function requireMemory(shown: string, file: GgufFileInfo, llama: Llama): void {
    const needed = (file.fullTensorInfo ?? []).reduce((sum, {dimensions}) => sum + dimensions.reduce<number>((product, size) => product * Number(size), 1), 0) * leastBytesPerWeight;
    if (llama.gpu === false && needed > totalmem())
        throw new UserError(`${shown} is too big for this machine: its weights need at least ${gib(needed)} and there are ${gib(totalmem())} of memory. Use a smaller model or a stronger quantisation.`);
}

/** No quantisation of llama.cpp stores a weight in less than this (IQ1_S). */
const leastBytesPerWeight = 1.5 / 8;

function gib(bytes: number): string {
    return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

async function describe(llama: Llama, model: LlamaModel, context: LlamaContext, threads: number, kvCache: KvCacheType): Promise<EngineInfo> {
    const memory = {model: model.memoryUsage, context: context.memoryUsage};
    return {
        model: {
            name: model.fileInfo.metadata.general.name ?? model.filename ?? "unnamed",
            architecture: model.fileInfo.metadata.general.architecture,
            trainedContext: model.trainContextSize,
            vocabularySize: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
            hasBos: beginning(model) !== null
        },
        backend: llama.gpu === false ? "cpu" : llama.gpu,
        devices: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
        threads,
        kvCache,
        contextPositions: context.contextSize,
        memory: {ram: memory.model.ram + memory.context.ram, vram: memory.model.vram + memory.context.vram},
        versions: {"node-llama-cpp": await getModuleVersion(), "llama.cpp": llama.llamaCppRelease.release, "node": process.versions.node}
    };
}

/** The BOS token where the model has one and wants it in front, else null. */
export function beginning(model: LlamaModel): number | null {
    return model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
}

function explanation(said: readonly string[], error: unknown): string {
    return said.findLast((line) => /error|fail|corrupt|unknown|unsupported|invalid/i.test(line))?.slice(0, 300) ?? messageOf(error);
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
}
