import {squaredDistance, type KmeansChoice, type Vectors} from "./kmeans.js";
import {drawPlaces} from "./random.js";
import {quantile} from "./statistics.js";

/** From an example to the anchor that is nearest to it, the mean over all examples. */
export interface Nearness {
    /** Euclidean. */
    readonly distance: number;
    readonly cosine: number;
}

/** How a task set that k-means chose lies among the examples, and how a random draw of the same size and seed would. */
export interface Spread {
    readonly clusters: number;
    /** Members of a cluster. */
    readonly sizes: {readonly min: number; readonly median: number; readonly max: number};
    readonly iterations: number;
    readonly converged: boolean;
    readonly nearestAnchor: {readonly kmeans: Nearness; readonly random: Nearness};
}

export function spreadOf(vectors: Vectors, {chosen, sizes, iterations, converged}: KmeansChoice, seed: number): Spread {
    const sorted = [...sizes].sort((a, b) => a - b);
    return {
        clusters: sizes.length,
        sizes: {min: quantile(sorted, 0), median: quantile(sorted, 0.5), max: quantile(sorted, 1)},
        iterations, converged,
        nearestAnchor: {kmeans: nearness(vectors, chosen), random: nearness(vectors, drawPlaces(vectors.length, chosen.length, seed))}
    };
}

function nearness(vectors: Vectors, places: readonly number[]): Nearness {
    const anchors = places.flatMap((place) => vectors[place] ?? []);
    let distance = 0, cosine = 0;
    for (const vector of vectors) {
        let best = Infinity, nearest = vector;
        for (const anchor of anchors) {
            const squared = squaredDistance(vector, anchor);
            if (squared < best) {
                best = squared;
                nearest = anchor;
            }
        }
        distance += Math.sqrt(best);
        cosine += cosineOf(vector, nearest);
    }
    return {distance: distance / vectors.length, cosine: cosine / vectors.length};
}

/** 1 for two vectors of zeros, which have no direction but are the same. */
function cosineOf(one: Float32Array, other: Float32Array): number {
    let product = 0, ones = 0, others = 0;
    for (let i = 0; i < one.length; i++) {
        const a = one[i] ?? 0, b = other[i] ?? 0;
        product += a * b;
        ones += a * a;
        others += b * b;
    }
    return ones === 0 && others === 0 ? 1 : ones === 0 || others === 0 ? 0 : product / Math.sqrt(ones * others);
}
