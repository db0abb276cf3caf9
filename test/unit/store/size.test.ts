import assert from "node:assert/strict";
import type {OneShot} from "../../../src/core/measurement.js";
import {measured, scope, temporaryFolder, withStore} from "./support.js";

describe("a store of a whole dataset", function () {
    this.timeout(300_000);
    const folder = temporaryFolder();

    it("holds 52,000 examples of 100 anchors, written in batches and read back", () => {
        const examples = 52_000, batch = 200, anchors = Array.from({length: 100}, (_, place) => `${place}`.padStart(32, "a"));
        const keyOf = (example: number): string => `${example}`.padStart(32, "e");
        const sumOf = (example: number, anchor: number): number => -(example * 100 + anchor) / 7;
        const oneShotOf = (example: number): OneShot => ({
            truncated: example % 2 === 0, crashed: false, answerTokens: example,
            measurements: new Map(anchors.map((key, anchor) => [key, {logProbability: sumOf(example, anchor), tokens: anchor}]))
        });
        const started = performance.now();
        withStore(folder(), (store) => {
            store.saveMeasurements(scope, new Map(anchors.map((key) => [key, measured(-1)])), new Map());
            for (let start = 0; start < examples; start += batch)
                store.saveMeasurements(scope, new Map(), new Map(Array.from({length: batch}, (_, place) => [keyOf(start + place), oneShotOf(start + place)])));
        });
        const written = performance.now();
        let found = 0, checked = 0;
        withStore(folder(), (store) => {
            for (let start = 0; start < examples; start += 1000) {
                const oneShots = store.oneShots(scope, Array.from({length: 1000}, (_, place) => keyOf(start + place)));
                found += oneShots.size;
                checked += Number(oneShots.get(keyOf(start + 123))?.measurements.get(anchors[45] ?? "")?.logProbability === sumOf(start + 123, 45));
            }
        });
        process.stdout.write(`      52,000 examples of 100 anchors: written in ${seconds(written - started)}, read in ${seconds(performance.now() - written)}\n`);
        assert.equal(found, examples);
        assert.equal(checked, 52);
    });
});

function seconds(milliseconds: number): string {
    return `${(milliseconds / 1000).toFixed(1)} s`;
}
