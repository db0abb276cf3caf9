import {Worker} from "node:worker_threads";
import {exitOf} from "./exitOf.js";
import {usualSettings, type KeepOrder, type ReadingSettings, type ThreadRole} from "./messages.js";

/**
 * Reads a file in a thread of its own and keeps what that tells, so that a view of a file that was just scored opens at once. Only a
 * shortcut: whatever is wrong with it, nothing is said and nothing is kept. Settled when the thread has ended.
 * @param threadPath of the bundled `dist/browser.js` @param examples of the file; of few none is kept
 */
export async function keepReading(threadPath: string | URL, examples: number, order: KeepOrder, changes: Partial<ReadingSettings> = {}): Promise<void> {
    const settings = {...usualSettings, ...changes};
    if (examples < settings.fewestKept)
        return;
    const worker = new Worker(threadPath, {workerData: {role: "keep", settings, order} satisfies ThreadRole});
    worker.on("error", () => undefined);
    await exitOf(worker);
}
