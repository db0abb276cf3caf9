import {spawn, type ChildProcess} from "node:child_process";
import {createInterface} from "node:readline";
import {distFile} from "../engine/support.js";

export interface CliResult {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Starts the command line as a user's shell would: a process of its own, without a terminal. */
export function startCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    return spawn(process.execPath, [distFile("cli.js"), ...args], {stdio: ["ignore", "pipe", "pipe"], env: {...process.env, ...env}});
}

export async function runCli(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> {
    return ended(startCli(args, env));
}

export async function ended(child: ChildProcess): Promise<CliResult> {
    let stdout = "", stderr = "";
    child.stdout?.on("data", (data: Buffer) => {
        stdout += data.toString();
    });
    child.stderr?.on("data", (data: Buffer) => {
        stderr += data.toString();
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code, signal) => {
            resolve({code, signal, stdout, stderr});
        });
    });
}

/** One event of `--json`. */
export type CliEvent = Readonly<Record<string, unknown>> & {readonly event: string};

/** Calls back with every event as it comes. */
export function onEvents(child: ChildProcess, take: (event: CliEvent) => void): void {
    if (child.stdout !== null)
        createInterface({input: child.stdout}).on("line", (line) => {
            take(JSON.parse(line) as CliEvent); // a line that is no JSON fails the test, as it should
        });
}

/** Ctrl-C at the first event that fits, and no second one, which would end it at once. */
export function interruptAt(child: ChildProcess, fits: (event: CliEvent) => boolean): void {
    let interrupted = false;
    onEvents(child, (event) => {
        if (!interrupted && fits(event))
            interrupted = child.kill("SIGINT");
    });
}
