import path from "node:path";
import {EngineClient} from "../../src/engine/client.js";
import {distFile} from "./support.js";

// Holds an engine and says when it is loaded; the test kills this process and looks whether the engine goes, too.
const client = new EngineClient({workerPath: distFile("worker.js"), load: {modelPath: path.resolve("models/goldpan-scorer.gguf"), gpu: "off", threads: 1, evaluator: "public"}});
await client.load();
process.stdout.write("loaded\n");
await new Promise<void>(() => {
    setInterval(() => undefined, 1000); // until it is killed
});
