const trialMs = 200;

/** Tokens a millisecond with so many threads, tried for about so long. */
export type ThreadTrial = (threads: number, milliseconds: number) => Promise<number>;

export interface ChosenThreads {
    readonly threads: number;
    readonly tokensPerMs: number;
}

/**
 * The number of threads that evaluates fastest right now, from a trial of about 200 ms. More threads than free cores are many
 * times slower than one, and how many are free only a trial can tell.
 * @param most never more than this: the physical cores
 */
export async function chooseThreads(most: number, trial: ThreadTrial): Promise<ChosenThreads> {
    const candidates = [...new Set([1, Math.ceil(most / 2), most])];
    let best: ChosenThreads = {threads: 1, tokensPerMs: 0};
    for (const threads of candidates) {
        const tokensPerMs = await trial(threads, trialMs / candidates.length);
        if (tokensPerMs > best.tokensPerMs)
            best = {threads, tokensPerMs};
    }
    return best;
}

/** Long enough that one slow batch is no verdict. */
const windowMs = 3000;

/** Notices that evaluating has become half as fast as it was: somebody else wants the cores, and the choice should be made again. */
export class RateWatch {
    private tokens = 0;
    private milliseconds = 0;
    private best = 0;
    private last = 0;
    private latest = 0;

    public add(tokens: number, milliseconds: number): void {
        this.latest = tokens / milliseconds;
        this.tokens += tokens;
        this.milliseconds += milliseconds;
        if (this.milliseconds < windowMs)
            return;
        this.last = this.tokens / this.milliseconds;
        this.best = Math.max(this.best, this.last);
        this.tokens = this.milliseconds = 0;
    }

    /** Of the last batch; 0 before the first. */
    public get tokensPerMs(): number {
        return this.latest;
    }

    public get halved(): boolean {
        return this.last > 0 && this.last < this.best / 2;
    }

    /** Begins again but for the last batch: what was is no measure for another number of threads. */
    public reset(): void {
        this.tokens = this.milliseconds = this.best = this.last = 0;
    }
}
