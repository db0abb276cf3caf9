import {UserError} from "../../core/errors.js";
import {modelsWireVersion, type ModelEvent, type ModelRequest} from "./protocol.js";

// The child process that downloads models and weighs them, for one request. It ends with its parent: when the parent dies, the channel closes.
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined); // Ctrl-C reaches the whole group; the parent decides and sends `cancel`

const cancelled = new AbortController();

function report(event: ModelEvent): void {
    process.send?.(event);
}

/** node-llama-cpp is loaded late, so that the hand-shake does not wait for it. */
async function handle(request: ModelRequest): Promise<void> {
    if (request.type === "cancel") {
        cancelled.abort();
        return;
    }
    const {dieWithParent} = await import("../llama/dieWithParent.js");
    dieWithParent();
    switch (request.type) {
        case "find": {
            const {findDownloaded} = await import("../llama/models/download.js");
            report({type: "found", file: await findDownloaded(request)});
            return;
        }
        case "lookUp": {
            const {offerOf} = await import("../llama/models/download.js");
            report({type: "lookedUp", offer: await unlessCancelled(offerOf(request, cancelled.signal))});
            return;
        }
        case "download": {
            const {download} = await import("../llama/models/download.js");
            report({type: "downloaded", file: await unlessCancelled(download(request, (present, bytes) => {
                report({type: "progress", present, bytes});
            }, cancelled.signal))});
            return;
        }
        case "estimate": {
            const {estimateFit} = await import("../llama/models/estimate.js");
            for (const model of request.models)
                report({type: "fit", model, fit: await estimateFit(model, request.gpu)});
            report({type: "estimated"});
        }
    }
}

/** Null when it was cancelled, however that made it end. */
async function unlessCancelled<Value>(work: Promise<Value>): Promise<Value | null> {
    try {
        return await work;
    } catch (error) {
        if (cancelled.signal.aborted)
            return null;
        throw error;
    }
}

function fail(error: unknown): void {
    const mendable = error instanceof UserError;
    report({type: "failed", mendable, message: error instanceof Error ? (mendable ? error.message : error.stack ?? error.message) : String(error)});
}

process.on("message", (message) => {
    handle(message as ModelRequest).catch(fail); // the parent is ours and compares versions first
});
// The downloader leaves some of its writes to themselves; one that fails must not look like a crash.
process.on("unhandledRejection", (error) => {
    import("../llama/models/download.js").then(({inWords}) => {
        fail(inWords(error));
    }, fail);
});

report({type: "ready", wireVersion: modelsWireVersion});
