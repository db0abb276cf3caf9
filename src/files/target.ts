import type {Stats} from "node:fs";
import {lstat, realpath, stat} from "node:fs/promises";
import path from "node:path";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {otherKind} from "./regularFile.js";

/** Where a file is going to be written. */
export interface Target {
    /** As it was given. */
    readonly name: string;
    /** Without links: what is renamed to this leaves a link that leads there as it is. */
    readonly place: string;
    /** Of the file that is there already. */
    readonly before: Stats | undefined;
}

/** Names of what a process has open; even where a regular file is behind them, nothing can be written beside and renamed. */
const openedName = /^\/dev\/(stdin|stdout|stderr|fd\/|tty)|^\/proc\/[^/]+\/(task\/[^/]+\/)?fd\//;

/**
 * What a name leads to as the place of a new file: nothing yet, or a regular file, possibly by links.
 * @throws UserError where it is anything else; else what the file system says, with its `code`
 */
export async function resolveTarget(name: string): Promise<Target> {
    const shown = escapeForDisplay(name);
    const whole = path.resolve(name);
    const own = await optional(lstat(whole));
    const before = own?.isSymbolicLink() === true ? await optional(stat(whole)) : own;
    if (own !== undefined && before === undefined)
        throw new UserError(`${shown} is a link that leads to no file; remove it.`, "place");
    const kind = before && otherKind(before);
    if (kind === "a folder")
        throw new UserError(`${shown} is a folder, not a file.`, "place");
    if (kind !== undefined || openedName.test(whole))
        throw new UserError(`${shown} is not a file${kind === undefined ? "" : ` but ${kind}`}: what is written is put in place whole, under a name of its own.`, "place");
    return {name, before, place: before === undefined ? path.join(await realpath(path.dirname(whole)), path.basename(whole)) : await realpath(whole)};
}

async function optional(looked: Promise<Stats>): Promise<Stats | undefined> {
    try {
        return await looked;
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT")
            return undefined;
        throw error;
    }
}
