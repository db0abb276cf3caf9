import type {LlamaModel, Token} from "node-llama-cpp";

const trialMs = 200;
const trialTokens = 32;

/**
 * The number of threads that evaluates fastest right now, from a trial of about 200 ms. More threads than free cores are many
 * times slower than one, and how many are free only a trial can tell.
 * @param most never more than this: the physical cores
 */
export async function chooseThreads(model: LlamaModel, most: number): Promise<number> {
    const candidates = [...new Set([1, Math.ceil(most / 2), most])];
    if (candidates.length === 1)
        return 1;
    let best = {threads: 1, tokensPerMs: 0};
    for (const threads of candidates) {
        const tokensPerMs = await trial(model, threads, trialMs / candidates.length);
        if (tokensPerMs > best.tokensPerMs)
            best = {threads, tokensPerMs};
    }
    return best.threads;
}

async function trial(model: LlamaModel, threads: number, milliseconds: number): Promise<number> {
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
}
