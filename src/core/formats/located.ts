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

/** The place of the first one that begins on the line or after it. @param located in the order of the text */
export function firstFromLine<One>(located: readonly One[], line: number, placeOf: (one: One) => Located): number {
    let low = 0, high = located.length;
    while (low < high) {
        const middle = (low + high) >> 1, one = located[middle];
        if (one !== undefined && placeOf(one).start.line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
