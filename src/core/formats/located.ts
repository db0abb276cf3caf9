import type {ExampleInText, ProblemInText} from "../example.js";

/** A place in a text as editors count: from 0, in UTF-16 code units. */
export interface Position {
    readonly line: number;
    readonly character: number;
}

export interface Located {
    readonly start: Position;
    readonly end: Position;
}

/** The place is that of its record. */
export interface LocatedExample extends Located {
    readonly example: ExampleInText;
}

export interface LocatedProblem extends Located {
    readonly problem: ProblemInText;
}
