/** Tokens that follow the prefix. Those from `scoredFrom` on are scored, each given all tokens before it. */
export interface Continuation {
    readonly tokens: readonly number[];
    /** At least 1 when anything is scored: the first token has nothing before it in a pass without a prefix. */
    readonly scoredFrom: number;
}

/** Where tokens become log-probabilities. */
export interface Evaluator {
    /**
     * Sums of log-probabilities (nats, float64) of each continuation's scored tokens. The prefix is evaluated once and kept for
     * all continuations. Numbers depend on prefix and continuation alone, not on the others or on what ran before.
     * @param onStep called after each evaluation with the number of tokens that it took
     * @throws the signal's reason when aborted, after the evaluation in hand
     */
    evaluate(prefix: readonly number[], continuations: readonly Continuation[], onStep: (tokens: number) => void, signal: AbortSignal): Promise<number[]>;
    dispose(): Promise<void>;
}

/** Where tokens become one vector. */
export interface Embedder {
    /**
     * The mean over the tokens of the last hidden state (after the final norm), added up in float64. It depends on the tokens
     * alone, not on what ran before.
     * @param onStep called after each evaluation with the number of tokens that it took
     * @throws the signal's reason when aborted, after the evaluation in hand
     */
    embed(tokens: readonly number[], onStep: (tokens: number) => void, signal: AbortSignal): Promise<Float32Array>;
}
