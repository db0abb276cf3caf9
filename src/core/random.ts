import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {hashText} from "./contentKey.js";

/** A seed for a generator. Hashed, because generators start seeds that are neighbours on sequences that are neighbours. */
export function hashedSeed(seed: number): number {
    return Number.parseInt(hashText(String(seed)).slice(0, 8), 16);
}

/** Draws `size` of `total` places (from 0) without repetition, all of them when there are no more; the same on every machine. Ascending. */
export function drawPlaces(total: number, size: number, seed: number): number[] {
    const random = xoroshiro128plus(hashedSeed(seed));
    const drawn = new Set<number>();
    for (let last = total - Math.min(size, total); last < total; last++) { // Floyd's sampling
        const place = uniformInt(random, 0, last);
        drawn.add(drawn.has(place) ? last : place);
    }
    return [...drawn].sort((a, b) => a - b);
}
