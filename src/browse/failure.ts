import {escapeForDisplay} from "../core/displayText.js";
import {UserError, type Remedy} from "../core/errors.js";

/** A failure as it crosses from one thread to another; the shell has words for the remedy. */
export interface Failure {
    readonly sentence: string;
    readonly remedy?: Remedy;
}

/** What is said of a failure: the sentence that is for the person, or what a report of a bug needs first. */
export function sentenceOf(error: unknown): string {
    if (error instanceof UserError)
        return error.message;
    return `Goldpan has made a mistake: ${error instanceof Error ? error.message : String(error)}.`;
}

export function failureOf(error: unknown): Failure {
    const sentence = sentenceOf(error);
    return error instanceof UserError && error.remedy !== undefined ? {sentence, remedy: error.remedy} : {sentence};
}

/** What is said where a file that was read before cannot be read again. */
export function fileSentence(path: string | undefined, error: unknown): string {
    const code = (error as NodeJS.ErrnoException | undefined)?.code; // errors of Node carry a code; others have none
    return code !== undefined && /^E[A-Z]+$/.test(code) ? `${escapeForDisplay(path ?? "The file")} cannot be read any more (${code}).` : sentenceOf(error);
}
