import {spawn} from "node:child_process";
import {mkdtempSync, readdirSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {unpackArchive} from "../../tools/package/archive.js";
import {distFile} from "../engine/support.js";
import {ended, type CliResult} from "../support/cli.js";

/** By the first two packages might be found that the VSIX lacks, the third makes another VSIX. */
const misleading = new Set(["NODE_PATH", "NODE_OPTIONS", "GOLDPAN_CUDA"]);

/** The VSIX of this checkout, made by the tool that makes it for users and unpacked where no node_modules of ours is above it. */
export interface UnpackedVsix {
    /** Holds everything else; removed when this process ends. */
    readonly folder: string;
    readonly vsix: string;
    /** What VS Code would install. Other tests use it, too: leave it as it is. */
    readonly extension: string;
}

let made: Promise<UnpackedVsix> | undefined;

/** Made once a process, for all tests that ask. @throws Error when it cannot be made */
export function unpackedVsix(): Promise<UnpackedVsix> {
    return made ??= make();
}

async function make(): Promise<UnpackedVsix> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-vsix-"));
    process.once("exit", () => {
        rmSync(folder, {recursive: true, force: true});
    });
    const {code, stdout, stderr} = await runNode(process.cwd(), folder, distFile("tools/package.js"), "--out", folder);
    const [file] = readdirSync(folder).filter((name) => name.endsWith(".vsix"));
    if (code !== 0 || file === undefined)
        throw new Error(`no VSIX was made (exit code ${code ?? "none"}): ${stdout}${stderr}`);
    const vsix = path.join(folder, file), unpacked = path.join(folder, "unpacked");
    await unpackArchive(vsix, unpacked);
    return {folder, vsix, extension: path.join(unpacked, "extension")};
}

/** This Node on a script, with a store in `folder`. */
export function runNode(cwd: string, folder: string, script: string, ...args: readonly string[]): Promise<CliResult> {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.has(name)));
    return ended(spawn(process.execPath, [script, ...args], {cwd, stdio: ["ignore", "pipe", "pipe"], env: {...env, GOLDPAN_STORE: path.join(folder, "store")}}));
}
