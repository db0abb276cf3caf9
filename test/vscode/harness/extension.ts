import {mkdirSync, readFileSync, symlinkSync} from "node:fs";
import path from "node:path";

/** The extension to test: the folder that GOLDPAN_EXTENSION names (an installed VSIX), or else this checkout with its build. */
export function extensionFolder(): string {
    return path.resolve(process.env.GOLDPAN_EXTENSION ?? ".");
}

/** Makes the extension an installed one, for whoever starts VS Code with this folder of extensions. */
export function installExtension(extensionsFolder: string): void {
    const folder = extensionFolder();
    const {publisher, name, version} = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as Record<"publisher" | "name" | "version", string>;
    mkdirSync(extensionsFolder, {recursive: true});
    symlinkSync(folder, path.join(extensionsFolder, `${publisher}.${name}-${version}`));
}
