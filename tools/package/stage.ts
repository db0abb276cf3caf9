import {existsSync, readdirSync, statSync} from "node:fs";
import {copyFile, mkdir, readFile, writeFile} from "node:fs/promises";
import path from "node:path";
import {UserError} from "../../src/core/errors.js";
import {bundledNotices, termsOf} from "./notices.js";
import {packageFolder, reachableFiles} from "./reachable.js";

/** Built for development. `.vscodeignore` leaves it out, too; it is not even copied, being large. */
const forDevelopment = /^dist\/(test|bench|tools)\//;

/** Fields of package.json that mean nothing in a VSIX. vsce also wants `files` only without a .vscodeignore. */
const ofTheCheckout = new Set(["files", "scripts", "devDependencies"]);

/** In a package of binaries: what another C library needs, and what nobody loads. */
const notLoaded = /(^|\/)musl_[^/]*\/|(^|\/)readme\.md$|\.d\.[cm]?ts$/i;

/** Read by node-llama-cpp from its own folder: which release of llama.cpp it was built with. */
const ownFiles = ["node-llama-cpp/llama/binariesGithubRelease.json", "node-llama-cpp/llama/llama.cpp.info.json", "node-llama-cpp/llama/package.json"];

/**
 * Copies from the built checkout at `root` into `folder` what belongs into a VSIX. Dependencies lie in `dist/node_modules`, beside the bundles
 * that load them: vsce either takes no `node_modules` in the top folder at all, or asks npm for it, who refuses a tree with parts left out.
 * @throws UserError when a package is not installed
 */
export async function stage(root: string, folder: string, binaries: readonly string[]): Promise<void> {
    const manifest = JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {readonly files: readonly string[]};
    const own = manifest.files.flatMap((name) => filesBelow(root, name)).filter((file) => !forDevelopment.test(file));
    for (const file of [...own, ".vscodeignore", "README.md", "CHANGELOG.md", "LICENSE"])
        await copy(path.join(root, file), path.join(folder, file));
    await writeFile(path.join(folder, "package.json"), JSON.stringify(Object.fromEntries(Object.entries(manifest).filter(([name]) => !ofTheCheckout.has(name))), undefined, 2) + "\n");

    const bundles = own.filter((file) => /^dist\/[^/]+\.c?js$/.test(file));
    await writeFile(path.join(folder, "THIRD-PARTY-NOTICES.txt"), await bundledNotices(root, [...bundles, ...own.filter((file) => /^dist\/webview\/[^/]+\.js$/.test(file))]));
    for (const file of await dependencyFiles(root, bundles, binaries))
        await copy(path.join(root, file), path.join(folder, "dist", file));
}

async function dependencyFiles(root: string, bundles: readonly string[], binaries: readonly string[]): Promise<string[]> {
    const reachable = await reachableFiles(root, bundles);
    const packages = [...new Set(reachable.map(packageFolder))];
    const missing = binaries.filter((name) => !existsSync(path.join(root, "node_modules", name)));
    if (missing.length > 0)
        throw new UserError(`${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} not installed: run npm ci, without leaving out optional dependencies.`);
    return [...new Set([
        ...reachable,
        ...reachable.flatMap((file) => manifestsOf(root, file)),
        ...packages.flatMap((name) => termsOf(root, name)),
        ...ownFiles.map((file) => `node_modules/${file}`),
        ...binaries.flatMap((name) => filesBelow(root, `node_modules/${name}`)).filter((file) => !notLoaded.test(file))
    ])];
}

/** The package.json of a file's package, and those in folders on the way to the file: they say which are ES modules. */
function manifestsOf(root: string, file: string): string[] {
    const top = packageFolder(file), manifests: string[] = [];
    for (let folder = path.posix.dirname(file); folder.startsWith(top); folder = path.posix.dirname(folder))
        manifests.push(`${folder}/package.json`);
    return manifests.filter((manifest) => existsSync(path.join(root, manifest)));
}

/** Files in a folder, or the file itself; with `/`, relative to `root`. */
function filesBelow(root: string, name: string): string[] {
    if (!statSync(path.join(root, name)).isDirectory())
        return [name];
    const all = readdirSync(path.join(root, name), {recursive: true, withFileTypes: true});
    return all.filter((entry) => entry.isFile()).map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"));
}

async function copy(from: string, to: string): Promise<void> {
    await mkdir(path.dirname(to), {recursive: true});
    await copyFile(from, to);
}
