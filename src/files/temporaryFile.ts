import {createHash, randomBytes} from "node:crypto";
import {constants, readFileSync, readlinkSync} from "node:fs";
import {lstat, open, readdir, rm, type FileHandle} from "node:fs/promises";
import {hostname} from "node:os";
import path from "node:path";

export interface TemporaryFile {
    readonly path: string;
    readonly handle: FileHandle;
}

/** `.goldpan-<where its process runs>-<process>-<at random>.tmp` */
const pattern = /^\.goldpan-([0-9a-f]{12})-([1-9]\d{0,9})-[0-9a-f]{16}\.tmp$/;

/**
 * Makes a new file in a folder under a name that nobody can have put something under before.
 * @param mode of which the process's own mask is taken away
 */
export async function openTemporary(folder: string, mode: number): Promise<TemporaryFile> {
    const file = temporaryName(folder);
    // "Exclusive" also means that no link is followed; the flag says it again where a file system forgets.
    const exclusive = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL | ((constants.O_NOFOLLOW as number | undefined) ?? 0);
    return {path: file, handle: await open(file, exclusive, mode)};
}

/** A name for `openTemporary`'s kind of file, which nobody has. */
export function temporaryName(folder: string): string {
    return path.join(folder, `.goldpan-${processSpace()}-${process.pid}-${randomBytes(8).toString("hex")}.tmp`);
}

/**
 * Removes what processes of Goldpan that were killed have left in a folder. Only where that is sure: a regular file of this user,
 * with the name of a process that ran on this machine since it was started, among the processes that can be seen from here, and
 * that is not there any more.
 */
export async function removeLeftovers(folder: string): Promise<void> {
    const names = await readdir(folder).catch(() => []); // it cannot be listed: there is nothing to see of leftovers either
    for (const name of names) {
        const [, space, pid] = pattern.exec(name) ?? [];
        if (space !== processSpace() || isRunning(Number(pid)))
            continue;
        const file = path.join(folder, name);
        const info = await lstat(file).catch(() => undefined);
        if (info?.isFile() === true && (process.getuid === undefined || info.uid === process.getuid()))
            await rm(file, {force: true}).catch(() => undefined); // another process may be at it as well
    }
}

function isRunning(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch (error) {
        return (error as NodeJS.ErrnoException).code !== "ESRCH";
    }
}

let space: string | undefined;

/** Tells machines, their starts, and containers apart: a number of a process says nothing elsewhere. */
function processSpace(): string {
    space ??= createHash("sha256").update([process.platform, hostname(), textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")), textOf(() => readlinkSync("/proc/self/ns/pid"))].join("\n")).digest("hex").slice(0, 12);
    return space;
}

function textOf(read: () => string): string {
    try {
        return read();
    } catch {
        return ""; // Linux alone has these
    }
}
