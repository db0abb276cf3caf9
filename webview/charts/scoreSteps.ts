import type {Ends} from "../filters/edits.js";

/** A range of scores as numbers of anchors: golden scores are multiples of 1 / anchors. */
export interface Steps {
    readonly from: number;
    readonly to: number;
}

/** The possible scores within two ends. */
export function stepsOf({from, to, fromOpen, toOpen}: Ends, anchors: number): Steps {
    const low = from === undefined ? 0 : fromOpen === true ? Math.floor(from * anchors + 1e-9) + 1 : Math.ceil(from * anchors - 1e-9);
    const high = to === undefined ? anchors : toOpen === true ? Math.ceil(to * anchors - 1e-9) - 1 : Math.floor(to * anchors + 1e-9);
    return {from: clamp(low, 0, anchors), to: clamp(high, 0, anchors)};
}

/** Ends that hold exactly these possible scores, with as few digits as that takes; open where nothing is left out. */
export function endsOfSteps({from, to}: Steps, anchors: number): Ends {
    return {
        from: from <= 0 ? undefined : shortest((digits) => Math.floor(from / anchors * digits + 1e-9) / digits, (value) => value > (from - 1) / anchors + 1e-9, from / anchors),
        to: to >= anchors ? undefined : shortest((digits) => Math.ceil(to / anchors * digits - 1e-9) / digits, (value) => value < (to + 1) / anchors - 1e-9, to / anchors)
    };
}

/** One possible score for an arrow, ten for a page. Undefined for keys that are not the slider's. */
export function stepByKey(key: string, at: number, anchors: number): number | undefined {
    switch (key) {
        case "ArrowRight":
        case "ArrowUp":
            return at + 1;
        case "ArrowLeft":
        case "ArrowDown":
            return at - 1;
        case "PageUp":
            return at + 10;
        case "PageDown":
            return at - 10;
        case "Home":
            return 0;
        case "End":
            return anchors;
        default:
            return undefined;
    }
}

export function clamp(value: number, low: number, high: number): number {
    return Math.min(Math.max(value, low), high);
}

function shortest(round: (digits: number) => number, fits: (value: number) => boolean, exact: number): number {
    for (const digits of [10, 100, 1000, 10_000]) {
        const value = round(digits);
        if (fits(value))
            return value;
    }
    return exact;
}
