import type {ControlledEvaluateInputItem, LlamaContext, LlamaContextSequence, Token} from "node-llama-cpp";
import type {Continuation, Evaluator} from "../evaluator.js";

/** Evaluates through node-llama-cpp's public API, one continuation at a time on one sequence. */
export class PublicEvaluator implements Evaluator {
    private readonly sequence: LlamaContextSequence;

    public constructor(private readonly context: LlamaContext) {
        this.sequence = context.getSequence();
    }

    public async evaluate(prefix: readonly number[], continuations: readonly Continuation[], onStep: (tokens: number) => void, signal: AbortSignal): Promise<number[]> {
        await this.begin(prefix);
        onStep(prefix.length);
        const sums: number[] = [];
        for (const continuation of continuations) {
            signal.throwIfAborted();
            sums.push(await this.logProbability(prefix, continuation));
            onStep(continuation.tokens.length);
        }
        return sums;
    }

    public async dispose(): Promise<void> {
        await this.context.dispose();
    }

    private async begin(prefix: readonly number[]): Promise<void> {
        await this.sequence.clearHistory();
        if (prefix.length > 0)
            await this.sequence.evaluateWithoutGeneratingNewTokens(asTokens(prefix));
    }

    private async logProbability(prefix: readonly number[], {tokens, scoredFrom}: Continuation): Promise<number> {
        if (scoredFrom >= tokens.length)
            return 0;
        await this.sequence.eraseContextTokenRanges([{start: prefix.length, end: this.sequence.nextTokenIndex}]);
        if (this.sequence.nextTokenIndex !== prefix.length)
            await this.begin(prefix); // a running state node-llama-cpp restores itself, by a checkpoint or by evaluating again; this is for what it cannot
        const outputs = await this.sequence.controlledEvaluate(evaluationItems(tokens, scoredFrom));
        let sum = 0;
        for (const [position, output] of outputs.entries()) {
            const target = tokens[position + 1];
            if (output === undefined || target === undefined)
                continue;
            const {token, logits, totalLogitWeight} = output.next;
            const own = logits?.get(target as Token), highest = token === null || token === undefined ? undefined : logits?.get(token);
            if (own === undefined || highest === undefined || totalLogitWeight === undefined)
                throw new Error("node-llama-cpp gave no logit for a token that was asked for");
            // The weight is the sum of exp(logit - highest logit), and at temperature 0 the selected token has the highest.
            sum += own - highest - Math.log(totalLogitWeight);
        }
        return sum;
    }
}

/** At the position before each scored token its logit and the normaliser are asked for; `probabilities` would sort the vocabulary. */
function evaluationItems(tokens: readonly number[], scoredFrom: number): ControlledEvaluateInputItem[] {
    return tokens.map((token, position): ControlledEvaluateInputItem => {
        const target = tokens[position + 1];
        if (target === undefined || position + 1 < scoredFrom)
            return token as Token;
        return [token as Token, {generateNext: {
            token: true, totalLogitWeight: true, options: {temperature: 0},
            logits: {filter: {tokens: [target as Token], includeSelected: true}}
        }}];
    });
}

/** node-llama-cpp brands its token numbers; ours come from its own tokenizer. */
function asTokens(tokens: readonly number[]): Token[] {
    return tokens as Token[];
}
