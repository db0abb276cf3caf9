import type {Turn} from "../example.js";

/** One reason why an example looks noisy, judged by its text alone: no model, no neighbours. */
export interface LintRule {
    /** The flag: stable, lower case, with hyphens. Others filter by it. */
    readonly code: string;
    /** What a person is told, one sentence. */
    readonly meaning: string;
    readonly finds: (example: LintedExample) => boolean;
}

/** What rules look at. */
export interface LintedExample {
    readonly turns: readonly Turn[];
    /** The last user turn's text, trimmed; empty if there is none. */
    readonly question: string;
    /** The last user turn's input, trimmed. */
    readonly input: string;
    /** The answer, trimmed. */
    readonly answer: string;
    /** An example with the same content stands earlier in the file. */
    readonly repeated: boolean;
}
