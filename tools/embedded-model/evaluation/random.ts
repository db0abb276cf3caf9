import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {hashText} from "../../../src/core/contentKey.js";

/** Seeded chance, the same on every machine. `use` names what it decides, so that no two uses of one seed go together. */
export class Random {
    private readonly generator;

    public constructor(seed: number, use: string) {
        this.generator = xoroshiro128plus(Number.parseInt(hashText(`${seed} ${use}`).slice(0, 8), 16));
    }

    /** A whole number from 0 to `below - 1`. */
    public below(below: number): number {
        return uniformInt(this.generator, 0, below - 1);
    }

    /** @throws RangeError when there is nothing to pick from */
    public pick<T>(values: readonly T[]): T {
        const value = values.length === 0 ? undefined : values[this.below(values.length)];
        if (value === undefined)
            throw new RangeError("nothing to pick from");
        return value;
    }

    /** The same values in another order (Fisher and Yates). */
    public shuffled<T>(values: readonly T[]): T[] {
        const rest = [...values];
        const drawn: T[] = [];
        while (rest.length > 0) {
            const place = this.below(rest.length);
            drawn.push(...rest.slice(place, place + 1));
            const last = rest.pop();
            if (last !== undefined && place < rest.length)
                rest[place] = last;
        }
        return drawn;
    }

    /** Up to `size` of the values, each at most once. */
    public sample<T>(values: readonly T[], size: number): T[] {
        return this.shuffled(values).slice(0, size);
    }
}
