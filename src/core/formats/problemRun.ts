import {count} from "../displayText.js";
import type {Problem} from "../example.js";

/** Problems in a row, with no example between them, that are told one by one. */
export const toldOneByOne = 1000;

/**
 * Lets the first problems of a row through and gathers the others into one. A file of another kind would else give a problem
 * for each of its lines, and a hostile one enough of them to fill the memory.
 */
export class ProblemRun {
    private length = 0;
    private rest: {readonly first: Problem; amount: number; end: number} | undefined;

    /** Whether the problem shall be told by itself. */
    public lets(problem: Problem): boolean {
        if (this.length < toldOneByOne) {
            this.length++;
            return true;
        }
        this.rest ??= {first: problem, amount: 0, end: 0};
        this.rest.amount++;
        this.rest.end = problem.span.end;
        return false;
    }

    /** An example or the end of the file ends the row; gives the problem that stands for the gathered ones. */
    public end(): Problem | undefined {
        const {rest} = this;
        this.length = 0;
        this.rest = undefined;
        return rest && {
            ...rest.first, span: {start: rest.first.span.start, end: rest.end},
            message: `From here on ${count(rest.amount, "more record")} in a row cannot be read. The first of them: ${rest.first.message}`
        };
    }
}
