import {InsufficientMemoryError, type Llama, type LlamaContext, type LlamaContextOptions, type LlamaModel, type Token} from "node-llama-cpp";
import type {EngineInfo} from "../../core/measurement.js";
import type {Evaluator} from "../evaluator.js";
import {PublicEvaluator} from "./publicEvaluator.js";
import {chooseThreads, type ThreadTrial} from "./threads.js";
import {scoreProbe, type Probe} from "./verify.js";

/** Tokens evaluated at once: fixed, because another split gives other last digits. */
const batchTokens = 512;

/**
 * Layers with a sliding window keep everything, too: else a long continuation is given cells of the window that ends with the
 * prefix, and node-llama-cpp, which evaluates a prefix again only when nothing of it is left, goes on with the rest of them
 * (log-probabilities were off by 0.25 nats a token).
 */
const exactAttention = {flashAttention: false, swaFullCache: true} as const;

export interface PublicEngine {
    readonly evaluator: Evaluator;
    /** Measured in a short trial; null where there was none. */
    readonly tokensPerSecond: number | null;
    readonly facts: Pick<EngineInfo, "threads" | "kvCache" | "batchTokens" | "contextPositions" | "memory">;
}

/** Evaluates through node-llama-cpp's own interface. @throws InsufficientMemoryError */
export async function startPublic(llama: Llama, model: LlamaModel, options: {positions: number; threads: number | "auto"; notice: (message: string) => void}): Promise<PublicEngine> {
    const chosen = await chosenThreads(llama, model, options.threads);
    const {context, kvCache} = await createContext(model, {contextSize: options.positions, batchSize: batchTokens, threads: chosen.threads, sequences: 1}, options.notice);
    const {memoryUsage} = context;
    return {
        evaluator: new PublicEvaluator(context), tokensPerSecond: chosen.tokensPerMs === null ? null : chosen.tokensPerMs * 1000,
        facts: {
            threads: chosen.threads, kvCache, batchTokens, contextPositions: context.contextSize,
            memory: {ram: model.memoryUsage.ram + memoryUsage.ram, vram: model.memoryUsage.vram + memoryUsage.vram}
        }
    };
}

/** The numbers that any other evaluator is compared with. */
export async function probePublicly(model: LlamaModel, probe: Probe, threads: number): Promise<number[]> {
    const positions = Math.max(...probe.map(({prefix, continuations}) => prefix.length + Math.max(...continuations.map(({tokens}) => tokens.length))));
    const evaluator = new PublicEvaluator(await model.createContext({contextSize: positions + 8, batchSize: 128, threads, ...exactAttention}));
    try {
        return await scoreProbe(evaluator, probe);
    } finally {
        await evaluator.dispose();
    }
}

async function chosenThreads(llama: Llama, model: LlamaModel, threads: number | "auto"): Promise<{threads: number; tokensPerMs: number | null}> {
    if (threads !== "auto")
        return {threads, tokensPerMs: null};
    return llama.gpu === false ? chooseThreads(llama.cpuMathCores, trialOn(model)) : {threads: llama.cpuMathCores, tokensPerMs: null};
}

/**
 * A context that computes attention in 32 bits: flash attention and a 16-bit cache each move a mean log-probability by up to
 * 1e-2 nats, enough to turn wins into losses; without them llama.cpp and PyTorch agree to 1e-5 (see bench/oracle). Where
 * memory is short the cache takes 16 bits, and that is said.
 */
async function createContext(model: LlamaModel, options: LlamaContextOptions, notice: (message: string) => void): Promise<{context: LlamaContext; kvCache: EngineInfo["kvCache"]}> {
    for (const kvCache of ["F32", "F16"] as const) {
        try {
            const context = await model.createContext({...options, ...exactAttention, experimentalKvCacheKeyType: kvCache, experimentalKvCacheValueType: kvCache});
            return {context, kvCache};
        } catch (error) {
            if (kvCache === "F16" || !(error instanceof InsufficientMemoryError))
                throw error;
            notice("There is not enough memory for a 32-bit cache; a 16-bit one is used, which can turn near-ties.");
        }
    }
    throw new Error("unreachable: the last cache type returns or throws");
}

const trialTokens = 32;

function trialOn(model: LlamaModel): ThreadTrial {
    return async (threads, milliseconds) => {
        const context = await model.createContext({contextSize: 256, batchSize: trialTokens, threads});
        try {
            const sequence = context.getSequence();
            const tokens = Array.from({length: trialTokens}, (_, i) => i % Math.min(100, model.fileInfo.metadata.tokenizer.ggml.tokens.length)) as Token[];
            await sequence.evaluateWithoutGeneratingNewTokens(tokens); // the first evaluation also allocates
            const start = performance.now();
            let evaluated = 0;
            do {
                await sequence.clearHistory();
                await sequence.evaluateWithoutGeneratingNewTokens(tokens);
                evaluated += trialTokens;
            } while (performance.now() - start < milliseconds);
            return evaluated / (performance.now() - start);
        } finally {
            await context.dispose();
        }
    };
}
