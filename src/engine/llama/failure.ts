import {setTimeout as delay} from "node:timers/promises";
import {escapeForDisplay} from "../../core/displayText.js";

/** What llama.cpp prints comes by way of other threads, and may come after the failure that it tells of. */
export async function settled(): Promise<void> {
    await delay(200);
}

/** What llama.cpp's sentences begin with that says nothing to a person: functions of its source, the step that it was at. */
const preamble = /^(?:[a-z_]+: |error loading model(?: \w+)?: )+/;

const wordings: readonly (readonly [sentence: RegExp, wording: (name: string, release: string) => string])[] = [
    [/unknown model architecture: '(.*)'/, (architecture, release) => `its architecture, ${architecture}, is unknown to llama.cpp ${release}`],
    [/(?:missing tensor '(.*)'|tensor '(.*)' not found)/, (tensor) => `its tensor ${tensor} is missing`],
    [/key not found in model: (\S+)/, (key) => `its key ${key} is missing`],
    [/wrong number of tensors; expected (\d+, got \d+)/, (counts) => `it has other tensors than its architecture (expected ${counts})`]
];

/**
 * Why a model could not be loaded, as half a sentence, by the lines that llama.cpp printed: it says what is wrong first, and that
 * something is, last.
 * @returns undefined when it did not say
 */
export function explainFailure(lines: readonly string[], release: string): string | undefined {
    const reason = lines.findLast((line) => line.includes("error loading model")) ??
        lines.findLast((line) => /error|fail|corrupt|unknown|unsupported|invalid|missing/i.test(line) && !/failed to load model\s*$/.test(line));
    if (reason === undefined)
        return undefined;
    for (const [sentence, wording] of wordings) {
        const found = sentence.exec(reason);
        if (found !== null)
            return wording(escapeForDisplay(found.slice(1).find((group) => (group as string | undefined) !== undefined) ?? ""), release);
    }
    const bare = reason.replace(/^.*?(?=error loading model)/, "").replace(preamble, "").replace(/\.$/, "").replaceAll(/\s+/g, " ");
    return escapeForDisplay(bare.slice(0, 300));
}
