import type {Worker} from "node:worker_threads";

/** Settled when the thread has ended, also when it fails before that. */
export async function exitOf(worker: Worker): Promise<void> {
    await new Promise((resolve) => worker.once("exit", resolve));
}
