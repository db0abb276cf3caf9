import {Worker} from "node:worker_threads";
import {exitOf} from "./exitOf.js";
import type {LookUpRequest, LookUpResult, ReadingSettings} from "./messages.js";

/** The thread that looks scores and decisions up, see `lookUp`: started with the first request, and again after it has died. */
export class LookUpThread {
    private worker: Worker | undefined;

    /** @param died is called with why the thread ended of itself: what was asked of it is not answered any more */
    public constructor(private readonly settings: ReadingSettings, private readonly take: (result: LookUpResult) => void, private readonly died: (why: string) => void) {}

    public post(request: LookUpRequest, transfer: readonly ArrayBuffer[] = []): void {
        this.worker ??= this.started();
        this.worker.postMessage(request, transfer);
    }

    /** Settled when it has ended, which it does of itself: it must not be stopped in the middle of native code. */
    public async close(): Promise<void> {
        const {worker} = this;
        this.worker = undefined;
        if (worker === undefined)
            return;
        worker.postMessage({kind: "close"} satisfies LookUpRequest);
        await exitOf(worker);
    }

    private started(): Worker {
        const worker = new Worker(new URL("browser-scores.js", import.meta.url), {workerData: this.settings});
        worker.on("message", this.take);
        worker.on("error", (error: Error) => {
            if (this.worker !== worker)
                return;
            this.worker = undefined;
            this.died(error.message);
        });
        return worker;
    }
}
