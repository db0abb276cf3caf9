import {EngineClient} from "../../src/engine/client.js";
import {collect, stubOptions, stubTask} from "./support.js";

// Holds a busy worker and prints its process number; the test kills this process and looks whether the worker goes, too.
process.on("SIGTERM", () => process.exit(0)); // as a second Ctrl-C ends the command line
const client = new EngineClient(stubOptions({stepMs: 5}));
const {versions} = await client.load();
process.stdout.write(`${versions.pid ?? ""}\n`);
await collect(client.measure(stubTask(1_000_000), new AbortController().signal));
