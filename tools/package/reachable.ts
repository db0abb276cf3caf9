import path from "node:path";
import {build, type Plugin} from "esbuild";

/** What no bundle needs to bring: the host provides it, or it is one of every platform's binaries, of which `choosePlatform` says what is needed. */
const leftOpen = [/^(vscode|electron)$/, /^@(node-llama-cpp|koromix|libsql)\//, /^@reflink\/reflink-/, /\.node$/];

/**
 * The files in `node_modules` that an import or require leads to from the given bundles, with `/`, relative to `root`.
 * They are found as Node finds them: for ES modules and CommonJS by their own entries of `exports`.
 * @throws Error when an import leads nowhere, or out of `root`
 */
export async function reachableFiles(root: string, bundles: readonly string[]): Promise<string[]> {
    const leaveOpen: Plugin = {
        name: "leave-open",
        setup: (bundler) => {
            for (const filter of leftOpen)
                bundler.onResolve({filter}, ({path: name}) => ({path: name, external: true}));
        }
    };
    const {metafile} = await build({
        absWorkingDir: root, entryPoints: [...bundles], outdir: path.join(root, "unused"), write: false, metafile: true,
        bundle: true, platform: "node", format: "esm", conditions: [], logLevel: "error", plugins: [leaveOpen],
        preserveSymlinks: true // node_modules may be a link, and what is in it must be named by where it is wanted
    });
    const files = Object.keys(metafile.inputs);
    const outside = files.find((file) => file.startsWith("..") || path.isAbsolute(file));
    if (outside !== undefined)
        throw new Error(`${outside} is imported, but lies outside of ${root}`);
    return files.filter((file) => file.includes("node_modules/")).sort();
}

/** The folder of the package that a file belongs to: the last `node_modules/name` or `node_modules/@scope/name` of its path. */
export function packageFolder(file: string): string {
    const found = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file);
    if (found === null)
        throw new Error(`${file} belongs to no package`);
    return found[0];
}
