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
export class UnpackedVsix {
    public readonly folder = mkdtempSync(path.join(tmpdir(), "goldpan-vsix-"));
    public readonly extension = path.join(this.folder, "unpacked", "extension");
    public vsix = "";

    public async make(): Promise<void> {
        const {code, stdout, stderr} = await this.run(process.cwd(), distFile("tools/package.js"), "--out", this.folder);
        const [file] = readdirSync(this.folder).filter((name) => name.endsWith(".vsix"));
        if (code !== 0 || file === undefined)
            throw new Error(`no VSIX was made (exit code ${code ?? "none"}): ${stdout}${stderr}`);
        this.vsix = path.join(this.folder, file);
        await unpackArchive(this.vsix, path.dirname(this.extension));
    }

    /** This Node on a script, with a store of its own. */
    public run(cwd: string, script: string, ...args: readonly string[]): Promise<CliResult> {
        const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.has(name)));
        return ended(spawn(process.execPath, [script, ...args], {cwd, stdio: ["ignore", "pipe", "pipe"], env: {...env, GOLDPAN_STORE: path.join(this.folder, "store")}}));
    }

    public dispose(): void {
        rmSync(this.folder, {recursive: true, force: true});
    }
}
