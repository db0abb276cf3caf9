import {cpSync, mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {writeEmptySettings} from "./settings.js";

/** Of this process, and not removed yet. */
const created = new Set<string>();
process.once("exit", () => {
    for (const folder of created)
        removeRunFolder({folder});
});

/** What VS Code keeps between runs. */
export interface Profile {
    readonly userData: string;
    readonly extensions: string;
}

/** Everything that one run of VS Code writes, fresh for every run: an old profile would change what the workbench shows at start. */
export interface RunFolder extends Profile {
    readonly folder: string;
    /** What is opened; a copy, so that a test may write to it. */
    readonly workspace: string;
    /** The variables that Goldpan shall see. */
    readonly env: Readonly<Record<string, string>>;
}

/**
 * Removed with `removeRunFolder`, or when this process ends.
 * @param workspace the folder whose copy is opened
 */
export function createRunFolder(workspace = "samples"): RunFolder {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-vscode-"));
    const inside = (name: string): string => {
        mkdirSync(path.join(folder, name));
        return path.join(folder, name);
    };
    const opened = path.join(folder, path.basename(workspace));
    cpSync(workspace, opened, {recursive: true});
    writeEmptySettings(opened);
    const run = {folder, userData: inside("user"), extensions: inside("extensions"), workspace: opened, env: {GOLDPAN_STORE: inside("store")}};
    created.add(folder);
    return run;
}

export function removeRunFolder({folder}: Pick<RunFolder, "folder">): void {
    created.delete(folder);
    rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}
