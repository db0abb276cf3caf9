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

/** All of `total` places (from 0) in random order; the same on every machine. Every beginning of it is a random sample. */
export function shuffledPlaces(total: number, seed: number): number[] {
    const random = xoroshiro128plus(hashedSeed(seed));
    const places = Array.from({length: total}, (_, place) => place);
    for (let last = total - 1; last > 0; last--) { // Fisher and Yates
        const other = uniformInt(random, 0, last);
        [places[last], places[other]] = [places[other] ?? 0, places[last] ?? 0];
    }
    return places;
}
