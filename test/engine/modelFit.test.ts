import assert from "node:assert/strict";
import {totalmem} from "node:os";
import path from "node:path";
import {writeFileSync} from "node:fs";
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
    it("says what the engine says once it has loaded the model", async () => {
        const engine = new EngineClient({workerPath: distFile("worker.js"), load: {modelPath: model, gpu: "off", threads: 1, evaluator: "auto"}});
        try {
            const {memory, backend, layers} = await engine.load();
            const fit = (await fitsOf([model])).get(model);
            assert.ok(fit?.kind === "fits", JSON.stringify(fit));
            assert.deepEqual({needs: fit.needs, backend: fit.backend, layers: fit.layers}, {needs: memory, backend, layers});
            assert.ok(fit.has.ram > 0 && fit.has.ram <= totalmem());
        } finally {
            await engine.close();
        }
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
