import {kmeans, kmeansGenerator} from "ml-kmeans";
import {drawPlaces, hashedSeed} from "./random.js";

type KmeansResult = ReturnType<typeof kmeans>;

/** Vectors of one length. */
export type Vectors = readonly Float32Array[];

export interface KmeansChoice {
    /** Places of the members chosen, ascending, none twice: as many as asked for, or all there are. */
    readonly chosen: readonly number[];
    /** Members of each cluster that has any. */
    readonly sizes: readonly number[];
    readonly iterations: number;
    readonly converged: boolean;
}

/** As scikit-learn, which the authors use: at most so many passes, and done when the centres move less than this share of the variance. */
const mostIterations = 300;
const tolerance = 1e-4;

/** The library's k-means++ costs many seconds on 20,000 vectors; on so many of them it finds starts that are as good. */
const seedingSample = 2000;
/** With more centres than this, k-means++ on the sample has too few to choose from, and takes minutes: random members are taken. */
const mostSeeded = 500;

/**
 * Clusters vectors (k-means, plain Euclidean, k = `size`) and chooses from each cluster the member nearest its centroid. Where
 * that gives too few (empty clusters, equal vectors), the members farthest from their own centroids are taken as well, as
 * scikit-learn moves the centres of empty clusters there. Of equals the first wins; the same vectors and seed give the same choice.
 * Yields after every pass, so that the host can breathe.
 * @param vectors all numbers finite
 */
export function* chooseByKmeans(vectors: Vectors, size: number, seed: number): Generator<number, KmeansChoice> {
    if (size >= vectors.length)
        return {chosen: [...vectors.keys()], sizes: vectors.map(() => 1), iterations: 0, converged: true};
    const data = vectors.map((vector) => Array.from(vector)); // what the library is fastest with
    const initialization = startingCentres(data, size, seed);
    const count = initialization.length;
    const steps = kmeansGenerator(data, count, {initialization, maxIterations: mostIterations, tolerance: tolerance * meanVariance(data) / count});
    let last: KmeansResult | undefined;
    for (const step of steps) {
        last = step;
        yield step.iterations;
    }
    if (last === undefined)
        throw new Error("k-means made no step");
    return {...nearestMembers(data, last, size), iterations: last.iterations, converged: last.converged};
}

function startingCentres(data: readonly number[][], size: number, seed: number): number[][] {
    const distinct = distinctOf(data);
    if (distinct.length <= size)
        return distinct;
    if (size > mostSeeded)
        return drawPlaces(distinct.length, size, seed).map((place) => distinct[place] ?? []);
    const sample = drawPlaces(distinct.length, seedingSample, seed).map((place) => distinct[place] ?? []);
    return kmeans(sample, size, {seed: hashedSeed(seed), initialization: "kmeans++", maxIterations: 1}).centroids;
}

/** The first of each; with copies alone k-means++ divides by zero. */
function distinctOf(data: readonly number[][]): number[][] {
    const bySum = new Map<number, number[][]>();
    return data.filter((vector) => {
        const sum = vector.reduce((total, value, i) => total + value * (i + 1), 0);
        const alike = bySum.get(sum);
        if (alike?.some((other) => other.every((value, i) => value === vector[i])) === true)
            return false;
        if (alike === undefined)
            bySum.set(sum, [vector]);
        else
            alike.push(vector);
        return true;
    });
}

function meanVariance(data: readonly number[][]): number {
    const width = data[0]?.length ?? 0;
    let total = 0;
    for (let i = 0; i < width; i++) {
        const mean = data.reduce((sum, vector) => sum + (vector[i] ?? 0), 0) / data.length;
        total += data.reduce((sum, vector) => sum + ((vector[i] ?? 0) - mean) ** 2, 0) / data.length;
    }
    return total / width;
}

function nearestMembers(data: number[][], result: KmeansResult, size: number): Pick<KmeansChoice, "chosen" | "sizes"> {
    const clusters = result.nearest(data);
    const distances = data.map((vector, place) => squaredDistance(vector, result.centroids[clusters[place] ?? 0] ?? []));
    const nearest = new Map<number, number>();
    const sizes = new Map<number, number>();
    for (const [place, cluster] of clusters.entries()) {
        sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
        const best = nearest.get(cluster);
        if (best === undefined || (distances[place] ?? 0) < (distances[best] ?? 0))
            nearest.set(cluster, place);
    }
    const chosen = new Set(nearest.values());
    if (chosen.size < size) {
        const farthest = [...data.keys()].filter((place) => !chosen.has(place)).sort((a, b) => (distances[b] ?? 0) - (distances[a] ?? 0) || a - b);
        for (const place of farthest.slice(0, size - chosen.size))
            chosen.add(place);
    }
    return {chosen: [...chosen].sort((a, b) => a - b), sizes: [...sizes.values()]};
}

/** Of two vectors of one length, in float64. */
export function squaredDistance(one: ArrayLike<number>, other: ArrayLike<number>): number {
    let sum = 0;
    for (let i = 0; i < one.length; i++) {
        const difference = (one[i] ?? 0) - (other[i] ?? 0);
        sum += difference * difference;
    }
    return sum;
}
