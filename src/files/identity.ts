import {realpath, stat} from "node:fs/promises";
import path from "node:path";

/** Whether two names lead to one file: through links of both kinds, and where the file system takes large and small letters for the same. */
export async function isSameFile(a: string, b: string): Promise<boolean> {
    const [one, other] = await Promise.all([identityOf(a), identityOf(b)]);
    if (one === undefined || other === undefined)
        return one === other && await canonicalPath(a) === await canonicalPath(b);
    // Some network file systems number nothing.
    return one.ino === 0n || other.ino === 0n ? await canonicalPath(a) === await canonicalPath(b) : one.dev === other.dev && one.ino === other.ino;
}

/** The path without links, also of what is not there yet; as given where not even its folder is there. */
export async function canonicalPath(file: string): Promise<string> {
    const whole = path.resolve(file);
    try {
        return await realpath(whole);
    } catch {
        // not there, or not to be reached
    }
    const folder = await realpath(path.dirname(whole)).catch(() => path.dirname(whole));
    return path.join(folder, path.basename(whole));
}

/** Undefined where there is no such file, or none that can be looked at. */
async function identityOf(file: string): Promise<{readonly dev: bigint; readonly ino: bigint} | undefined> {
    return stat(file, {bigint: true}).catch(() => undefined);
}
