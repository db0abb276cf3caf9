import {existsSync, readdirSync} from "node:fs";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {packageFolder} from "./reachable.js";

/** At the top of a package, the files with the terms on which it may be passed on; with `/`, relative to `root`. */
export function termsOf(root: string, folder: string): string[] {
    return readdirSync(path.join(root, folder)).filter((file) => /^(licen[cs]e|notice|copying|copyright)/i.test(file)).map((file) => `${folder}/${file}`);
}

/** The terms of all packages that the bundler has put into the given bundles, by their source maps: most of them ask to be passed on. */
export async function bundledNotices(root: string, bundles: readonly string[]): Promise<string> {
    const folders = new Set<string>();
    for (const bundle of bundles) {
        const {sources} = JSON.parse(await readFile(path.join(root, `${bundle}.map`), "utf8")) as {readonly sources: readonly string[]};
        for (const source of sources.filter((name) => name.includes("node_modules/")))
            folders.add(packageFolder(path.posix.join(path.posix.dirname(bundle), source)));
    }
    // A package's own source map may name files that only its author has; that package's terms cover them.
    const installed = [...folders].sort().filter((folder) => existsSync(path.join(root, folder, "package.json")));
    const notices = await Promise.all(installed.map((folder) => noticeOf(root, folder)));
    return ["Packages that are part of the files in dist; those in dist/node_modules have their terms beside them.\n", ...notices].join(`\n${"-".repeat(80)}\n\n`);
}

async function noticeOf(root: string, folder: string): Promise<string> {
    const {name, version, license} = JSON.parse(await readFile(path.join(root, folder, "package.json"), "utf8")) as Readonly<Record<"name" | "version" | "license", string>>;
    const texts = await Promise.all(termsOf(root, folder).map((file) => readFile(path.join(root, file), "utf8")));
    return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join("\n\n") + "\n";
}
