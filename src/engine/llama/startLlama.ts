import {getLlama, LlamaLogLevel, NoBinaryFoundError, type Llama, type LlamaOptions} from "node-llama-cpp";
import {UserError} from "../../core/errors.js";
import type {GpuChoice} from "../protocol.js";

/**
 * llama.cpp by the prebuilt binaries that came along, on the device that was asked for.
 * @throws UserError when there is no such engine for this machine
 */
export async function startLlama(gpu: GpuChoice, logger: (level: "warning" | "error", message: string) => void): Promise<Llama> {
    const wanted: LlamaOptions["gpu"] = gpu === "off" ? false : gpu;
    try {
        const llama = await getLlama({
            gpu: wanted, build: "never", skipDownload: true, maxThreads: 0, logLevel: LlamaLogLevel.warn,
            logger: (level, message) => {
                logger(level === LlamaLogLevel.warn ? "warning" : "error", message);
            }
        });
        if (gpu === "off" || gpu === "auto" || llama.gpu === gpu)
            return llama;
        await llama.dispose(); // asked for one backend, got another: on a platform that has no such backend at all
    } catch (error) {
        if (!(error instanceof NoBinaryFoundError))
            throw error;
    }
    throw new UserError(`There is no ${gpu} engine for this machine.`, "device");
}
