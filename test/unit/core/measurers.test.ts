import assert from "node:assert/strict";
import {describeMixture, isMeasuredBy, joinMeasuredBy, measurerIdentity, noiseOfAll, type Measurer} from "../../../src/core/measurers.js";

const haswell: Measurer = {backend: "cpu", devices: [], evaluator: "direct", kvCache: "F16", library: "haswell", noise: 0.002, llamaCpp: "b1"};

describe("who measured", () => {
    it("is another one where last digits are others, and the same one with another noise", () => {
        const others: Partial<Measurer>[] = [{backend: "cuda"}, {devices: ["GPU"]}, {evaluator: "public"}, {kvCache: "F32"}, {library: "x64"}, {library: null}, {llamaCpp: "b2"}];
        assert.equal(new Set([null, haswell, ...others.map((other) => ({...haswell, ...other}))].map(measurerIdentity)).size, others.length + 2);
        assert.equal(measurerIdentity(haswell), measurerIdentity({...haswell, noise: 0.003}));
    });

    it("is joined over parts, with the larger noise", () => {
        const x64 = {...haswell, library: "x64", noise: null};
        const joined = joinMeasuredBy([{by: haswell, examples: 3, anchors: 5}, {by: {...haswell, noise: 0.004}, examples: 2, anchors: 5}, {by: x64, examples: 1, anchors: 0}]);
        assert.deepEqual(joined, [{by: {...haswell, noise: 0.004}, examples: 5, anchors: 5}, {by: x64, examples: 1, anchors: 0}]);
        assert.equal(noiseOfAll(joined), 0.004);
        assert.equal(noiseOfAll([{by: x64, examples: 1, anchors: 1}, {by: null, examples: 1, anchors: 1}]), null);
    });

    it("is told where it is more than one, without what a device's name might do to a terminal", () => {
        assert.equal(describeMixture([{by: haswell, examples: 3, anchors: 5}]), undefined);
        const said = describeMixture([{by: haswell, examples: 1, anchors: 5}, {by: {...haswell, devices: ["\u001b[31mGPU"], backend: "vulkan", evaluator: "public", library: null}, examples: 2, anchors: 0}, {by: null, examples: 1, anchors: 0}]) ?? "";
        assert.match(said, /^These scores were not all measured alike \(1 example and 5 anchors by cpu \(haswell\), direct with a cache of 16 bits, llama\.cpp b1; 2 examples and 0 anchors by vulkan on .*GPU, public .*; 1 example and 0 anchors by what an earlier version did not note\), .* near-ties .*\.$/);
        assert.ok(!said.includes("\u001b"));
    });

    it("is read from a meta file only where it is all there", () => {
        assert.ok(isMeasuredBy({by: null, examples: 1, anchors: 0}) && isMeasuredBy({by: haswell, examples: 1, anchors: 0}));
        for (const broken of [null, 3, {}, {by: null, examples: "1", anchors: 0}, {by: {}, examples: 1, anchors: 0}, {by: {...haswell, devices: [1]}, examples: 1, anchors: 0}, {by: {...haswell, noise: "loud"}, examples: 1, anchors: 0}])
            assert.ok(!isMeasuredBy(broken), JSON.stringify(broken));
    });
});
