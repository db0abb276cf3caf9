import {totalmem} from "node:os";
import {GgmlType, type Llama, type LlamaModel} from "node-llama-cpp";
import {UserError} from "../../core/errors.js";
import {maximumContext} from "../../core/protocol.js";
import type {Attention} from "./attention.js";
import {gib} from "./modelFile.js";

/** Of a device's memory, model and context together take at most this; the rest is the system's and other programs'. */
export const memoryShare = 0.85;

/** Tokens evaluated at once. Larger batches were no faster on a processor. */
const mostTokens = 512;
export const fewestTokens = 64;

export interface Memory {
    /** Bytes. */
    readonly ram: number;
    readonly vram: number;
}

export interface Fit {
    readonly batchTokens: number;
    /** Of model and context, as node-llama-cpp estimates it. */
    readonly memory: Memory;
}

/** What the estimate needs to know of a model, whether it is loaded or not. */
export type Weighed = Pick<LlamaModel, "fileInsights" | "gpuLayers" | "useMmap" | "memoryUsage">;

/** The smallest need that was found, and whether it stays within the share. */
export interface Weighing extends Fit {
    readonly fits: boolean;
    /** Bytes that there are, of which the share may be used. */
    readonly has: Memory;
}

/** BOS and separator stand outside the protocol's C; no tokenizer needs more than this for them. */
export const extraPositions = 32;

/** Tokens of the longest prefix, and of the longest continuation, of a model trained with so much context. */
export function longestHalfOf(trainedContext: number): number {
    return Math.floor(Math.min(trainedContext, maximumContext) / 2) + extraPositions;
}

/** Positions that a context for batches of this size must have: prefix and batch, or prefix and the longest continuation. */
export function positionsFor(longestHalf: number, batchTokens: number): number {
    return longestHalf + Math.max(longestHalf, batchTokens);
}

/**
 * The largest batch for which model and context stay within the share of the memory, by the total and not by what is free at
 * the moment: the size of a batch is part of the last digits, so it must not change with what else runs.
 * @param longestHalf tokens of the longest prefix, and of the longest continuation
 * @throws UserError when not even the smallest fits
 */
export async function fitBatch(llama: Llama, model: Weighed, attention: Attention, longestHalf: number, shown: string): Promise<Fit> {
    const {fits, has, ...fit} = await weigh(llama, model, attention, longestHalf);
    if (!fits)
        throw new UserError(`${shown} does not fit into the memory of this device: it needs ${describe(fit.memory)}, and Goldpan takes at most ${describe({ram: memoryShare * has.ram, vram: memoryShare * has.vram})} (${memoryShare * 100} %). Use a smaller model or a stronger quantisation.`);
    return fit;
}

/** As `fitBatch`, but tells what does not fit, too. */
export async function weigh(llama: Llama, model: Weighed, attention: Attention, longestHalf: number): Promise<Weighing> {
    const has = {ram: ownMemory(), vram: llama.gpu === false ? 0 : (await llama.getVramState()).total};
    for (let batchTokens = mostTokens; ; batchTokens /= 2) {
        const memory = await estimate(model, attention, positionsFor(longestHalf, batchTokens), batchTokens);
        const fits = memory.ram <= memoryShare * has.ram && (llama.gpu === false || memory.vram <= memoryShare * has.vram);
        if (fits || batchTokens <= fewestTokens)
            return {fits, has, batchTokens, memory};
    }
}

/** A container's limit counts where there is one. */
function ownMemory(): number {
    const limit = process.constrainedMemory();
    return limit > 0 ? Math.min(totalmem(), limit) : totalmem();
}

const kvTypes = {F16: GgmlType.F16, F32: GgmlType.F32} as const;

async function estimate(model: Weighed, {flash, cache}: Attention, positions: number, batchTokens: number): Promise<Memory> {
    const {cpuRam, gpuVram} = await model.fileInsights.estimateContextResourceRequirementsV2({
        contextSize: positions, modelGpuLayers: model.gpuLayers, batchSize: batchTokens, sequences: 1, swaFullCache: true, useMmap: model.useMmap,
        flashAttention: flash !== "off", kvCacheKeyType: kvTypes[cache], kvCacheValueType: kvTypes[cache]
    });
    return {ram: model.memoryUsage.ram + cpuRam, vram: model.memoryUsage.vram + gpuVram};
}

function describe({ram, vram}: Memory): string {
    return vram > 0 ? `${gib(ram)} of memory and ${gib(vram)} of GPU memory` : `${gib(ram)} of memory`;
}
