import type {BrokenEnd} from "./jsonValue.js";

/** How scans of a window failed, by the braces that were open then: a scan that begins at one of them fails in the same way. */
export class Failures {
    private readonly failures: Omit<BrokenEnd, "openBraces">[] = [];
    /** For each byte of the window the failure's number, counted from 1. A map of millions of braces would take ten times the memory, or be refused. */
    private numbers: Uint32Array | undefined;

    /** @param windowLength the same each time */
    public add(broken: BrokenEnd, windowLength: number): BrokenEnd {
        const {openBraces, ...failure} = broken;
        if (openBraces.length === 0)
            return broken;
        const numbers = this.numbers ??= new Uint32Array(windowLength);
        this.failures.push(failure);
        for (const brace of openBraces)
            numbers[brace] = this.failures.length;
        return broken;
    }

    /** How a scan from this brace fails, where that is known. */
    public at(brace: number): BrokenEnd | undefined {
        const failure = this.failures[(this.numbers?.[brace] ?? 0) - 1];
        if (failure === undefined)
            return undefined;
        const {fault} = failure;
        return {...failure, openBraces: none, fault: fault !== undefined && fault.at < brace ? undefined : fault};
    }
}

const none = new Uint32Array(0);
