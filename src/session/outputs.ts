import {lstat} from "node:fs/promises";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {isSameFile} from "../files/identity.js";
import {metaPath} from "./scoresFiles.js";
import {requireWritable, type WriteRules} from "./writeFile.js";

/** What is going to be written, and what it is made of. */
export interface Outputs extends Pick<WriteRules, "requireReplaceable"> {
    /** All files, also those beside the one that was named. */
    readonly files: readonly string[];
    /** All files that are read; those beside them (`metaPath`) count as well. */
    readonly inputs: readonly string[];
}

/**
 * Says before anything is done what would be refused in the end.
 * @throws UserError when one of the files is read, is another of them, is there and must stay, or cannot be written
 */
export async function requireOutputs({files, inputs, requireReplaceable}: Outputs): Promise<void> {
    for (const [at, file] of files.entries()) {
        for (const input of inputs.flatMap((one) => [one, metaPath(one)]))
            if (await isThere(file) && await isSameFile(file, input))
                throw new UserError(`${escapeForDisplay(file)}, which would be written, is the file ${escapeForDisplay(input)} that is read.`, "place");
        for (const other of files.slice(0, at))
            if (await isThere(file) && await isSameFile(file, other))
                throw new UserError(`${escapeForDisplay(file)} and ${escapeForDisplay(other)} would both be written, and are one file.`, "place");
        await requireWritable(file);
        if (await isThere(file))
            await requireReplaceable?.(file);
    }
}

/** For `WriteRules`: what came to be there after a person was asked stays. */
export function onlyReplaceable(files: readonly string[]): (file: string) => void {
    return (file) => {
        if (!files.includes(file))
            throw new UserError(`${escapeForDisplay(file)} was made by something else meanwhile, so it is not replaced; write it again.`);
    };
}

async function isThere(file: string): Promise<boolean> {
    return lstat(file).then(() => true, () => false);
}
