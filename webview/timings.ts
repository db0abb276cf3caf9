/** How long the page took for something a person did, until the page stood as it should. */
export interface Timing {
    readonly what: string;
    readonly milliseconds: number;
    /** Time of the start, as performance.now counts. */
    readonly at: number;
}

declare global {
    interface Window {
        /** The latest timings, for benchmarks. */
        goldpanTimings: Timing[];
    }
}

const most = 512;

window.goldpanTimings = [];

export function noteTiming(what: string, start: number): void {
    const {goldpanTimings} = window;
    goldpanTimings.push({what, milliseconds: performance.now() - start, at: start});
    if (goldpanTimings.length > most)
        goldpanTimings.splice(0, goldpanTimings.length - most);
}
