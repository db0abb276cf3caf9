import type {Turn} from "../example.js";

/** One reason why an example looks noisy, found without a model. */
export interface LintRule {
    /** The flag: stable, lower case, with hyphens. Others filter by it. */
    readonly code: string;
    /** What a person is told, one sentence. */
    readonly meaning: string;
    /** Missing where one example's own text does not tell. */
    readonly finds?: (example: LintedExample) => boolean;
    /** Where the rule sees what it finds, in the order of the texts. Asked of examples that it finds something in; missing where there is nothing to point at. */
    readonly places?: (example: LintedExample) => readonly FoundPlace[];
}

/** A stretch of a turn's text or input as it stands in the file: UTF-16 code units, half-open, never empty. */
export interface FoundPlace {
    readonly turn: number;
    readonly part: "text" | "input";
    readonly from: number;
    readonly to: number;
}

/** A turn as far as rules look at it. */
export type LintedTurn = Pick<Turn, "text" | "input"> & {readonly role: string};

/** What rules look at. */
export interface LintedExample {
    readonly turns: readonly LintedTurn[];
    /** It is known that no text holds a character beyond ASCII. */
    readonly ascii: boolean;
    /** The last user turn's text, trimmed; empty if there is none. */
    readonly question: string;
    /** The last user turn's input, trimmed. */
    readonly input: string;
    /** The answer, trimmed. */
    readonly answer: string;
}
