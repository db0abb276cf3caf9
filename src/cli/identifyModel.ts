import {escapeForDisplay} from "../core/displayText.js";
import {fileSize, modelFingerprint, type ModelIdentity} from "../store/fingerprint.js";
import type {SqliteStore} from "../store/store.js";
import {Interrupted} from "./exit.js";
import type {Reporter} from "./reporter.js";

/** By what a model is known; says so where that takes a while. @throws Interrupted when the signal is aborted meanwhile */
export async function identifyModel(modelPath: string, {fileHashes}: Pick<SqliteStore, "fileHashes">, reporter: Pick<Reporter, "note">, signal: AbortSignal): Promise<ModelIdentity> {
    try {
        return await modelFingerprint(modelPath, {memory: fileHashes, signal, onReading: (bytes) => {
            reporter.note(`Reading the model ${escapeForDisplay(modelPath)} once (${fileSize(bytes)}) to know it by its content ...`);
        }});
    } catch (error) {
        if (!signal.aborted)
            throw error;
        reporter.note("Stopped: the model is not read to its end. Run the same command again.");
        throw new Interrupted();
    }
}
