import {spawn} from "node:child_process";
import {readdirSync, readFileSync} from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

/** The engine's processes: children of this extension host that run Goldpan's worker. */
export function workers(): number[] {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
        try {
            const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
            return Number(parent) === process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").some((part) => path.basename(part) === "worker.js");
        } catch {
            return false; // it has ended meanwhile
        }
    });
}

/** Runs Goldpan's command line and gives what it printed. @throws Error when it ends badly */
export async function commandLine(...args: readonly string[]): Promise<string> {
    const script = path.join(vscode.extensions.getExtension("goldpan.goldpan")?.extensionPath ?? "", "dist", "cli.js");
    const child = spawn(process.execPath, [script, ...args], {stdio: ["ignore", "pipe", "pipe"]});
    let printed = "", said = "";
    child.stdout.on("data", (data: Buffer) => {
        printed += data.toString();
    });
    child.stderr.on("data", (data: Buffer) => {
        said += data.toString();
    });
    const code = await new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
    });
    if (code !== 0)
        throw new Error(`goldpan ${args.join(" ")} ended with ${String(code)}: ${said}`);
    return printed;
}

/** What Goldpan has written into its log so far. */
export function logged(): string {
    const logs = path.join(process.env.HOME ?? "", "logs"); // see the harness
    const file = readdirSync(logs, {recursive: true}).map(String).find((name) => path.basename(name) === "Goldpan.log");
    return file === undefined ? "" : readFileSync(path.join(logs, file), "utf8");
}
