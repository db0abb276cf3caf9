import assert from "node:assert/strict";
import {chooseByKmeans, type KmeansChoice} from "../../../src/core/kmeans.js";
import {spreadOf} from "../../../src/core/spread.js";

/** Points around planted centres, cluster after cluster; `spread` is the largest deviation in each coordinate. */
function planted(sizes: readonly number[], spread = 0.5, width = 8): {vectors: Float32Array[]; owners: number[]; centres: number[][]} {
    let state = 1;
    const random = (): number => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 31 - 1;
    };
    const centres = sizes.map((_, cluster) => Array.from({length: width}, (__, i) => i === cluster % width ? 20 * (1 + Math.floor(cluster / width)) : 0));
    const owners = sizes.flatMap((size, cluster) => Array.from({length: size}, () => cluster));
    return {owners, centres, vectors: owners.map((cluster) => Float32Array.from(centres[cluster] ?? [], (value) => value + spread * random()))};
}

function choose(vectors: readonly Float32Array[], size: number, seed = 0): KmeansChoice {
    const steps = chooseByKmeans(vectors, size, seed);
    for (;;) {
        const step = steps.next();
        if (step.done === true)
            return step.value;
    }
}

const distance = (one: ArrayLike<number>, other: ArrayLike<number>): number => Math.hypot(...Array.from(one, (value, i) => value - (other[i] ?? 0)));

describe("chooseByKmeans", () => {
    for (const sizes of [[40, 40, 40], [400, 100, 30, 8, 3], [1, 1, 1, 300], Array.from({length: 12}, (_, i) => 5 + 20 * i), [2500, 700, 60]])
        it(`chooses one of each of ${sizes.length} planted clusters of ${sizes.join(", ")}, the one nearest its centre`, () => {
            const {vectors, owners} = planted(sizes);
            for (const seed of [0, 1, 2]) {
                const {chosen, sizes: found, converged} = choose(vectors, sizes.length, seed);
                assert.deepEqual(chosen.map((place) => owners[place]), sizes.map((_, cluster) => cluster));
                assert.deepEqual([...found].sort((a, b) => a - b), [...sizes].sort((a, b) => a - b));
                assert.ok(converged);
                for (const place of chosen) {
                    const members = vectors.filter((_, other) => owners[other] === owners[place]);
                    const mean = Array.from(members[0] ?? [], (_, i) => members.reduce((sum, vector) => sum + (vector[i] ?? 0), 0) / members.length);
                    assert.ok(members.every((member) => distance(member, mean) >= distance(vectors[place] ?? [], mean) - 1e-9));
                }
            }
        });

    it("gives the same for the same seed, and another start for another", () => {
        const {vectors} = planted(Array.from({length: 30}, () => 20), 15);
        assert.deepEqual(choose(vectors, 10, 3), choose(vectors, 10, 3));
        assert.notDeepEqual(choose(vectors, 10, 3).chosen, choose(vectors, 10, 4).chosen);
    });

    it("chooses exactly as many as asked for, none twice, ascending", () => {
        const {vectors} = planted([50, 5, 5]);
        for (const size of [1, 2, 3, 7, 30, 59, 60]) {
            const {chosen} = choose(vectors, size);
            assert.deepEqual([chosen.length, new Set(chosen).size], [size, size]);
            assert.deepEqual(chosen, [...chosen].sort((a, b) => a - b));
        }
        assert.equal(choose(planted([1500, 300]).vectors, 700).chosen.length, 700, "more than k-means++ is used for");
    });

    it("chooses all there are when more are asked for, and none from nothing", () => {
        assert.deepEqual(choose(planted([3]).vectors, 10).chosen, [0, 1, 2]);
        assert.deepEqual(choose([], 10).chosen, []);
    });

    it("chooses the first where all are the same, and one of each kind where there are fewer kinds than asked for", () => {
        const same = Array.from({length: 20}, () => Float32Array.of(1, 2, 3));
        assert.deepEqual(choose(same, 5).chosen, [0, 1, 2, 3, 4]);
        const kinds = Array.from({length: 20}, (_, i) => Float32Array.of(i % 3, 7));
        const {chosen, sizes} = choose(kinds, 5);
        assert.deepEqual([chosen, [...sizes].sort()], [[0, 1, 2, 3, 4], [6, 7, 7]]);
    });

    it("bears huge, tiny and zero numbers", () => {
        const odd = Array.from({length: 50}, (_, i) => Float32Array.of(i % 2 === 0 ? 3e38 : -3e38, i * 1e-45, 0));
        assert.equal(choose(odd, 7).chosen.length, 7);
        assert.equal(choose(Array.from({length: 9}, (_, i) => Float32Array.of(i * 1e-45)), 4).chosen.length, 4);
    });
});

describe("spreadOf", () => {
    it("tells sizes of clusters, and how near the chosen are compared with a random draw", () => {
        const sizes = [600, 20, 5, 5];
        const {vectors} = planted(sizes);
        const {clusters, sizes: found, nearestAnchor: {kmeans, random}} = spreadOf(vectors, choose(vectors, 4), 0);
        assert.deepEqual([clusters, found], [4, {min: 5, median: 12.5, max: 600}]);
        assert.ok(kmeans.distance < random.distance && kmeans.cosine > random.cosine && kmeans.cosine <= 1);
    });

    it("is 0 away from itself", () => {
        const {vectors} = planted([5]);
        const {nearestAnchor: {kmeans}} = spreadOf(vectors, choose(vectors, 5), 0);
        assert.ok(kmeans.distance === 0 && Math.abs(kmeans.cosine - 1) < 1e-6);
    });
});
