import {chooseThreads, type ChosenThreads} from "../threads.js";
import type {DirectContext} from "./directContext.js";

/** With fewer threads than cores, how long until a trial whether the cores are free again. A trial costs about 200 ms. */
const trialAgainMs = 60_000;

/** Keeps the number of threads right while other programs come and go. */
export class ThreadKeeper {
    private current: ChosenThreads | undefined;
    private triedAt = 0;

    /** @param cores physical ones */
    public constructor(private readonly context: DirectContext, private readonly cores: number, private readonly log: (message: string) => void) {}

    public async choose(): Promise<ChosenThreads> {
        this.current = await chooseThreads(this.cores, (threads, milliseconds) => this.trial(threads, milliseconds));
        this.context.setThreads(this.current.threads);
        this.context.rate.reset();
        this.triedAt = performance.now();
        return this.current;
    }

    /** To be called when nothing is being decoded. */
    public async reconsider(): Promise<void> {
        const before = this.current;
        if (before === undefined)
            return;
        const {halved} = this.context.rate;
        if (!halved && (before.threads === this.cores || performance.now() - this.triedAt < trialAgainMs))
            return;
        const {threads} = await this.choose();
        if (threads !== before.threads)
            this.log(`${halved ? "Evaluation had become half as fast" : "Cores may be free again"}: ${threads} instead of ${before.threads} threads now.`);
    }

    /** Tokens a millisecond; forgets what the context holds. */
    public async trial(threads: number, milliseconds: number): Promise<number> {
        const {context} = this;
        context.setThreads(threads);
        await this.decode(); // the first one after a change starts the threads
        const start = performance.now();
        let tokens = 0;
        do {
            await this.decode();
            tokens += context.batch.length;
        } while (performance.now() - start < milliseconds);
        return tokens / (performance.now() - start);
    }

    /** As in real work, most positions have an output. */
    private async decode(): Promise<void> {
        const {context, context: {batch}} = this;
        context.clear();
        batch.clear();
        for (let i = 0; i < Math.min(64, batch.capacity); i++)
            batch.add(i % Math.min(100, context.vocabularySize), i, 0, 1, i % 4 > 0);
        await context.decode();
        context.synchronize();
    }
}
