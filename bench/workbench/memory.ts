import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import type {RunFolder} from "../../test/vscode/harness/runFolder.js";

/** Bytes that these processes have in memory, what they share counted for each. */
export function resident(processes: readonly string[]): number {
    return processes.reduce((sum, pid) => sum + Number(/^VmRSS:\s+(\d+)/m.exec(readOf(pid, "status"))?.[1] ?? 0) * 1024, 0);
}

/** The extension host of a workbench: it alone has the run's variables and this name. */
export function extensionHosts({env}: RunFolder): string[] {
    return running().filter((pid) => readOf(pid, "cmdline").includes("--type=extensionHost") && Object.entries(env).every(([name, value]) => readOf(pid, "environ").split("\0").includes(`${name}=${value}`)));
}

/** The processes of this process's browser that run pages: the workbench's and, where Chromium keeps them apart, the webview's. */
export function renderers(): string[] {
    const all = running(), parents = new Map(all.map((pid) => [pid, /^PPid:\s+(\d+)/m.exec(readOf(pid, "status"))?.[1]]));
    const own = (pid: string | undefined): boolean => pid !== undefined && (pid === String(process.pid) || own(parents.get(pid)));
    return all.filter((pid) => readOf(pid, "cmdline").includes("--type=renderer") && own(pid));
}

export function megabytes(bytes: number): string {
    return `${(bytes / 1e6).toFixed(bytes < 1e8 ? 1 : 0)} MB`;
}

export function say(line: string): void {
    process.stdout.write(`${line}\n`);
}

function running(): string[] {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
}

/** Nothing of a process that has ended meanwhile. */
function readOf(pid: string, file: string): string {
    try {
        return readFileSync(path.join("/proc", pid, file), "utf8");
    } catch {
        return "";
    }
}
