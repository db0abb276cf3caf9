import {execFile, execFileSync} from "node:child_process";
import {existsSync, readdirSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import type {EngineInfo} from "../../src/core/measurement.js";

/** One line of JSON of evaluate.ts. */
export interface EvaluateResult {
    readonly examples: number;
    /** Of evaluating, without loading. */
    readonly seconds: number;
    /** From the start of the process. */
    readonly loadSeconds: number;
    /** From the start of the process until the first example was done. */
    readonly firstScoreSeconds: number;
    readonly peakBytes: number;
    /** Of `seconds`, what the direct evaluator spent in llama_decode and on copying logits; the rest is scoring. */
    readonly times: {readonly decode: number; readonly copy: number};
    readonly sums: readonly (readonly number[])[];
    readonly info: EngineInfo;
}

/** What a contender needed for `examples` of the work. */
export type Outcome = Pick<EvaluateResult, "examples" | "seconds"> & Partial<Pick<EvaluateResult, "loadSeconds" | "firstScoreSeconds" | "peakBytes" | "times" | "sums" | "info">>;

export interface Setting {
    readonly model: string;
    /** The work as JSON. */
    readonly work: string;
    readonly examples: number;
    readonly threads: number;
    readonly gpu: string;
    /** Where the direct evaluator's batches are written for the limit. */
    readonly plan: string;
    /** Folder for what is compiled. */
    readonly folder: string;
}

const run = promisify(execFile);
const output = {maxBuffer: 2 ** 28};

export async function evaluate(evaluator: "direct" | "public", {model, work, threads, gpu}: Setting, plan?: string): Promise<EvaluateResult> {
    const script = fileURLToPath(new URL("evaluate.js", import.meta.url));
    const {stdout} = await run(process.execPath, [script, "--model", model, "--work", work, "--evaluator", evaluator, "--threads", String(threads), "--gpu", gpu, ...(plan === undefined ? [] : ["--plan", plan])], output);
    return JSON.parse(stdout) as EvaluateResult; // our own script's
}

/** The reference mathematics on PyTorch. @param how arguments of peer.py, see bench/peer/README.md */
export async function peer(python: string, how: readonly string[], {model, work, threads}: Setting, seconds: number): Promise<Outcome> {
    const {stdout} = await run(python, [path.join("bench", "peer", "peer.py"), "--model", model, "--work", work, "--threads", String(threads), "--seconds", String(seconds), ...how], output);
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Outcome; // our own script's
}

/** Replays the direct evaluator's batches in C; `info` says how its context was made. */
export async function limit(program: string, {model, plan, threads, examples}: Setting, info: EngineInfo, libraries: string): Promise<Outcome> {
    const f32 = info.kvCache === "F32";
    const {stdout} = await run(program, [model, plan, "--threads", String(threads), "--context", String(info.contextPositions), "--batch", String(info.batchTokens),
        "--flash", f32 ? "0" : "1", "--cache", f32 ? "0" : "1", "--gpu-layers", info.backend === "cpu" ? "0" : "999"], {...output, env: {...process.env, LIMIT_LIBRARIES: libraries}});
    return {examples, seconds: (JSON.parse(stdout) as {seconds: number}).seconds};
}

/**
 * Compiles limit.c against the headers of node-llama-cpp's own source and the libraries that it has installed.
 * @param libraries their folder
 * @throws Error without a C compiler
 */
export async function compileLimit(folder: string, libraries: string): Promise<string> {
    const source = path.join(folder, "llama.cpp"), program = path.join(folder, "limit");
    await mkdir(folder, {recursive: true});
    if (!existsSync(source))
        execFileSync("git", ["clone", "--quiet", path.resolve("node_modules/node-llama-cpp/llama/gitRelease.bundle"), source], {stdio: "ignore"});
    const names = readdirSync(libraries).filter((name) => /^lib(llama|ggml)(\.|-base)/.test(name));
    execFileSync("cc", ["-O2", "-o", program, path.join("bench", "limit", "limit.c"), `-I${path.join(source, "include")}`, `-I${path.join(source, "ggml", "include")}`,
        `-L${libraries}`, ...names.map((name) => `-l:${name}`), `-Wl,-rpath,${libraries}`, "-Wl,--allow-shlib-undefined"]);
    return program;
}
