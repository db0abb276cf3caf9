import {open, stat} from "node:fs/promises";
import {totalmem} from "node:os";
import {readGgufFileInfo, type GgufFileInfo, type Llama} from "node-llama-cpp";
import {escapeForDisplay} from "../../core/displayText.js";
import {UserError} from "../../core/errors.js";

const headerTimeoutMs = 60_000;

/** @throws UserError when it is no GGUF file that can be read */
export async function readHeader(modelPath: string): Promise<GgufFileInfo> {
    try {
        await requirePlausibleCounts(modelPath);
        return await readGgufFileInfo(modelPath, {sourceType: "filesystem", signal: AbortSignal.timeout(headerTimeoutMs)});
    } catch (error) {
        throw new UserError(`${escapeForDisplay(modelPath)} is not a readable GGUF model: ${messageOf(error)}. Download it again or name another file.`);
    }
}

/**
 * node-llama-cpp reads zeros beyond the end of a file, so a damaged number of entries would keep it reading for ever. Layout:
 * magic, version (u32), tensors (u64), metadata entries (u64), see ggml's docs/gguf.md.
 */
async function requirePlausibleCounts(modelPath: string): Promise<void> {
    const file = await open(modelPath);
    try {
        const head = new DataView(new ArrayBuffer(24));
        await file.read(head, 0, 24, 0);
        const {size} = await file.stat();
        const littleEndian = head.getUint32(4, true) < 2 ** 16; // the version is a small number in the file's byte order
        if (head.getBigUint64(8, littleEndian) + head.getBigUint64(16, littleEndian) > BigInt(size))
            throw new Error("its header promises more entries than the file has bytes");
    } finally {
        await file.close();
    }
}

/**
 * llama.cpp notices a short file only tensor by tensor and late; the header tells at once how long the file must be.
 * @throws UserError when it is shorter
 */
export async function requireWholeFile(modelPath: string, file: GgufFileInfo): Promise<void> {
    const {size} = await stat(modelPath);
    const last = (file.fullTensorInfo ?? []).reduce((end, {offset}) => Math.max(end, Number(offset)), 0);
    if (file.splicedParts === 1 && size <= (file.infoEndOffset ?? 0) + last)
        throw new UserError(`${escapeForDisplay(modelPath)} is cut off: it has ${size.toLocaleString("en-US")} bytes, and its header promises more. Download it again.`);
}

/**
 * Models that fill in or encode a text as a whole would be evaluated all the same, but without a memory of what stands before.
 * @throws UserError when it is one of them
 */
export function requireContinuation(shown: string, {metadata, architectureMetadata}: GgufFileInfo): void {
    const {architecture} = metadata.general;
    const {attention} = architectureMetadata as {attention?: {causal?: unknown}};
    if (attention?.causal === false || wholeTextArchitectures.includes(architecture))
        throw new UserError(`${shown} cannot score examples: models of its architecture, ${escapeForDisplay(architecture)}, fill in or encode a text as a whole instead of continuing it. Use a model that generates text token by token.`);
}

/** Of those that llama.cpp runs: they are so without saying it in the file. */
const wholeTextArchitectures: readonly string[] = ["t5", "t5encoder", "gemma-embedding"];

/** @throws UserError when the weights alone are more than this machine's memory, however they are stored */
export function requireMemory(shown: string, file: GgufFileInfo, llama: Llama): void {
    const needed = (file.fullTensorInfo ?? []).reduce((sum, {dimensions}) => sum + dimensions.reduce<number>((product, size) => product * Number(size), 1), 0) * leastBytesPerWeight;
    if (llama.gpu === false && needed > totalmem())
        throw new UserError(`${shown} is too big for this machine: its weights need at least ${gib(needed)} and there are ${gib(totalmem())} of memory. Use a smaller model or a stronger quantisation.`);
}

/** No quantisation of llama.cpp stores a weight in less than this (IQ1_S). */
const leastBytesPerWeight = 1.5 / 8;

/** `3.4 GiB` */
export function gib(bytes: number): string {
    return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

/** An error as half a sentence. */
export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
}
