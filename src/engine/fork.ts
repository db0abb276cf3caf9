import {fork, type ChildProcess} from "node:child_process";

/** Starts one of our worker scripts. It ends with this process, however that ends: the channel closes. */
export function forkWorker(script: string, env: Readonly<Record<string, string>> = {}): ChildProcess {
    return fork(script, [], {
        execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"],
        // Under Electron the same binary runs plain Node only with this variable; elsewhere it means nothing.
        env: {...process.env, ...env, ELECTRON_RUN_AS_NODE: "1"}
    });
}

/** `exit code 1`, `signal SIGABRT; it said: ...` */
export function howItEnded(code: number | null, signal: NodeJS.Signals | null, stderr: string): string {
    const how = signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`;
    const said = stderr.trim().split("\n").at(-1)?.slice(0, 200) ?? "";
    return `${how}${said === "" ? "" : `; it said: ${said}`}`;
}
