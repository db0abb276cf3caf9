import type {Turn} from "../example.js";

/** One reason why an example looks noisy, found without a model. */
export interface LintRule {
    /** The flag: stable, lower case, with hyphens. Others filter by it. */
    readonly code: string;
    /** What a person is told, one sentence. */
    readonly meaning: string;
    /** Missing where one example's own text does not tell. */
    readonly finds?: (example: LintedExample) => boolean;
}

/** What rules look at. */
export interface LintedExample {
    readonly turns: readonly Turn[];
    /** It is known that no text holds a character beyond ASCII. */
    readonly ascii: boolean;
    /** The last user turn's text, trimmed; empty if there is none. */
    readonly question: string;
    /** The last user turn's input, trimmed. */
    readonly input: string;
    /** The answer, trimmed. */
    readonly answer: string;
}
