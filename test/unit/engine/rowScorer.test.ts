import assert from "node:assert/strict";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {RowScorer} from "../../../src/engine/llama/direct/rowScorer.js";

const inf = Infinity;

/** The same in 64-bit arithmetic, with a compensated sum. */
function reference(row: Float32Array, target: number): number {
    const top = row.reduce((most, value) => Math.max(most, value), -inf);
    let sum = 0, lost = 0;
    for (const value of row) {
        const term = Math.exp(value - top) - lost, next = sum + term;
        lost = next - sum - term;
        sum = next;
    }
    return (row[target] ?? NaN) - top - Math.log(sum);
}

/** Numbers from -1 to 1, more of them near 0. */
function numbers(seed: number): () => number {
    const generator = xoroshiro128plus(seed);
    const one = (): number => uniformInt(generator, -(2 ** 20), 2 ** 20) / 2 ** 20;
    return () => (one() + one() + one()) / 3;
}

const scorers = new Map<number, RowScorer>();

function score(row: Float32Array, target: number): number {
    const scorer = scorers.get(row.length) ?? new RowScorer(row.length, 1);
    scorers.set(row.length, scorer);
    scorer.rows.set(row);
    scorer.targets[0] = target;
    return scorer.score(1)[0] ?? NaN;
}

function assertClose(row: Float32Array, target: number, name: string): void {
    const expected = reference(row, target), actual = score(row, target);
    assert.ok(Math.abs(actual - expected) <= 1e-6 + 1e-15 * Math.abs(expected), `${name}: ${actual} instead of ${expected}`);
}

/** A row of `size` whose value at `index` is `value(index)`. */
const row = (size: number, value: (index: number) => number): Float32Array => Float32Array.from({length: size}, (_, index) => value(index));

const sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1000, 4096, 32_000, 151_936];

describe("log-probabilities of rows of logits", () => {
    for (const size of sizes)
        it(`are within 1e-6 of 64-bit arithmetic for ${size} logits`, () => {
            const next = numbers(size);
            for (const [spread, offset] of [[0.5, 0], [10, 0], [25, -5], [40, 12], [100, 300], [20, -700]] as const) {
                const values = row(size, () => offset + spread * next());
                assertClose(values, Math.floor(size / 2), `spread ${spread} about ${offset}`);
                assertClose(values, size - 1, `spread ${spread} about ${offset}, last`);
            }
        });

    it("are so if all logits are equal", () => {
        const next = numbers(1);
        for (const size of [1, 4, 33, 1000, 32_000, 151_936])
            for (let turn = 0; turn < 20; turn++) {
                const value = 30 * next();
                assertClose(row(size, () => value), 0, `${size} times ${value}`);
            }
    });

    it("are so if one logit is as much as all the others together", () => {
        for (const others of [-25, -11.9, -7.3, -0.1, 3.3, 17.7])
            assertClose(row(151_936, (index) => index === 77_777 ? others + Math.log(151_935) : others), 77_777, `others ${others}`);
    });

    it("are so wherever the greatest logits are, and however slowly they rise", () => {
        for (const place of [0, 7, 8, 255, 256, 1023, 1024, 2999])
            assertClose(row(3000, (index) => index === place ? 60 : -60), place, `peak at ${place}`);
        for (const slope of [-0.5, -0.01, 0.001, 0.01, 0.2, 1])
            assertClose(row(3000, (index) => index * slope), 1500, `slope ${slope}`);
    });

    const masked = (size: number, kept: (index: number) => boolean): Float32Array => row(size, (index) => kept(index) ? index % 13 : -inf);
    const special: readonly (readonly [name: string, row: Float32Array])[] = [
        ["that spreads over 1e4", row(3000, (index) => (index % 101 - 50) * 200)],
        ["of logits near 1e4", row(3000, (index) => 1e4 + index % 7)],
        ["of logits near -1e4", row(3000, (index) => -1e4 - index % 7)],
        ["above what the fast way reaches", row(3000, (index) => 16_384 + index % 7)],
        ["below what the fast way reaches", row(3000, (index) => -65_536 + index % 7)],
        ["of the greatest numbers", row(3000, (index) => index === 5 ? 3.4028234663852886e38 : -3.4028234663852886e38)],
        ["of the least numbers", row(3000, (index) => index === 5 ? -3.4e38 : -3.4028234663852886e38)],
        ["that is masked but for the first", masked(3000, (index) => index === 0)],
        ["that is masked but for the last", masked(3000, (index) => index === 2999)],
        ["with some masked", masked(3001, (index) => index % 5 !== 0)],
        ["with its first blocks masked", masked(3001, (index) => index > 1100)],
        ["with a block in its middle masked", masked(3001, (index) => index < 500 || index > 1100)],
        ["with its last blocks masked", masked(3001, (index) => index < 500)],
        ["masked with the least number", row(3000, (index) => index % 5 === 0 ? index % 13 : -3.4028234663852886e38)]
    ];
    for (const [name, values] of special)
        it(`are so for a row ${name}`, () => {
            const target = values.findIndex((value) => value > -inf);
            assertClose(values, target, name);
        });

    it("are -Infinity for a target of -Infinity", () => {
        for (const size of [2, 5, 32, 3001])
            for (const target of [0, size - 1])
                assert.equal(score(row(size, (index) => index === target ? -inf : 1), target), -inf);
    });

    for (const [name, bad] of [["NaN", 0x7fc00000], ["negative NaN", 0xffc00000], ["signalling NaN", 0x7f800001], ["negative signalling NaN", 0xff800001], ["+Infinity", 0x7f800000]] as const)
        it(`are NaN for a row with a ${name}, wherever it is and whatever else there is`, () => {
            for (const fill of [1, -inf, -2e4, 2e4])
                for (const place of [0, 3, 8, 255, 256, 700, 1023, 1024, 1030]) {
                    const values = row(1031, (index) => index === 900 ? -3 : fill);
                    new Uint32Array(values.buffer)[place] = bad;
                    assert.equal(score(values, 900), NaN, `fill ${fill}, place ${place}`);
                    assert.equal(score(values, place), NaN, `fill ${fill}, place ${place}, target`);
                }
        });

    it("are NaN for a row of nothing but -Infinity", () => {
        for (const size of [1, 7, 8, 1000])
            assert.equal(score(row(size, () => -inf), 0), NaN);
    });
});

describe("RowScorer", () => {
    /** Fills all rows: different ones for every seed, some of them such that the plain way is taken. */
    function fill(scorer: RowScorer, vocabulary: number, seed: number): void {
        const next = numbers(seed);
        for (let at = 0; at < scorer.rows.length; at++)
            scorer.rows[at] = 30 * next();
        for (let at = 0; at < scorer.targets.length; at++) {
            scorer.targets[at] = (at * 7919 + seed) % vocabulary;
            if (at % 11 === 5)
                scorer.rows[at * vocabulary + 1] = [NaN, inf, -inf, 1e30][at % 4] ?? 0;
        }
    }

    it("keeps rows apart, at any alignment", () => {
        for (const vocabulary of [1, 3, 5, 6, 13, 1001]) {
            const scorer = new RowScorer(vocabulary, 20);
            scorer.rows.forEach((_, at) => {
                scorer.rows[at] = Math.sin(at) * 10;
            });
            scorer.targets.fill(vocabulary - 1);
            const results = scorer.score(20);
            results.forEach((result, at) => {
                const expected = reference(scorer.rows.subarray(at * vocabulary, (at + 1) * vocabulary), vocabulary - 1);
                assert.ok(Math.abs(result - expected) <= 1e-6, `${vocabulary}: row ${at}`);
            });
        }
    });

    it("remembers nothing of earlier calls, and writes no more results than asked for", () => {
        const vocabulary = 517, scorer = new RowScorer(vocabulary, 30);
        fill(scorer, vocabulary, 1);
        const first = scorer.score(30).slice();
        fill(scorer, vocabulary, 2);
        assert.notDeepEqual(scorer.score(30), first);
        fill(scorer, vocabulary, 1);
        scorer.results.fill(7);
        assert.deepEqual([...scorer.score(12)], [...first.subarray(0, 12), ...Array.from({length: 18}, () => 7)]);
        assert.equal(scorer.score(0), scorer.results);
        assert.deepEqual(scorer.score(30), first);
    });

    it("gives the same bits with any number of threads, run after run", async () => {
        const vocabulary = 4099, rows = 50, runs = 40;
        const bits = async (threads: number): Promise<BigUint64Array[]> => {
            const scorer = new RowScorer(vocabulary, rows, threads), all: BigUint64Array[] = [];
            fill(scorer, vocabulary, 3);
            for (let run = 0; run < runs; run++) {
                scorer.rows[run * vocabulary] = run;
                scorer.results.fill(0);
                // NaN is one bit pattern here: which one, WebAssembly leaves open.
                all.push(new BigUint64Array(scorer.score(rows - run).slice().map((value) => Number.isNaN(value) ? NaN : value).buffer));
                await new Promise((resolve) => setTimeout(resolve, run % 4)); // threads come and go at various points of a run
            }
            await scorer.dispose();
            return all;
        };
        const alone = await bits(1);
        assert.deepEqual(await bits(2), alone);
        assert.deepEqual(await bits(3), alone);
    });

    it("can be disposed of at once, twice, and with no thread", async () => {
        for (const threads of [1, 3]) {
            const scorer = new RowScorer(8, 1, threads);
            await scorer.dispose();
            await scorer.dispose();
        }
    });

    it("ends threads that sleep", async () => {
        const scorer = new RowScorer(1000, 100, 3);
        await new Promise((resolve) => setTimeout(resolve, 100));
        scorer.score(100);
        await scorer.dispose();
    });

    it("refuses more rows than it has, and targets outside of a row", () => {
        const scorer = new RowScorer(10, 4);
        assert.throws(() => scorer.score(5), /space for 4 rows and not for 5/);
        for (const target of [-1, 10]) {
            scorer.targets[2] = target;
            assert.throws(() => scorer.score(3), /row 2 has no column/);
            assert.ok(Math.abs((scorer.score(2)[0] ?? NaN) + Math.log(10)) <= 1e-6);
        }
    });

    it("says what does not fit into WebAssembly's memory", () => {
        assert.throws(() => new RowScorer(151_936, 8000), /8000 rows of 151936 logits do not fit into the 4 GiB/);
    });
});
