import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {hashText} from "./contentKey.js";
import type {Example, Turn} from "./example.js";

/** One member of the predefined task set: a query T and its ground-truth answer A, kept whole so that it outlives the file. */
export interface Anchor {
    /** The content key of the example that it is. */
    readonly key: string;
    readonly turns: readonly Turn[];
}

/** The anchors among examples, each content once, in their order. */
export function anchorsOf(examples: readonly Example[]): Anchor[] {
    const byKey = new Map(examples.map(({key, turns}) => [key, {key, turns}]));
    return [...byKey.values()];
}

/**
 * Draws `size` anchors without repetition from all examples that have an answer; the same examples and seed give the same
 * anchors on every machine. In the order of the file. Fewer when the file has no more.
 */
export function drawRandomAnchors(examples: readonly Example[], size: number, seed: number): Anchor[] {
    const candidates = anchorsOf(examples.filter(({flags}) => !flags.includes("empty-output") && !flags.includes("duplicate")));
    // Hashed, because this generator starts seeds that are neighbours on sequences that are neighbours.
    const random = xoroshiro128plus(Number.parseInt(hashText(String(seed)).slice(0, 8), 16));
    const drawn = new Set<number>();
    for (let last = candidates.length - Math.min(size, candidates.length); last < candidates.length; last++) { // Floyd's sampling
        const place = uniformInt(random, 0, last);
        drawn.add(drawn.has(place) ? last : place);
    }
    return candidates.filter((_, place) => drawn.has(place));
}

/** Identifies a task set by its members, whatever their order. */
export function anchorSetHash(anchors: readonly Anchor[]): string {
    return hashText(anchors.map(({key}) => key).sort().join("\n"));
}
