import {UserError} from "../../src/core/errors.js";

/** What of package-lock.json is read here. */
export interface LockFile {
    readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
    readonly dev?: boolean;
    readonly optional?: boolean;
    readonly os?: readonly string[];
    readonly cpu?: readonly string[];
    /** Checksum that npm compares what it installs with. */
    readonly integrity?: string;
}

export interface Platform {
    /** VS Code's name of it. */
    readonly target: string;
    /** Packages of binaries: they are loaded by computed names, so that no import leads to them. */
    readonly binaries: readonly string[];
    /** Those of them of which package-lock.json has no checksum, so that nobody compared what npm installed. */
    readonly unchecked: readonly string[];
}

/** Without one of each there is no Goldpan. */
const required = ["@node-llama-cpp/", "@koromix/", "@libsql/"];

/**
 * The binaries that a user of one system needs, by what the lock file says of systems and processors.
 * Left out: builds for musl, as llama.cpp has none, and, without `cuda`, those for NVIDIA GPUs, which are many times the rest.
 * @param os as `process.platform`
 * @param cpu as `process.arch`
 * @throws UserError when Goldpan cannot run there
 */
export function choosePlatform(lock: LockFile, os: string, cpu: string, cuda: boolean): Platform {
    const all = Object.entries(lock.packages)
        // Where more processors are named, the others may build for the first one.
        .filter(([, entry]) => entry.dev !== true && entry.optional === true && entry.os?.includes(os) === true && entry.cpu?.[0] === cpu)
        .map(([folder]) => folder.replace(/^node_modules\//, ""))
        .filter((name) => !name.includes("musl"));
    const lacking = required.find((scope) => !all.some((name) => name.startsWith(scope)));
    if (lacking !== undefined)
        throw new UserError(`A VSIX for ${os}-${cpu} cannot be made: package-lock.json has no package ${lacking}* for it.`);
    if (cuda && !all.some(isCuda))
        throw new UserError(`There are no CUDA binaries for ${os}-${cpu}; make the VSIX without --cuda.`);
    const binaries = cuda ? all : all.filter((name) => !isCuda(name));
    return {target: cpu === "arm" ? `${os}-armhf` : `${os}-${cpu}`, binaries, unchecked: binaries.filter((name) => lock.packages[`node_modules/${name}`]?.integrity === undefined)};
}

function isCuda(name: string): boolean {
    return name.includes("cuda");
}
