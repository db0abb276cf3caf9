import assert from "node:assert/strict";
import type {DirectContext} from "../../../src/engine/llama/direct/directContext.js";
import {ThreadKeeper} from "../../../src/engine/llama/direct/threadKeeper.js";
import {TokenBatch} from "../../../src/engine/llama/direct/tokenBatch.js";
import {RateWatch} from "../../../src/engine/llama/threads.js";

/** A context on which so many threads are fast and others slow. */
class FakeContext {
    public readonly rate = new RateWatch();
    public readonly batch = new TokenBatch({address: () => 0n}, 64, 2);
    public readonly vocabularySize = 10;
    public fast = 2;
    public threads = 0;
    public trials = 0;

    public clear(): void {
        this.batch.clear();
    }

    public setThreads(threads: number): void {
        this.trials += threads === this.threads ? 0 : 1;
        this.threads = threads;
    }

    public async decode(): Promise<void> {
        await new Promise((resolve) => setTimeout(resolve, this.threads === this.fast ? 1 : 20));
    }

    public synchronize(): void {
        assert.ok(this.batch.outputs > 0);
    }
}

function keeperOf(context: FakeContext, log: string[] = []): ThreadKeeper {
    return new ThreadKeeper(context as unknown as DirectContext, 2, (message) => log.push(message)); // the rest is not used
}

describe("ThreadKeeper", () => {
    it("chooses the fastest number of threads and leaves the context so", async () => {
        const context = new FakeContext();
        const {threads, tokensPerMs} = await keeperOf(context).choose();
        assert.deepEqual([threads, context.threads], [2, 2]);
        assert.ok(tokensPerMs > 3);
    });

    it("does not choose again while all cores are used and the rate holds", async () => {
        const context = new FakeContext(), keeper = keeperOf(context);
        await keeper.choose();
        const {trials} = context;
        context.rate.add(4000, 4000);
        await keeper.reconsider();
        assert.equal(context.trials, trials);
    });

    it("chooses again when the rate has halved, and says so", async () => {
        const context = new FakeContext(), log: string[] = [], keeper = keeperOf(context, log);
        await keeper.choose();
        context.rate.add(40_000, 4000);
        context.rate.add(4000, 4000);
        context.fast = 1;
        await keeper.reconsider();
        assert.equal(context.threads, 1);
        assert.deepEqual(log, ["Evaluation had become half as fast: 1 instead of 2 threads now."]);
        assert.equal(context.rate.halved, false);
    });

    it("leaves a number alone that it has not chosen", async () => {
        const context = new FakeContext(), keeper = keeperOf(context);
        await keeper.trial(1, 1);
        context.rate.add(40_000, 4000);
        context.rate.add(4000, 4000);
        await keeper.reconsider();
        assert.equal(context.threads, 1);
    });
});
