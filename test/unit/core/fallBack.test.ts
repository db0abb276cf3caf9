import assert from "node:assert/strict";
import {fallBackOf, type FallBack} from "../../../src/core/fallBack.js";

describe("fallBackOf", () => {
    const none = {onGpu: 0, all: 32}, all = {onGpu: 32, all: 32}, some = {onGpu: 20, all: 32};
    const cases: readonly (readonly [what: string, info: Parameters<typeof fallBackOf>[0], before: string | undefined, expected: FallBack | undefined])[] = [
        ["nothing of a machine without a GPU", {backend: "cpu", unusedGpus: [], layers: none}, undefined, undefined],
        ["nothing of it the second time either", {backend: "cpu", unusedGpus: [], layers: none}, "cpu", undefined],
        ["nothing of a GPU that holds the whole model", {backend: "cuda", unusedGpus: [], layers: all}, undefined, undefined],
        ["nothing of another GPU than before", {backend: "vulkan", unusedGpus: [], layers: all}, "cuda", undefined],
        ["drivers through which no GPU can be used", {backend: "cpu", unusedGpus: ["cuda", "vulkan"], layers: none}, undefined, {kind: "unused", gpus: ["cuda", "vulkan"]}],
        ["a GPU that is gone", {backend: "cpu", unusedGpus: [], layers: none}, "vulkan", {kind: "lost", gpu: "vulkan"}],
        ["a GPU that holds a part of the model", {backend: "metal", unusedGpus: [], layers: some}, "metal", {kind: "partly", ...some}],
        ["a GPU that holds nothing of the model", {backend: "cuda", unusedGpus: [], layers: none}, "cuda", {kind: "partly", ...none}]
    ];
    for (const [what, info, before, expected] of cases)
        it(`tells ${what}`, () => {
            assert.deepEqual(fallBackOf(info, before), expected);
        });
});
