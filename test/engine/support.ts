import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import type {EngineResult, MeasureTask} from "../../src/core/measurement.js";
import {protocolFor} from "../../src/core/protocol.js";
import type {ClientOptions} from "../../src/engine/client.js";
import type {StubBehaviour} from "./stubWorker.js";

/** Options of a client whose worker is the stub. */
export function stubOptions(behaviour: StubBehaviour, more: Partial<ClientOptions> = {}): ClientOptions {
    return {
        workerPath: distFile("test/engine/stubWorker.js"), load: {modelPath: "stub.gguf", gpu: "off", threads: 1, evaluator: "public"},
        env: {STUB: JSON.stringify(behaviour)}, ...more
    };
}

/** A file of the build. Tests run from dist/test or from a chunk of it. */
export function distFile(name: string): string {
    const here = fileURLToPath(import.meta.url);
    return path.join(here.slice(0, here.lastIndexOf(`${path.sep}dist${path.sep}`)), "dist", ...name.split("/"));
}

/** A task of `examples` examples and `anchors` anchors with made-up keys e0, e1, ... and a0, a1, ... */
export function stubTask(examples: number, anchors = 2): MeasureTask {
    const keys = (letter: string, amount: number): string[] => Array.from({length: amount}, (_, i) => `${letter}${i}`);
    return {
        protocol: protocolFor("paper", 1024),
        anchors: keys("a", anchors).map((key) => ({key, query: "Instruction:\nq\nResponse:\n", answer: "a", zeroShot: true})),
        examples: keys("e", examples).map((key) => ({key, text: key, answerFrom: 0, anchors: Array.from({length: anchors}, (_, i) => i)}))
    };
}

export async function collect<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
    const all: T[] = [];
    for await (const batch of batches)
        all.push(...batch);
    return all;
}

/** `kind key` of each result, without progress. */
export function summary(results: readonly EngineResult[]): string[] {
    return results.flatMap((result) => result.kind === "progress" || result.kind === "estimate" || result.kind === "loaded" ? [] : [result.kind === "restarted" ? "restarted" : `${result.kind} ${result.key}`]);
}

export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
    try {
        return await use(folder);
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

/** True while a process with this number runs. */
export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}

export async function until(condition: () => boolean, milliseconds = 10_000): Promise<void> {
    const end = performance.now() + milliseconds;
    while (!condition()) {
        if (performance.now() > end)
            throw new Error("what was waited for did not happen");
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}
