import {UserError} from "../core/errors.js";
import {embed} from "./embed.js";
import type {LoadedEngine} from "./llama/load.js";
import {measure} from "./measure.js";
import {wireVersion, type EngineEvent, type EngineRequest, type LoadOptions} from "./protocol.js";

// The child process that holds the model. It ends with its parent: when the parent dies, however it dies, the channel closes.
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => undefined); // Ctrl-C reaches the whole group; the parent decides and sends `cancel`

let loaded: LoadedEngine | undefined;
let cancel: AbortController | undefined;

function report(event: EngineEvent): void {
    process.send?.(event);
}

async function load(options: LoadOptions): Promise<void> {
    const {dieWithParent} = await import("./llama/dieWithParent.js"); // late, so that the hand-shake does not wait for native code
    dieWithParent();
    const {loadEngine} = await import("./llama/load.js");
    loaded = await loadEngine(options, {
        notice: (message) => {
            report({type: "notice", message});
        },
        log: (level, message) => {
            report({type: "log", level, message});
        }
    });
    report({type: "loaded", info: loaded.info});
}

async function run(request: Extract<EngineRequest, {type: "measure" | "embed"}>): Promise<void> {
    if (loaded === undefined)
        throw new Error(`${request.type} was asked for before load`);
    const controller = new AbortController();
    cancel = controller;
    try {
        await (request.type === "measure" ? measure(request, loaded, report, controller.signal) : embed(request, loaded, report, controller.signal));
        report({type: "finished", cancelled: false});
    } catch (error) {
        if (!controller.signal.aborted)
            throw error;
        report({type: "finished", cancelled: true});
    } finally {
        cancel = undefined;
    }
}

async function handle(request: EngineRequest): Promise<void> {
    switch (request.type) {
        case "load":
            return load(request);
        case "measure":
        case "embed":
            return run(request);
        case "cancel":
            cancel?.abort();
    }
}

process.on("message", (message) => {
    handle(message as EngineRequest).catch((error: unknown) => { // the parent is ours and compares versions first
        if (error instanceof UserError)
            report({type: "failed", mendable: true, message: error.message, remedy: error.remedy});
        else
            report({type: "failed", mendable: false, message: error instanceof Error ? error.stack ?? error.message : String(error)});
    });
});

report({type: "ready", wireVersion});
