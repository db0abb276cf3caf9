import {UserError} from "../core/errors.js";

/** What is said of a failure: the sentence that is for the person, or what a report of a bug needs first. */
export function sentenceOf(error: unknown): string {
    if (error instanceof UserError)
        return error.message;
    return `Goldpan has made a mistake: ${error instanceof Error ? error.message : String(error)}.`;
}
