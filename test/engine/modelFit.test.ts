import assert from "node:assert/strict";
import {totalmem} from "node:os";
import path from "node:path";
import {statSync, writeFileSync} from "node:fs";
import {writeFloat32} from "../../tools/embedded-model/record/float32.js";
import type {Memory} from "../../src/engine/llama/memory.js";
import {EngineClient} from "../../src/engine/client.js";
import {estimateFits, type ModelWorkerOptions} from "../../src/engine/models/client.js";
import type {Fit} from "../../src/engine/models/protocol.js";
import {distFile, inTemporaryFolder} from "./support.js";

const worker: ModelWorkerOptions = {workerPath: distFile("models.js")};
const model = path.resolve("models/goldpan-scorer.gguf");

async function fitsOf(models: readonly string[]): Promise<Map<string, Fit>> {
    const fits = new Map<string, Fit>();
    await estimateFits(worker, models, "off", (name, fit) => {
        fits.set(name, fit);
    });
    return fits;
}

describe("the estimate whether a model fits", () => {
    async function compare(modelPath: string): Promise<{needs: Memory; memory: Memory}> {
        const engine = new EngineClient({workerPath: distFile("worker.js"), load: {modelPath, gpu: "off", threads: 1, evaluator: "auto"}});
        try {
            const {memory, backend, layers} = await engine.load();
            const fit = (await fitsOf([modelPath])).get(modelPath);
            assert.ok(fit?.kind === "fits", JSON.stringify(fit));
            assert.deepEqual({backend: fit.backend, layers: fit.layers}, {backend, layers});
            assert.ok(fit.has.ram > 0 && fit.has.ram <= totalmem());
            return {needs: fit.needs, memory};
        } finally {
            await engine.close();
        }
    }

    it("says to the byte what the engine says once it has loaded a model of float32 weights", () => inTemporaryFolder(async (folder) => {
        const float32 = path.join(folder, "float32.gguf");
        await writeFloat32(model, float32);
        const {needs, memory} = await compare(float32);
        assert.deepEqual(needs, memory);
    }));

    it("says of quantised weights what the engine says, but for those that a processor's library stores in another order", async () => {
        const {needs, memory} = await compare(model);
        assert.equal(needs.vram, memory.vram);
        // With AMX the repacked weights are counted by one of the two only: 3.3 of these 4.6 MB.
        assert.ok(Math.abs(needs.ram - memory.ram) <= statSync(model).size, JSON.stringify({needs, memory}));
        assert.ok(Math.min(needs.ram, memory.ram) > 4 * statSync(model).size, "the context takes most of it");
    });

    it("says in a sentence of each file why it cannot be used, and goes on with the next", () => inTemporaryFolder(async (folder) => {
        const text = path.join(folder, "text.gguf"), missing = path.join(folder, "missing.gguf");
        writeFileSync(text, "This is no model.");
        const fits = await fitsOf([text, missing, model]);
        assert.deepEqual([...fits.values()].map(({kind}) => kind), ["unusable", "unusable", "fits"]);
        for (const name of [text, missing]) {
            const fit = fits.get(name);
            assert.ok(fit?.kind === "unusable" && fit.reason.startsWith(`${name} is not a readable GGUF model`), JSON.stringify(fit));
        }
    }));
});
