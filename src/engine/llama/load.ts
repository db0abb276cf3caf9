import {getLlamaGpuTypes, getModuleVersion, InsufficientMemoryError, type Llama, type LlamaModel} from "node-llama-cpp";
import {escapeForDisplay} from "../../core/displayText.js";
import {UserError} from "../../core/errors.js";
import type {Tokenize} from "../../core/layout.js";
import {maximumContext} from "../../core/protocol.js";
import type {EngineInfo} from "../../core/measurement.js";
import type {Embedder, Evaluator} from "../evaluator.js";
import type {GpuChoice, LoadOptions} from "../protocol.js";
import {attentionFor, headSizesOf, type Attention} from "./attention.js";
import type {Decoder} from "./direct/decoder.js";
import {DirectModel} from "./direct/directContext.js";
import {findProcessorLibrary} from "./direct/libraries.js";
import {openLibrary, RunningState, startDirect} from "./direct/startDirect.js";
import {explainFailure, settled} from "./failure.js";
import {extraPositions, fitBatch, longestHalfOf, type Fit} from "./memory.js";
import {messageOf, readHeader, requireContinuation, requireMemory} from "./modelFile.js";
import {probePublicly, startPublic} from "./publicContext.js";
import {startLlama} from "./startLlama.js";
import {noiseOf, probeOf, requireAgreement, scoreProbe} from "./verify.js";

export interface LoadedEngine {
    readonly evaluator: Evaluator;
    /** On the evaluator's memory: only one of them may be at work. Null where llama.cpp cannot be called directly. */
    readonly embedder: Embedder | null;
    readonly tokenize: Tokenize;
    /** The BOS token where the model has one and wants it in front, else null. */
    readonly bos: number | null;
    /** Of a short trial; null where there was none. */
    readonly tokensPerSecond: number | null;
    readonly info: EngineInfo;
}

export interface LoadListener {
    /** One sentence for the person. */
    readonly notice: (message: string) => void;
    /** What llama.cpp prints. */
    readonly log: (level: "warning" | "error", message: string) => void;
    /** Put between the direct evaluator and llama.cpp, for a record of what is decoded. */
    readonly wrap?: (decoder: Decoder) => Decoder;
}

/**
 * Loads a model and what evaluates it: directly through llama.cpp's C interface where that can be shown to give the same
 * numbers as node-llama-cpp's own, else through the latter, and the person is told.
 * @throws UserError when the file is no model, none that continues text, is damaged, or is too big for this machine
 */
export async function loadEngine(options: LoadOptions, listener: LoadListener): Promise<LoadedEngine> {
    const shown = escapeForDisplay(options.modelPath);
    const said: string[] = [];
    const llama = await startLlama(options.gpu, (level, message) => {
        said.push(message.trim());
        listener.log(level, message.trim());
    });
    const file = await readHeader(options.modelPath);
    requireContinuation(shown, file);
    requireMemory(shown, file, llama);
    try {
        const model = await llama.loadModel({modelPath: options.modelPath});
        if (options.evaluator === "public")
            return await loadPublic(llama, model, options, listener);
        const half = longestHalfOf(model.trainContextSize);
        const attention = attentionFor(llama.gpu === false, headSizesOf(file));
        const fit = await fitBatch(llama, model, attention, half, shown);
        return await loadDirect(llama, model, options, {...fit, attention, half}, listener);
    } catch (error) {
        if (error instanceof UserError)
            throw error;
        if (error instanceof InsufficientMemoryError)
            throw new UserError(`${shown} does not fit into the memory of this device: ${error.message}.`, "less-memory");
        await settled();
        throw new UserError(`${shown} could not be loaded: ${explainFailure(said, llama.llamaCppRelease.release) ?? escapeForDisplay(messageOf(error))}. The file may be damaged or need another version of llama.cpp; download it again or use another model.`);
    }
}

interface DirectFit extends Fit {
    readonly attention: Attention;
    readonly half: number;
}

/** The model is loaded once through node-llama-cpp, which fits it to the device and gives the numbers to compare with, and then directly. */
async function loadDirect(llama: Llama, first: LlamaModel, options: LoadOptions, fit: DirectFit, listener: LoadListener): Promise<LoadedEngine> {
    let model = first;
    try {
        if (llama.buildType !== "prebuilt")
            throw new Error("node-llama-cpp runs a build of your own, which may be of another release");
        if (model.fileInsights.isRecurrent || model.fileInsights.isHybrid)
            throw new RunningState(); // llama.cpp would say the same once the model has been loaded again
        const library = openLibrary();
        const probe = probeOf(tokenizerOf(model), beginning(model), fit.half);
        const expected = await probePublicly(model, probe, llama.gpu === false ? Math.min(2, llama.cpuMathCores) : llama.cpuMathCores);
        const {gpuLayers, useMmap, trainContextSize} = model;
        const offloaded = offloadOf(model);
        await model.dispose();
        const loading = DirectModel.load(library, {path: options.modelPath, gpuLayers, useMmap});
        loading.catch(() => undefined); // it is awaited below, but may fail before
        model = await llama.loadModel({modelPath: options.modelPath, vocabOnly: true});
        const direct = await startDirect(await loading, {
            attention: fit.attention, onProcessor: llama.gpu === false, batchTokens: fit.batchTokens, longestHalf: fit.half,
            cores: llama.cpuMathCores, threads: llama.gpu === false ? options.threads : llama.cpuMathCores, notice: listener.notice,
            ...(listener.wrap === undefined ? {} : {wrap: listener.wrap}),
            log: (message) => {
                listener.log("warning", message);
            }
        });
        let noise: number;
        try {
            const found = await scoreProbe(direct.evaluator, probe);
            requireAgreement(expected, found);
            noise = noiseOf(expected, found);
        } catch (error) {
            await direct.evaluator.dispose();
            throw error;
        }
        const info = await describe(llama, model, trainContextSize, options.gpu, {
            evaluator: "direct", threads: direct.threads, kvCache: fit.attention.cache, batchTokens: direct.batchTokens, contextPositions: direct.positions, memory: fit.memory, layers: offloaded, noise
        });
        return {evaluator: direct.evaluator, embedder: direct.embedder, tokenize: tokenizerOf(model), bos: beginning(model), tokensPerSecond: direct.tokensPerSecond, info};
    } catch (error) {
        if (options.evaluator === "direct")
            throw new UserError(`llama.cpp cannot be called directly: ${messageOf(error)}. Leave the choice of the engine to Goldpan, and node-llama-cpp's own interface is used.`);
        listener.notice(`llama.cpp cannot be called directly: ${messageOf(error)}. node-llama-cpp's own interface is used: the same scores but for near-ties, more slowly.`);
        await model.dispose();
        return await loadPublic(llama, await llama.loadModel({modelPath: options.modelPath}), options, listener);
    }
}

async function loadPublic(llama: Llama, model: LlamaModel, options: LoadOptions, listener: LoadListener): Promise<LoadedEngine> {
    const half = Math.floor(Math.min(model.trainContextSize, maximumContext) / 2);
    const started = await startPublic(llama, model, {positions: 2 * half + extraPositions, threads: options.threads, notice: listener.notice});
    return {
        evaluator: started.evaluator, embedder: null, tokenize: tokenizerOf(model), bos: beginning(model), tokensPerSecond: started.tokensPerSecond,
        info: await describe(llama, model, model.trainContextSize, options.gpu, {evaluator: "public", ...started.facts, layers: offloadOf(model), noise: null})
    };
}

function tokenizerOf(model: LlamaModel): Tokenize {
    return (text) => model.tokenize(text, false);
}

function beginning(model: LlamaModel): number | null {
    return model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
}

type Facts = Pick<EngineInfo, "evaluator" | "threads" | "kvCache" | "batchTokens" | "contextPositions" | "memory" | "layers" | "noise">;

async function describe(llama: Llama, model: LlamaModel, trainedContext: number, gpu: GpuChoice, facts: Facts): Promise<EngineInfo> {
    return {
        model: {
            name: model.fileInfo.metadata.general.name ?? model.filename ?? "unnamed",
            architecture: model.fileInfo.metadata.general.architecture,
            trainedContext,
            vocabularySize: model.fileInfo.metadata.tokenizer.ggml.tokens.length,
            hasBos: beginning(model) !== null
        },
        backend: llama.gpu === false ? "cpu" : llama.gpu,
        devices: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
        unusedGpus: llama.gpu === false && gpu !== "off" ? await usableGpus() : [],
        ...facts,
        library: findProcessorLibrary(),
        versions: {"node-llama-cpp": await getModuleVersion(), "llama.cpp": llama.llamaCppRelease.release, "node": process.versions.node}
    };
}

function offloadOf({gpuLayers, fileInsights}: LlamaModel): EngineInfo["layers"] {
    return {onGpu: gpuLayers, all: fileInsights.totalLayers};
}

/** Kinds of GPU whose drivers are on this machine, by node-llama-cpp's own look for their libraries. */
async function usableGpus(): Promise<string[]> {
    return (await getLlamaGpuTypes("supported")).filter((kind) => kind !== false);
}
