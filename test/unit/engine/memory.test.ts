import assert from "node:assert/strict";
import {totalmem} from "node:os";
import type {GgufFileInfo, Llama, LlamaModel} from "node-llama-cpp";
import {UserError} from "../../../src/core/errors.js";
import {attentionFor, headSizesOf} from "../../../src/engine/llama/attention.js";
import {fitBatch, memoryShare, positionsFor, weigh} from "../../../src/engine/llama/memory.js";

const attention = attentionFor(true, [64, 64]);
const gigabyte = 2 ** 30;

interface Asked {
    readonly contextSize: number;
    readonly batchSize: number;
}

/** A model whose context takes `bytes` for a batch. */
function fakeModel(bytes: (batchTokens: number) => {cpuRam: number; gpuVram: number}, asked: Asked[] = []): LlamaModel {
    return {
        gpuLayers: 3, useMmap: true, memoryUsage: {ram: gigabyte, vram: 0},
        fileInsights: {estimateContextResourceRequirementsV2: ({contextSize, batchSize}: Asked) => {
            asked.push({contextSize, batchSize});
            return Promise.resolve(bytes(batchSize));
        }}
    } as unknown as LlamaModel; // nothing else of it is used
}

function fakeLlama(gpu: string | false, vram = 0): Llama {
    return {gpu, getVramState: () => Promise.resolve({total: vram})} as unknown as Llama; // nothing else of it is used
}

describe("fitBatch", () => {
    it("takes the largest batch and says what it needs", async () => {
        assert.deepEqual(await fitBatch(fakeLlama(false), fakeModel(() => ({cpuRam: 5, gpuVram: 0})), attention, 1000, "m"), {batchTokens: 512, memory: {ram: gigabyte + 5, vram: 0}});
    });

    it("halves the batch until model and context stay within the share of the memory", async () => {
        const room = memoryShare * totalmem() - gigabyte;
        const asked: Asked[] = [];
        const {batchTokens} = await fitBatch(fakeLlama(false), fakeModel((batch) => ({cpuRam: batch / 128 * room, gpuVram: 0}), asked), attention, 300, "m");
        assert.equal(batchTokens, 128);
        assert.deepEqual(asked, [{contextSize: 812, batchSize: 512}, {contextSize: 600, batchSize: 256}, {contextSize: 600, batchSize: 128}]);
    });

    it("counts a GPU's own memory", async () => {
        const model = fakeModel((batch) => ({cpuRam: 0, gpuVram: batch * gigabyte / 512}));
        assert.equal((await fitBatch(fakeLlama("cuda", 8 * gigabyte), model, attention, 100, "m")).batchTokens, 512);
        assert.equal((await fitBatch(fakeLlama("cuda", 0.6 * gigabyte), model, attention, 100, "m")).batchTokens, 256);
    });

    it("refuses with figures what does not fit at all", async () => {
        await assert.rejects(fitBatch(fakeLlama(false), fakeModel(() => ({cpuRam: 2 ** 50, gpuVram: 0})), attention, 100, "big.gguf"), (error) =>
            error instanceof UserError && /^big\.gguf does not fit .* needs 1048577\.0 GiB of memory, .* at most [\d.]+ GiB of memory \(85 %\)/.test(error.message));
    });
});

describe("weigh", () => {
    it("says of what does not fit what the smallest batch would need, and what there is", async () => {
        assert.deepEqual(await weigh(fakeLlama("cuda", 8 * gigabyte), fakeModel(() => ({cpuRam: 7, gpuVram: 9 * gigabyte})), attention, 100), {
            fits: false, batchTokens: 64, memory: {ram: gigabyte + 7, vram: 9 * gigabyte}, has: {ram: totalmem(), vram: 8 * gigabyte}
        });
    });
});

describe("positionsFor", () => {
    it("holds a prefix and either a batch or the longest continuation", () => {
        assert.equal(positionsFor(100, 512), 612);
        assert.equal(positionsFor(2000, 512), 4000);
    });
});

describe("attentionFor", () => {
    it("takes the fast way where heads fill whole vectors", () => {
        assert.deepEqual(attentionFor(true, [64, 64]), {flash: "on", cache: "F16", leastTokens: 64});
        assert.deepEqual(attentionFor(true, [64, 8]), {flash: "off", cache: "F32", leastTokens: 1});
        assert.deepEqual(attentionFor(true, null), {flash: "off", cache: "F32", leastTokens: 1});
    });

    it("leaves the choice to llama.cpp on a GPU", () => {
        assert.equal(attentionFor(false, null).flash, "auto");
    });
});

describe("headSizesOf", () => {
    const header = (architectureMetadata: object): GgufFileInfo => ({architectureMetadata}) as unknown as GgufFileInfo; // nothing else of it is read

    it("reads lengths of keys and values, or shares the width among the heads", () => {
        assert.deepEqual(headSizesOf(header({embedding_length: 256, attention: {head_count: 8}})), [32, 32]);
        assert.deepEqual(headSizesOf(header({embedding_length: 256, attention: {head_count: 8, key_length: 128, value_length: 64}})), [128, 64]);
    });

    it("knows nothing where the header says nothing, or says it by layer", () => {
        assert.equal(headSizesOf(header({})), null);
        assert.equal(headSizesOf(header({embedding_length: 256, attention: {head_count: [8, 4]}})), null);
    });
});
