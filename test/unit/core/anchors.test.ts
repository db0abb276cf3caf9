import assert from "node:assert/strict";
import {anchorsOf, anchorSetHash, drawRandomAnchors} from "../../../src/core/anchors.js";
import {alpacaRecords, readRecords} from "./examples.js";

describe("drawRandomAnchors", () => {
    const examples = readRecords(alpacaRecords(1000));
    const places = new Map(examples.map(({key, index}) => [key, index]));
    const draw = (size: number, seed: number, from = examples): number[] => drawRandomAnchors(from, size, seed).map(({key}) => places.get(key) ?? -1);

    it("draws the same for the same seed and other ones for another", () => {
        assert.deepEqual(draw(100, 7), draw(100, 7));
        assert.notDeepEqual(draw(100, 7), draw(100, 8));
    });

    it("draws these for seed 0, on every machine and in every version", () => {
        assert.deepEqual(draw(5, 0), [96, 220, 497, 528, 560]);
    });

    it("draws as many as asked for, without repetition and in the order of the file", () => {
        for (const size of [1, 2, 50, 999, 1000]) {
            const drawn = draw(size, 3);
            assert.equal(new Set(drawn).size, size);
            assert.deepEqual(drawn, [...drawn].sort((a, b) => a - b));
        }
    });

    it("draws all there are when more are asked for, and none from nothing", () => {
        assert.deepEqual(draw(5000, 1), examples.map(({index}) => index));
        assert.deepEqual(drawRandomAnchors([], 10, 1), []);
    });

    it("never draws an empty answer, nor one content twice", () => {
        const mixed = readRecords([
            {instruction: "a", output: "1"}, {instruction: "b", output: ""}, {instruction: "c", output: " \n"},
            {instruction: "a", output: "1"}, {instruction: " a ", output: "1\n"}, {instruction: "d", output: "4"}
        ]);
        for (let seed = 0; seed < 50; seed++)
            assert.deepEqual(drawRandomAnchors(mixed, 6, seed).map(({turns}) => turns[0]?.text), ["a", "d"]);
    });

    it("keeps the whole conversation of an anchor", () => {
        const [example] = readRecords([{instruction: "Translate.", input: "Haus", output: "house"}]);
        assert.deepEqual(drawRandomAnchors(example === undefined ? [] : [example], 1, 0), [{
            key: example?.key, turns: [{role: "user", text: "Translate.", input: "Haus"}, {role: "assistant", text: "house"}]
        }]);
    });

    it("draws every example, and every pair, about equally often over seeds", () => {
        const few = examples.slice(0, 20);
        const singles = new Array<number>(20).fill(0), pairs = new Array<number>(400).fill(0);
        const seeds = 2000, size = 5;
        for (let seed = 0; seed < seeds; seed++) {
            const drawn = draw(size, seed, few);
            for (const one of drawn) {
                singles[one] = (singles[one] ?? 0) + 1;
                for (const other of drawn.filter((place) => place > one))
                    pairs[20 * one + other] = (pairs[20 * one + other] ?? 0) + 1;
            }
        }
        // 500 expected, standard deviation 19; pairs 105 and 10.
        for (const amount of singles)
            assert.ok(Math.abs(amount - seeds * size / 20) < 5 * 19, `${amount}`);
        for (const amount of pairs.filter((_, at) => at % 20 > Math.floor(at / 20)))
            assert.ok(Math.abs(amount - seeds * size * (size - 1) / (20 * 19)) < 5 * 10.3, `${amount}`);
    });

    it("draws unrelated ones for neighbouring seeds", () => {
        const first = Array.from({length: 101}, (_, seed) => draw(1, seed)[0] ?? -1);
        const steps = first.slice(1).map((place, i) => (1000 + place - (first[i] ?? 0)) % 1000);
        assert.ok(new Set(steps).size > 80, `only ${new Set(steps).size} different steps of 100`);
    });
});

describe("anchorsOf", () => {
    it("takes each content once, where it first stands", () => {
        const examples = readRecords([{instruction: "b", output: "2"}, {instruction: "a", output: "1"}, {instruction: "b", output: "2"}]);
        assert.deepEqual(anchorsOf(examples).map(({turns}) => turns[0]?.text), ["b", "a"]);
    });
});

describe("anchorSetHash", () => {
    const anchors = anchorsOf(readRecords(alpacaRecords(4)));

    it("is the same in any order", () => {
        assert.equal(anchorSetHash(anchors), anchorSetHash([...anchors].reverse()));
        assert.match(anchorSetHash(anchors), /^[0-9a-f]{32}$/);
    });

    it("changes when a member comes or goes", () => {
        assert.notEqual(anchorSetHash(anchors), anchorSetHash(anchors.slice(1)));
        assert.notEqual(anchorSetHash(anchors.slice(0, 3)), anchorSetHash(anchors.slice(1)));
    });
});
