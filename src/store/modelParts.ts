import {stat} from "node:fs/promises";
import path from "node:path";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {splitParts} from "../core/modelName.js";

/**
 * Every file of a model, in order. Like llama.cpp and node-llama-cpp it goes by the name that was given, `-00001-of-00003.gguf`: a
 * part under any other name does not load.
 * @throws UserError when it is not the first part that was named, or one is missing or no file
 */
export async function modelParts(modelPath: string): Promise<readonly string[]> {
    const [, part, amount] = /-(\d{5})-of-(\d{5})\.gguf$/.exec(modelPath) ?? [];
    const isPart = part !== undefined && Number(part) > 0 && Number(part) <= Number(amount);
    const parts = isPart ? splitParts(modelPath) : [modelPath], [first = modelPath] = parts;
    if (modelPath !== first) {
        await requireFile(modelPath, "no such file.");
        throw new UserError(`${escapeForDisplay(modelPath)} is part ${Number(part)} of a model in ${parts.length} files. Name its first part, ${escapeForDisplay(path.basename(first))}; all of them must be in one folder.`);
    }
    for (const [at, file] of parts.entries())
        await requireFile(file, at === 0 ? "no such file." : `this part of the model is missing (${at + 1} of ${parts.length}). All parts must be in one folder with the first, ${escapeForDisplay(path.basename(first))}.`);
    return parts;
}

/** Looks before anything is opened: opening a pipe waits for somebody who writes into it. */
async function requireFile(file: string, missing: string): Promise<void> {
    const shown = escapeForDisplay(file);
    const info = await stat(file).catch((error: unknown) => {
        throw new UserError(`${shown}: ${(error as NodeJS.ErrnoException).code === "ENOENT" ? missing : "the model file cannot be read."}`, "model");
    });
    if (!info.isFile())
        throw new UserError(`${shown} is not a file.`, "model");
}
