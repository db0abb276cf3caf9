import {readdirSync, readFileSync, realpathSync} from "node:fs";
import path from "node:path";
import type {RunFolder} from "./runFolder.js";
import {hostFolder} from "./server.js";

/** The native libraries of packages, but for VS Code's own, that the processes of a run have loaded now: the extension host's and the worker's. */
export function loadedLibraries({env}: RunFolder): string[] {
    const ofHost = realpathSync(hostFolder());
    const files = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
        const variables = readOf(pid, "environ").split("\0");
        return Object.entries(env).every(([name, value]) => variables.includes(`${name}=${value}`)) ? readOf(pid, "maps").split("\n") : [];
    }).map((line) => line.slice(line.indexOf("/"))).filter((file) => file.includes("node_modules") && /\.node$|\.so[.\d]*$/.test(file));
    return [...new Set(files)].filter((file) => !file.startsWith(ofHost + path.sep)).sort();
}

/** Nothing of a process that has ended meanwhile. */
function readOf(pid: string, file: string): string {
    try {
        return readFileSync(path.join("/proc", pid, file), "utf8");
    } catch {
        return "";
    }
}
