/** What scripts may rely on. */
export enum ExitCode {
    Done = 0,
    /** The person can mend it; one sentence on stderr says how. */
    Mendable = 1,
    Bug = 2,
    Interrupted = 130
}

/** Thrown after a clean stop; what there is to say has been said. */
export class Interrupted extends Error {}
