import {mkdtemp, readFile, rm, stat} from "node:fs/promises";
import {tmpdir} from "node:os";
import path from "node:path";
import {createVSIX} from "@vscode/vsce";
import {Command} from "commander";
import packageJson from "../../package.json" with {type: "json"};
import {UserError} from "../../src/core/errors.js";
import {listArchive} from "./archive.js";
import {choosePlatform, type LockFile} from "./platform.js";
import {megabytes, sizeTable} from "./sizes.js";
import {stage} from "./stage.js";

const {cuda, out} = new Command("package")
    .description("Makes the VSIX of the built checkout for the platform that this runs on.")
    .option("--cuda", "with the binaries for NVIDIA GPUs (also by GOLDPAN_CUDA=1)", process.env.GOLDPAN_CUDA === "1")
    .option("--out <folder>", "where the file goes", ".")
    .parse().opts<{cuda: boolean; out: string}>();

const folder = await mkdtemp(path.join(tmpdir(), "goldpan-package-"));
try {
    const lock = JSON.parse(await readFile("package-lock.json", "utf8")) as LockFile;
    const {target, binaries, unchecked} = choosePlatform(lock, process.platform, process.arch, cuda);
    if (unchecked.length > 0)
        process.stderr.write(`package: package-lock.json has no checksum of ${unchecked.join(", ")}: npm installed what the registry gave. Run "npm audit signatures" before you pass this VSIX on.\n`);
    await stage(process.cwd(), folder, binaries);
    const file = path.resolve(out, `${packageJson.name}-${target}-${packageJson.version}${cuda ? "-cuda" : ""}.vsix`);
    await createVSIX({cwd: folder, packagePath: file, target, dependencies: false});
    process.stdout.write(`${sizeTable(await listArchive(file))}\n\n${file}: ${megabytes((await stat(file)).size)} MB\n`);
} catch (error) {
    if (!(error instanceof UserError))
        throw error;
    process.stderr.write(`package: ${error.message}\n`);
    process.exitCode = 1;
} finally {
    await rm(folder, {recursive: true, force: true});
}
