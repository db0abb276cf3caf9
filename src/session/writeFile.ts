import {createHash} from "node:crypto";
import {constants} from "node:fs";
import {copyFile, link, open, rename, rm} from "node:fs/promises";
import path from "node:path";
import {Readable, Transform} from "node:stream";
import {pipeline} from "node:stream/promises";
import {createGzip} from "node:zlib";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {firstMode, settlePermissions, statsOf} from "../files/permissions.js";
import {resolveTarget, type Target} from "../files/target.js";
import {openTemporary, removeLeftovers, temporaryName} from "../files/temporaryFile.js";

export type Pieces = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

export interface WriteRules {
    /** Called for each file that is there already, at the last moment; throws where it must not be replaced. Without it any may be. */
    readonly requireReplaceable?: ((file: string) => Promise<void> | void) | undefined;
    /** What is written shall be no more readable than these files. */
    readonly madeOf?: readonly string[];
}

/** Size of a file in bytes, and its SHA-256 in hexadecimal. */
export interface FileFacts {
    readonly bytes: number;
    readonly sha256: string;
}

/** Writes one of several files aside; gives what is known of the file that it will be. */
export type Add = (target: string, pieces: Pieces) => Promise<FileFacts>;

/**
 * Writes a file whole or not at all: under a temporary name beside it, flushed to disk, then renamed. Compressed when the name
 * ends in `.gz`. A link that leads to a file stays, and that file is replaced.
 * @throws UserError when the place cannot be written, or what is there must not be replaced
 */
export async function writeWhole(target: string, pieces: Pieces, rules: WriteRules = {}): Promise<void> {
    await writeTogether(rules, async (add) => {
        await add(target, pieces);
    });
}

/**
 * As `writeWhole`, of files that belong together: all are written aside first. Then each takes its place, what was added last first,
 * and where one cannot, those before it give theirs back. A process that is killed in between leaves what was added first as it was.
 * @throws UserError as `writeWhole`
 */
export async function writeTogether(rules: WriteRules, write: (add: Add) => Promise<void>): Promise<void> {
    const written: Written[] = [];
    try {
        await write(async (target, pieces) => {
            const one = await translated(target, () => writeAside(target, pieces, rules));
            written.push(one);
            return one.facts;
        });
        await putInPlace(written.reverse(), rules);
    } finally {
        for (const {temporary} of written)
            await removed(temporary);
    }
}

/** @throws UserError when a file could not be made where `target` is, or what is there is no file */
export async function requireWritable(target: string): Promise<void> {
    await translated(target, async () => {
        const {place} = await resolveTarget(target);
        const probe = await openTemporary(path.dirname(place), 0o600);
        await probe.handle.close();
        await rm(probe.path, {force: true});
    });
}

interface Written {
    readonly target: Target;
    readonly temporary: string;
    readonly facts: FileFacts;
}

async function writeAside(name: string, pieces: Pieces, {madeOf = []}: WriteRules): Promise<Written> {
    const target = await resolveTarget(name);
    const folder = path.dirname(target.place);
    const sources = await statsOf(madeOf);
    await removeLeftovers(folder);
    // Opened here and not by the stream: a pipeline whose source fails does not wait for a file that is still being opened,
    // and what was removed below would come back.
    const {path: temporary, handle} = await openTemporary(folder, firstMode(target.before, sources));
    try {
        const hash = createHash("sha256");
        let bytes = 0;
        const counted = new Transform({transform(chunk: Uint8Array, _, done) {
            hash.update(chunk);
            bytes += chunk.length;
            done(null, chunk);
        }});
        try {
            await settlePermissions(handle, target.before, sources);
            const source = Readable.from(pieces, {objectMode: true}), sink = handle.createWriteStream({flush: true});
            await (name.endsWith(".gz") ? pipeline(source, createGzip(), counted, sink) : pipeline(source, counted, sink));
        } finally {
            await handle.close(); // after what is still being written
        }
        return {target, temporary, facts: {bytes, sha256: hash.digest("hex")}};
    } catch (error) {
        await removed(temporary);
        throw error;
    }
}

/** What stands in place of a file that was replaced, until all are. */
interface Replaced {
    readonly place: string;
    /** Undefined where there was none. */
    readonly copy: string | undefined;
}

async function putInPlace(all: readonly Written[], rules: WriteRules): Promise<void> {
    const replaced: Replaced[] = [];
    try {
        for (const [at, one] of all.entries())
            replaced.push(await translated(one.target.name, () => replace(one, rules, at === all.length - 1)));
    } catch (error) {
        for (const {place, copy} of replaced.splice(0).reverse())
            await giveBack(place, copy);
        throw error;
    }
    for (const {copy} of replaced)
        await removed(copy);
    for (const folder of new Set(all.map(({target}) => path.dirname(target.place))))
        await flushFolder(folder);
}

/** @param isLast nothing can fail after it, so what it replaces need not be held */
async function replace(one: Written, rules: WriteRules, isLast: boolean): Promise<Replaced> {
    const {place} = one.target;
    const copy = isLast ? undefined : await copyOf(place);
    try {
        await takePlace(one, rules);
    } catch (error) {
        await removed(copy);
        throw error;
    }
    return {place, copy};
}

async function takePlace({target: {name, place}, temporary}: Written, {requireReplaceable}: WriteRules): Promise<void> {
    const now = await resolveTarget(name);
    if (now.place !== place)
        throw new UserError(`${escapeForDisplay(name)} has become another file meanwhile; nothing was written. Run again.`);
    if (now.before === undefined && await putWhereNothingIs(temporary, place))
        return;
    await requireReplaceable?.(name);
    await rename(temporary, place);
}

/** False where there is something by now. */
async function putWhereNothingIs(temporary: string, place: string): Promise<boolean> {
    try {
        await link(temporary, place);
        await rm(temporary, {force: true});
        return true;
    } catch (error) {
        if (codeOf(error) === "EEXIST")
            return false;
        if (!withoutLinks.has(codeOf(error)))
            throw error;
    }
    try {
        await (await open(place, "wx")).close();
    } catch (error) {
        if (codeOf(error) === "EEXIST")
            return false;
        throw error;
    }
    await rename(temporary, place); // over the empty file that holds the place
    return true;
}

/** What file systems answer that know no second name of a file. */
const withoutLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL", "EISDIR", "UNKNOWN"]);

/** A second name of what is there, or a copy; undefined where there is nothing. */
async function copyOf(place: string): Promise<string | undefined> {
    const copy = temporaryName(path.dirname(place));
    try {
        await link(place, copy).catch((error: unknown) => {
            if (codeOf(error) === "ENOENT")
                throw error;
            return copyFile(place, copy, constants.COPYFILE_EXCL);
        });
        return copy;
    } catch (error) {
        await removed(copy);
        if (codeOf(error) === "ENOENT")
            return undefined;
        throw error;
    }
}

async function giveBack(place: string, copy: string | undefined): Promise<void> {
    try {
        await (copy === undefined ? rm(place, {force: true}) : rename(copy, place));
    } catch {
        // The error that led here is told. The two files tell themselves that they do not belong together.
    }
}

async function removed(file: string | undefined): Promise<void> {
    if (file !== undefined)
        await rm(file, {force: true}).catch(() => undefined); // where it could not be made, it cannot be removed either
}

/** So that a name does not get lost with the power; not every system can. */
async function flushFolder(folder: string): Promise<void> {
    try {
        const handle = await open(folder, "r");
        try {
            await handle.sync();
        } finally {
            await handle.close();
        }
    } catch {
        // the files themselves are flushed
    }
}

async function translated<Result>(target: string, act: () => Promise<Result>): Promise<Result> {
    try {
        return await act();
    } catch (error) {
        throw asUserError(target, error);
    }
}

function codeOf(error: unknown): string {
    return (error as NodeJS.ErrnoException | undefined)?.code ?? ""; // errors of Node carry a code; others have none
}

function asUserError(target: string, error: unknown): unknown {
    const shown = escapeForDisplay(target);
    switch (codeOf(error)) {
        case "ENOSPC":
        case "EDQUOT":
            return new UserError(`${shown} cannot be written: the disk is full. Make room and run again.`);
        case "EACCES":
        case "EPERM":
        case "EROFS":
            return new UserError(`${shown} cannot be written: no permission.`, "place");
        case "ENOENT":
        case "ENOTDIR":
            return new UserError(`${shown} cannot be written: its folder does not exist.`, "place");
        case "EISDIR":
            return new UserError(`${shown} is a folder, not a file.`, "place");
        case "ELOOP":
            return new UserError(`${shown} is a link that leads to no file; remove it.`, "place");
        case "ENAMETOOLONG":
            return new UserError(`${shown} cannot be written: the name is too long.`);
        default:
            return error;
    }
}
