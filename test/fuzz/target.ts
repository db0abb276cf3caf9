import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {hashText} from "../../src/core/contentKey.js";

/** The only source of chance of an attempt, so that its seed makes it again. */
export class Chance {
    readonly #generator;

    /** @param seed any text; texts that are alike give sequences that are not */
    public constructor(seed: string) {
        this.#generator = xoroshiro128plus(Number.parseInt(hashText(seed).slice(0, 8), 16));
    }

    /** A whole number from 0 to below `end`. */
    public below(end: number): number {
        return uniformInt(this.#generator, 0, end - 1);
    }

    /** True once in `times`. */
    public once(times: number): boolean {
        return this.below(times) === 0;
    }

    public pick<T>(values: readonly T[]): T {
        const value = values[this.below(values.length)];
        if (value === undefined)
            throw new Error("there is nothing to pick from");
        return value;
    }
}

/** Something that must hold for whatever comes in. */
export interface FuzzTarget {
    readonly name: string;
    /**
     * Makes one input by chance alone and tries it.
     * @param note called with the input before it is tried, for the report of a failure
     * @throws what is wrong
     */
    readonly attempt: (chance: Chance, note: (input: string | Uint8Array) => void) => void | Promise<void>;
}

/** The seed of one attempt. */
export function attemptSeed(seed: number, target: string, attempt: number): string {
    return `${seed} ${target} ${attempt}`;
}
