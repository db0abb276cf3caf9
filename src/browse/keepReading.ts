import {Browser} from "./client.js";
import {usualSettings, type ReadingSettings} from "./messages.js";
import type {BrowseOptions} from "./protocol.js";

/**
 * Opens a file as a view of it would, which keeps its reading and its scores, so that a view of a file that was just scored opens at
 * once. Only a shortcut: whatever is wrong with it, nothing is said and nothing is kept. Settled when all is on disk.
 * @param threadPath of the bundled `dist/browser.js` @param examples of the file; of few none is kept @param path absolute
 */
export async function keepReading(threadPath: string, examples: number, path: string, options: Pick<BrowseOptions, "columns" | "storeFolder">, changes: Partial<ReadingSettings> = {}): Promise<void> {
    if (examples < {...usualSettings, ...changes}.fewestKept)
        return;
    let ended: () => void = () => undefined;
    const end = new Promise<void>((resolve) => {
        ended = resolve;
    });
    const browser = new Browser({
        threadPath, settings: changes, onEnd: ended,
        onEvent: ({kind}) => {
            if (kind === "looked-up" || kind === "failed")
                ended();
        }
    });
    browser.read({path}, {...options, wanted: undefined, lowScore: 0});
    await end;
    await browser.close();
}
