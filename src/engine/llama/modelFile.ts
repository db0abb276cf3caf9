import {readSync} from "node:fs";
import {totalmem} from "node:os";
import {readGgufFileInfo, type GgufFileInfo, type Llama} from "node-llama-cpp";
import {escapeForDisplay} from "../../core/displayText.js";
import {UserError} from "../../core/errors.js";
import {readGgufHeader, type GgufHeader} from "../../core/gguf/header.js";
import {GgufFault, inWords} from "../../core/gguf/headerReader.js";
import {requireMetadata} from "../../core/gguf/metadata.js";
import {splitParts} from "../../core/modelName.js";
import {openRegular} from "../../files/regularFile.js";

const mostParts = 1000;

/**
 * Reads the header by node-llama-cpp, after every file of the model was looked through: node-llama-cpp reads zeros beyond the end of
 * a file, takes every length for true and every value for what it should be, and llama.cpp ends the process over some of them.
 * @throws UserError when it is no GGUF file that can be read, or not whole
 */
export async function readHeader(modelPath: string): Promise<GgufFileInfo> {
    try {
        await requireSound(modelPath);
        return await readGgufFileInfo(modelPath, {sourceType: "filesystem", logWarnings: false});
    } catch (error) {
        throw error instanceof UserError ? error : unreadable(modelPath, messageOf(error));
    }
}

async function requireSound(modelPath: string): Promise<void> {
    const parts = splitParts(modelPath);
    if (parts.length > mostParts)
        throw unreadable(modelPath, `its name promises ${inWords(parts.length)} files`);
    if (parts.length > 1 && parts[0] !== modelPath)
        throw new UserError(`${escapeForDisplay(modelPath)} is one of ${parts.length} files of a model: name the first of them, ${escapeForDisplay(parts[0] ?? "")}.`);
    for (const [i, part] of parts.entries()) {
        const {metadata} = await headerOf(part);
        if (i === 0)
            faultsOf(part, () => {
                requireMetadata(metadata);
            });
    }
}

/** @throws UserError when it is not sound, or ends before its last tensor does */
async function headerOf(part: string): Promise<GgufHeader> {
    const file = await openRegular(part);
    try {
        const {size} = await file.stat();
        const header = faultsOf(part, () => readGgufHeader({size, read: (at, length) => {
            const bytes = new Uint8Array(length);
            return bytes.subarray(0, readSync(file.fd, bytes, 0, length, at));
        }}));
        if (header.neededBytes > size)
            throw new UserError(`${escapeForDisplay(part)} is cut off: it has ${inWords(size)} bytes, and by its header ${inWords(header.neededBytes - size)} are missing. Download it again.`);
        return header;
    } finally {
        await file.close();
    }
}

function faultsOf<Value>(part: string, look: () => Value): Value {
    try {
        return look();
    } catch (error) {
        throw error instanceof GgufFault ? unreadable(part, error.message) : error;
    }
}

function unreadable(modelPath: string, why: string): UserError {
    return new UserError(`${escapeForDisplay(modelPath)} is not a readable GGUF model: ${why}. Download it again or name another file.`);
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
