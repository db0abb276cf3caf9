import {lintRules, measurementFlags} from "../lint/rules.js";

/** Every flag that an example can have, in the order in which they are listed; the place is the bit. At most 32. */
export const flagCodes: readonly string[] = ["low-golden-score", ...lintRules.map(({code}) => code), ...Object.keys(measurementFlags)];

const bits = new Map(flagCodes.map((code, place) => [code, (1 << place) >>> 0]));

/** One bit for each flag; flags that this version does not know have none. */
export function flagMask(flags: readonly string[]): number {
    return flags.reduce((mask, flag) => (mask | (bits.get(flag) ?? 0)) >>> 0, 0);
}

/** The flags of a mask, in the order of `flagCodes`. */
export function flagsOf(mask: number): string[] {
    return flagCodes.filter((_, place) => (mask >>> place & 1) === 1);
}
