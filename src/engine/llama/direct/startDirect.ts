import type {Attention} from "../attention.js";
import {fewestTokens, positionsFor} from "../memory.js";
import {bindLlama, type LlamaLibrary} from "./binding.js";
import type {Decoder} from "./decoder.js";
import type {DirectContext, DirectModel} from "./directContext.js";
import {DirectEmbedder} from "./directEmbedder.js";
import {DirectEvaluator} from "./directEvaluator.js";
import {requireExpected} from "./expectations.js";
import {findLlamaLibrary} from "./libraries.js";
import {RowScorer} from "./rowScorer.js";
import {ThreadKeeper} from "./threadKeeper.js";

export interface DirectOptions {
    readonly attention: Attention;
    readonly onProcessor: boolean;
    readonly batchTokens: number;
    /** Tokens of the longest prefix, and of the longest continuation. */
    readonly longestHalf: number;
    /** Physical cores. */
    readonly cores: number;
    readonly threads: number | "auto";
    /** One sentence for the person. */
    readonly notice: (message: string) => void;
    readonly log: (message: string) => void;
    /** Put between the evaluator and llama.cpp, for a record of what is decoded. */
    readonly wrap?: (decoder: Decoder) => Decoder;
}

/** Such a model has to be evaluated one continuation after the other. */
export class RunningState extends Error {
    public constructor() {
        super("this model keeps a running state, which cannot be cut back to an example");
    }
}

export interface DirectEngine {
    readonly evaluator: DirectEvaluator;
    /** On the evaluator's context: only one of them may be at work. */
    readonly embedder: DirectEmbedder;
    readonly batchTokens: number;
    readonly positions: number;
    readonly threads: number;
    /** Measured in a short trial. */
    readonly tokensPerSecond: number;
}

/**
 * The library that node-llama-cpp has loaded, checked to be the one that the declarations are of.
 * @throws Error with the reason why it cannot be called directly
 */
export function openLibrary(): LlamaLibrary {
    const library = bindLlama(findLlamaLibrary());
    requireExpected(library);
    return library;
}

/**
 * Makes a model that llama.cpp has loaded ready for evaluating, and takes it over.
 * @throws Error with the reason why it cannot be evaluated so; the model is freed then
 */
export async function startDirect(model: DirectModel, options: DirectOptions): Promise<DirectEngine> {
    let context: DirectContext;
    try {
        if (model.isRecurrent)
            throw new RunningState();
        context = await createLargest(model, options);
    } catch (error) {
        model.free();
        throw error;
    }
    try {
        const keeper = new ThreadKeeper(context, options.cores, options.log);
        const chosen = options.threads === "auto" ? await keeper.choose() : {threads: options.threads, tokensPerMs: await keeper.trial(options.threads, 100)};
        const scorer = makeScorer(context, options, chosen.threads);
        return {
            evaluator: new DirectEvaluator((options.wrap ?? ((decoder) => decoder))(context), scorer, () => keeper.reconsider()),
            embedder: new DirectEmbedder(context, () => keeper.reconsider()),
            batchTokens: context.batchTokens, positions: context.options.positions, threads: chosen.threads, tokensPerSecond: chosen.tokensPerMs * 1000
        };
    } catch (error) {
        context.free(); // the fall-back needs the memory
        throw error;
    }
}

/** Estimates can be wrong: what cannot be allocated is tried again with half the batch. */
async function createLargest(model: DirectModel, {attention, longestHalf, batchTokens: wanted, threads, notice}: DirectOptions): Promise<DirectContext> {
    for (let batchTokens = wanted; batchTokens >= fewestTokens; batchTokens /= 2) {
        const context = await model.createContext({positions: positionsFor(longestHalf, batchTokens), batchTokens, threads: threads === "auto" ? 1 : threads, attention});
        if (context !== null)
            return context;
        if (batchTokens > fewestTokens)
            notice(`There is not enough memory for batches of ${batchTokens} tokens; ${batchTokens / 2} are tried.`);
    }
    throw new Error("there is not enough memory for a context");
}

/** Rows that are copied and scored together where they are not a whole batch: they should stay in a processor's cache. */
const partBytes = 4 * 2 ** 20;
/** Beyond it memory is the limit. */
const mostScorerThreads = 4;

/**
 * While a GPU decodes, the processor scores the batch before. Where the processor decodes, all its threads are at it, and one
 * more would only hold up the others (a trial on 2 cores): there a batch is scored before the next is decoded.
 */
function makeScorer({vocabularySize, batchTokens}: DirectContext, {onProcessor, cores}: DirectOptions, threads: number): RowScorer {
    if (!onProcessor)
        return new RowScorer(vocabularySize, batchTokens, Math.max(1, Math.min(mostScorerThreads, cores - 1)));
    const rows = Math.max(1, Math.floor(partBytes / (vocabularySize * Float32Array.BYTES_PER_ELEMENT)));
    return new RowScorer(vocabularySize, Math.min(rows, batchTokens - 1), Math.min(mostScorerThreads, threads));
}
