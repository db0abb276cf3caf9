import {UserError} from "../../core/errors.js";
import {forkWorker, Stderr} from "../fork.js";
import type {GpuChoice} from "../protocol.js";
import {modelsWireVersion, type Fit, type ModelEvent, type ModelRequest, type ModelSource, type Offer} from "./protocol.js";

export interface ModelWorkerOptions {
    /** The bundled worker script. */
    readonly workerPath: string;
    /** How long the worker may say nothing: a server that has nothing to say for so long is not there. */
    readonly silenceMs?: number;
    /** Added to the worker's environment. */
    readonly env?: Readonly<Record<string, string>>;
}

/** The file of a model that was downloaded before. Asks the network nothing. */
export function findModel(options: ModelWorkerOptions, source: ModelSource): Promise<string | null> {
    return ask(options, {type: "find", ...source}, (event) => event.type === "found" ? {value: event.file} : undefined);
}

/** @throws UserError when there is no such model, or nobody who could tell */
export function lookUpModel(options: ModelWorkerOptions, source: ModelSource, signal: AbortSignal): Promise<Offer | null> {
    return ask<Offer | null>(options, {type: "lookUp", ...source}, (event) => event.type === "lookedUp" ? {value: event.offer} : undefined, signal);
}

/**
 * Downloads a model, going on where an earlier download ended. Aborting the signal ends it, and what it has is kept.
 * @param onProgress bytes that are there, of how many
 * @returns the file to load; null when it was aborted
 * @throws UserError when it does not get to the end, in whatever way
 */
export function downloadModel(options: ModelWorkerOptions, source: ModelSource, onProgress: (present: number, bytes: number) => void, signal: AbortSignal): Promise<string | null> {
    return ask<string | null>(options, {type: "download", ...source}, (event) => {
        if (event.type === "progress")
            onProgress(event.present, event.bytes);
        return event.type === "downloaded" ? {value: event.file} : undefined;
    }, signal);
}

/** Tells of each model whether it fits, one after the other. */
export async function estimateFits(options: ModelWorkerOptions, models: readonly string[], gpu: GpuChoice, onFit: (model: string, fit: Fit) => void): Promise<void> {
    await ask(options, {type: "estimate", models, gpu}, (event) => {
        if (event.type === "fit")
            onFit(event.model, event.fit);
        return event.type === "estimated" ? {value: undefined} : undefined;
    });
}

/** What ends a process that was asked to end and does not. */
const patienceMs = 5000;

/** One process for one request. Whatever happens to it settles the caller, and it is gone afterwards. */
function ask<Result>({workerPath, silenceMs = 60_000, env}: ModelWorkerOptions, request: ModelRequest, take: (event: ModelEvent) => {value: Result} | undefined, signal?: AbortSignal): Promise<Result | null> {
    if (signal?.aborted === true)
        return Promise.resolve(null);
    return new Promise((resolve, reject) => {
        const child = forkWorker(workerPath, request.type === "lookUp" || request.type === "download" ? "download" : "compute", env);
        const stderr = new Stderr(child);
        const fail = (error: Error): void => {
            end();
            reject(error);
        };
        const afterwards = request.type === "download" ? " What was downloaded is kept: ask for the model again, and the rest is downloaded." : "";
        const silence = setTimeout(() => {
            fail(new UserError(`${request.type === "download" ? "Nothing was received" : "The process for models said nothing"} for ${Math.round(silenceMs / 1000)} s.${afterwards}`));
        }, silenceMs);
        let impatience: NodeJS.Timeout | undefined;
        const cancel = (): void => {
            child.send({type: "cancel"}, () => undefined); // a closed channel is no error of its own: the exit settles the caller
            impatience = setTimeout(() => {
                end();
                resolve(null);
            }, patienceMs);
        };
        const end = (): void => {
            clearTimeout(silence);
            clearTimeout(impatience);
            signal?.removeEventListener("abort", cancel);
            for (const name of ["message", "close", "error"])
                child.removeAllListeners(name);
            child.on("error", () => undefined); // it is being ended anyway
            child.kill("SIGKILL"); // what it says last has come, and its files are closed; or it does not answer any more
        };
        signal?.addEventListener("abort", cancel, {once: true});
        child.on("error", (error) => {
            fail(new UserError(`The process for models could not be started: ${error.message}.`));
        });
        child.on("close", (code: number | null, how: NodeJS.Signals | null) => { // after all that it printed
            fail(new UserError(`The process for models ended (${stderr.howItEnded(code, how)}).${afterwards}`));
        });
        child.on("message", (message) => {
            const event = message as ModelEvent; // the worker is ours and its version is compared first
            silence.refresh();
            if (event.type === "ready" && event.wireVersion !== modelsWireVersion) {
                fail(new Error(`the worker for models speaks version ${event.wireVersion}, this program version ${modelsWireVersion}: build again`));
            } else if (event.type === "ready") {
                child.send(request, () => undefined);
            } else if (event.type === "failed") {
                fail(event.mendable ? new UserError(event.message) : new Error(event.message));
            } else {
                const result = take(event);
                if (result !== undefined) {
                    end();
                    resolve(result.value);
                }
            }
        });
    });
}
