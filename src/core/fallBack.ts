import type {EngineInfo} from "./measurement.js";

/** A GPU that is not used, or not wholly, although nobody asked for the processor. */
export type FallBack =
    /** Drivers are there, but no GPU could be used through them. */
    | {readonly kind: "unused"; readonly gpus: readonly string[]}
    /** The last engine computed on a GPU, and now there is none. */
    | {readonly kind: "lost"; readonly gpu: string}
    /** Not all layers fit into the GPU's memory. */
    | {readonly kind: "partly"; readonly onGpu: number; readonly all: number};

/**
 * Whether an engine that was to choose its device itself computes on less than a GPU. That a machine without a GPU has drivers for
 * one is no rarity (Vulkan's come with many systems), so this is worth a sentence and not more.
 * @param before backend of the engine before it, where there was one
 */
export function fallBackOf({backend, unusedGpus, layers}: Pick<EngineInfo, "backend" | "unusedGpus" | "layers">, before: string | undefined): FallBack | undefined {
    if (backend !== "cpu")
        return layers.onGpu < layers.all ? {kind: "partly", ...layers} : undefined;
    if (unusedGpus.length > 0)
        return {kind: "unused", gpus: unusedGpus};
    return before === undefined || before === "cpu" ? undefined : {kind: "lost", gpu: before};
}
