import {fork, type ChildProcess} from "node:child_process";
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {distFile} from "../engine/support.js";
import {targets} from "./targets.js";

/** What a process that fuzzes is told. */
export interface ChildOptions {
    readonly target: string;
    readonly seed: number;
    /** Number of its first attempt, and the one before which it ends, if its time has not run out before. */
    readonly first: number;
    readonly end: number;
    readonly milliseconds: number;
    /** More say nothing new. */
    readonly mostFaults: number;
    /** File in which the number of the attempt stands while it goes on. */
    readonly progress: string;
}

/** One attempt that went wrong. */
export interface Fault {
    readonly attempt: number;
    readonly message: string;
    /** In base64; empty where the process died before it could tell. */
    readonly input: string;
}

export interface FuzzPlan {
    /** Names of targets; all by default. */
    readonly only?: readonly string[];
    readonly seed: number;
    /** For all targets together. */
    readonly seconds: number;
    /** This attempt alone. */
    readonly attempt?: number;
    /** Where the inputs of faults are written. */
    readonly faultFolder: string;
    /** An attempt that makes no progress for so many milliseconds hangs. */
    readonly silenceMs?: number;
    readonly log: (line: string) => void;
}

export interface FuzzTotals {
    readonly target: string;
    readonly tried: number;
    readonly faults: number;
}

const usualSilenceMs = 60_000;
const mostFaults = 20;

/** Tries every target for its share of the time, each in a process of its own, whose death is a fault like any other. */
export async function fuzz({only, seed, seconds, attempt, faultFolder, silenceMs = usualSilenceMs, log}: FuzzPlan): Promise<FuzzTotals[]> {
    const chosen = only ?? targets.map(({name}) => name);
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-fuzz-"));
    const totals: FuzzTotals[] = [];
    try {
        for (const name of chosen) {
            const until = Date.now() + seconds * 1000 / chosen.length;
            let first = attempt ?? 0, faults = 0, tried = 0;
            while (Date.now() < until && faults < mostFaults) {
                const progress = path.join(folder, name);
                writeFileSync(progress, Buffer.alloc(8));
                const options = {target: name, seed, first, end: attempt === undefined ? Number.MAX_SAFE_INTEGER : attempt + 1, milliseconds: until - Date.now(), mostFaults: mostFaults - faults, progress};
                const ended = await tryFrom(options, silenceMs, (fault) => {
                    faults++;
                    log(described(name, seed, fault, faultFolder));
                });
                tried += ended.last - first + 1;
                if (ended.death === undefined)
                    break;
                faults++;
                log(described(name, seed, {attempt: ended.last, message: ended.death, input: ""}, faultFolder));
                first = ended.last + 1;
            }
            log(`${name}: ${tried.toLocaleString("en-US")} inputs tried, ${faults} faults`);
            totals.push({target: name, tried, faults});
        }
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
    return totals;
}

/** How far a process came, and, where it did not end by itself, how it did. */
interface Ended {
    readonly last: number;
    readonly death?: string;
}

function tryFrom(options: ChildOptions, silenceMs: number, onFault: (fault: Fault) => void): Promise<Ended> {
    const child = fork(distFile("test/fuzz/child.js"), [JSON.stringify(options)], {execArgv: ["--max-old-space-size=1500", "--enable-source-maps"], stdio: ["ignore", "inherit", "pipe", "ipc"]});
    let said = "";
    child.stderr?.on("data", (data: Buffer) => {
        said = (said + data.toString()).slice(-4000);
    });
    child.on("message", (fault) => {
        onFault(fault as Fault); // it sends nothing else
    });
    const hung = watch(child, options.progress, silenceMs);
    return new Promise((resolve) => {
        child.once("close", (code, signal) => {
            const last = placeOf(options.progress);
            if (code === 0)
                resolve({last});
            else
                resolve({last, death: hung() ? `no end after ${silenceMs / 1000} s` : `the process ended by ${signal ?? `exit code ${code}`}: ${said}`});
        });
    });
}

function placeOf(progress: string): number {
    return Number(readFileSync(progress).readBigUInt64LE());
}

/** Ends the process when its number stays the same. @returns whether it did */
function watch(child: ChildProcess, progress: string, silenceMs: number): () => boolean {
    let last = -1, since = Date.now(), hung = false;
    const timer = setInterval(() => {
        const now = placeOf(progress);
        if (now !== last) {
            last = now;
            since = Date.now();
        } else if (Date.now() - since > silenceMs) {
            hung = child.kill("SIGKILL");
        }
    }, Math.min(1000, silenceMs / 2));
    child.once("close", () => {
        clearInterval(timer);
    });
    return () => hung;
}

function described(target: string, seed: number, {attempt, message, input}: Fault, faultFolder: string): string {
    const bytes = Buffer.from(input, "base64");
    let where = "";
    if (bytes.length > 0) {
        mkdirSync(faultFolder, {recursive: true});
        const file = path.join(faultFolder, `${target}-${seed}-${attempt}`);
        writeFileSync(file, bytes);
        where = `\n  input: ${file} (${bytes.length} bytes), begins ${JSON.stringify(bytes.subarray(0, 200).toString("latin1"))}`;
    }
    return `FAULT ${target}, seed ${seed}, attempt ${attempt} (again: npm run fuzz -- --only ${target} --seed ${seed} --attempt ${attempt})\n  ${message.replaceAll("\n", "\n  ")}${where}`;
}
