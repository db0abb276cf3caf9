import {parentPort} from "node:worker_threads";
import {buffersOf} from "./keyedScores.js";
import {LookUp} from "./lookUp.js";
import type {LookUpRequest} from "./messages.js";

// A bundle of its own: the store's native library is loaded here only.
const port = parentPort;
if (port === null)
    throw new Error("this is the script of a thread, see browse/scoresShown");
const lookUp = new LookUp((result) => {
    port.postMessage(result, result.kind === "scores" ? buffersOf(result.scores) : []);
});
port.on("message", (request: LookUpRequest) => {
    lookUp.take(request);
});
