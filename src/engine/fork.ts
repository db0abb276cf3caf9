import {fork, type ChildProcess} from "node:child_process";
import {escapeForDisplay} from "../core/displayText.js";
import {environmentFor, type Purpose} from "./environment.js";

/** Those that run. */
const workers = new Set<ChildProcess>();

/**
 * Starts one of our worker scripts. It ends with this process, however that ends: the channel closes. A worker that is stopped does not
 * see that, so this process kills what is left when it ends by itself; where it is killed, Linux does (`dieWithParent`).
 */
export function forkWorker(script: string, purpose: Purpose, env: Readonly<Record<string, string>> = {}): ChildProcess {
    if (workers.size === 0)
        process.on("exit", killAll);
    const child = fork(script, [], {
        execArgv: [], serialization: "advanced", stdio: ["ignore", "ignore", "pipe", "ipc"],
        // Under Electron the same binary runs plain Node only with this variable; elsewhere it means nothing.
        env: {...environmentFor(purpose), ...env, ELECTRON_RUN_AS_NODE: "1"}
    });
    workers.add(child);
    const forget = (): void => {
        workers.delete(child);
        if (workers.size === 0)
            process.off("exit", killAll);
    };
    child.once("exit", forget);
    child.once("error", () => {
        if (child.pid === undefined) // it was never there
            forget();
    });
    return child;
}

function killAll(): void {
    for (const child of workers)
        child.kill("SIGKILL");
}

/** What a worker printed last is kept, and not more. */
export class Stderr {
    private tail = "";

    public constructor(child: ChildProcess) {
        child.stderr?.on("data", (data: Buffer) => {
            this.tail = (this.tail + data.toString("utf8")).slice(-(2 ** 16));
        });
    }

    /** `exit code 1`, `signal SIGABRT; it said: ...` */
    public howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
        const how = signal === null ? `exit code ${code ?? "unknown"}` : `signal ${signal}`;
        const said = this.shortage() ?? this.failedCheck() ?? this.lines().findLast((line) => !stackLine.test(line)) ?? "";
        return `${how}${said === "" ? "" : `; it said: ${escapeForDisplay(said.slice(0, 200))}`}`;
    }

    /** Its own words for a lack of memory, if that killed it. */
    public shortage(): string | undefined {
        return this.lines().find((line) => /out of memory|insufficient memory|bad_alloc|mem_buffer|(failed|unable|cannot) (to )?allocate/i.test(line));
    }

    /** The check by which ggml and llama.cpp ended the process, `llama-vocab.cpp:12: GGML_ASSERT(...) failed`; a backtrace may follow it. */
    public failedCheck(): string | undefined {
        return /(?:^|[/\\])([\w.-]+\.(?:cpp|c|cu|m|hpp|h):\d+: .+)$/m.exec(this.tail)?.[1]?.trim();
    }

    private lines(): string[] {
        return this.tail.split("\n").map((line) => line.trim()).filter((line) => line !== "");
    }
}

/** What Node prints below a death: frames and headings. */
const stackLine = /^(\d+: |#\d+ |-{3,}|<---)/;
