import type {Stats} from "node:fs";
import {stat, type FileHandle} from "node:fs/promises";

const everybody = 0o666;

/** What a new file is opened with, before `settlePermissions`: nobody may look into what must not be read, not even for a moment. */
export function firstMode(before: Stats | undefined, sources: readonly Stats[]): number {
    return before === undefined ? sources.reduce((mode, source) => mode & (source.mode | 0o600), everybody) : 0o600;
}

/** Of the files that something is made of; those that are not there say nothing. */
export async function statsOf(files: readonly string[]): Promise<Stats[]> {
    return (await Promise.all(files.map((file) => stat(file).catch(() => undefined)))).filter((info) => info !== undefined);
}

/**
 * Gives a new file the permissions of the one that it replaces, and its owner where this process may, but lets nobody read it who
 * may not read what it is made of. A group counts only where it is the same one.
 */
export async function settlePermissions(handle: FileHandle, before: Stats | undefined, sources: readonly Stats[]): Promise<void> {
    if (process.platform === "win32")
        return; // it has lists of permissions, which come from the folder
    if (before !== undefined)
        await handle.chown(before.uid, before.gid).catch(() => handle.chown(-1, before.gid)).catch(() => undefined); // of another owner: it gets this one
    const own = await handle.stat();
    const mode = [...before === undefined ? [] : [before], ...sources].reduce((allowed, other) => allowed & forOthersAs(other, own.gid), before === undefined ? own.mode & 0o777 : before.mode & 0o777);
    if (mode !== (own.mode & 0o777))
        await handle.chmod(mode).catch(() => undefined); // a file system without permissions
}

/** Everything to the owner; to the group what its members may with a file of another group. */
function forOthersAs({mode, gid}: Stats, ownGroup: number): number {
    return 0o700 | (gid === ownGroup ? mode & 0o070 : (mode & 0o007) << 3) | (mode & 0o007);
}
