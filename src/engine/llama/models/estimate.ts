import {GgufInsights, InsufficientMemoryError, type Llama} from "node-llama-cpp";
import {escapeForDisplay} from "../../../core/displayText.js";
import {UserError} from "../../../core/errors.js";
import type {Fit} from "../../models/protocol.js";
import type {GpuChoice} from "../../protocol.js";
import {attentionFor, headSizesOf} from "../attention.js";
import {longestHalfOf, memoryShare, weigh} from "../memory.js";
import {messageOf, readHeader, requireContinuation, requireMemory} from "../modelFile.js";
import {startLlama} from "../startLlama.js";

let started: {readonly gpu: GpuChoice; readonly llama: Llama} | undefined;

/** Whether a model fits this device, by its header: the layers that node-llama-cpp would put on the GPU now, and what the engine's context needs beside them. */
export async function estimateFit(modelPath: string, gpu: GpuChoice): Promise<Fit> {
    try {
        const file = await readHeader(modelPath);
        const shown = escapeForDisplay(modelPath);
        requireContinuation(shown, file);
        const llama = await llamaFor(gpu);
        requireMemory(shown, file, llama);
        const fileInsights = await GgufInsights.from(file, llama);
        const {gpuLayers, useMmap} = await fileInsights.configurationResolver.resolveModelGpuLayersV2("auto", {useMmap: "auto"});
        const {cpuRam, gpuVram} = await fileInsights.estimateModelResourceRequirementsV2({gpuLayers, useMmap});
        const model = {fileInsights, gpuLayers, useMmap, memoryUsage: {ram: cpuRam, vram: gpuVram}};
        const {fits, memory, has} = await weigh(llama, model, attentionFor(llama.gpu === false, headSizesOf(file)), longestHalfOf(fileInsights.trainContextSize ?? 0));
        return {kind: fits ? "fits" : "too-big", backend: llama.gpu === false ? "cpu" : llama.gpu, layers: {onGpu: gpuLayers, all: fileInsights.totalLayers}, needs: memory, has, share: memoryShare};
    } catch (error) {
        return {kind: "unusable", reason: inWords(modelPath, error)};
    }
}

/** One for all models that are asked for. */
async function llamaFor(gpu: GpuChoice): Promise<Llama> {
    if (started?.gpu !== gpu) {
        await started?.llama.dispose();
        started = {gpu, llama: await startLlama(gpu, () => undefined)};
    }
    return started.llama;
}

function inWords(modelPath: string, error: unknown): string {
    if (error instanceof UserError)
        return error.message;
    const shown = escapeForDisplay(modelPath);
    if (error instanceof InsufficientMemoryError)
        return `${shown} does not fit into the memory of this device: ${messageOf(error)}.`;
    return `Whether ${shown} fits cannot be told: ${escapeForDisplay(messageOf(error))}.`;
}
