import {parentPort, workerData} from "node:worker_threads";
import {buffersOf} from "./keyedScores.js";
import {LookUp} from "./lookUp.js";
import type {LookUpRequest, ReadingSettings} from "./messages.js";

// A bundle of its own: the store's native library is loaded here only.
const port = parentPort;
if (port === null)
    throw new Error("this is the script of a thread, see browse/lookUpThread");
const lookUp = new LookUp(workerData as ReadingSettings, (result) => {
    port.postMessage(result, result.kind === "scores" ? buffersOf(result.scores) : []);
});
port.on("message", (request: LookUpRequest) => {
    if (request.kind !== "close") {
        lookUp.take(request);
        return;
    }
    void lookUp.close().finally(() => {
        process.exit(); // of this thread
    });
});
