import {existsSync, writeFileSync, writeSync} from "node:fs";
import path from "node:path";
import {wireVersion, type EngineEvent, type EngineRequest} from "../../src/engine/protocol.js";

/** What the stub does wrong; handed over in the environment variable STUB as JSON. */
export interface StubBehaviour {
    readonly wireVersion?: number;
    /** Never says `ready`. */
    readonly mute?: boolean;
    readonly failLoad?: {readonly message: string; readonly mendable: boolean};
    readonly dieWhileLoading?: boolean;
    /** Printed to stderr before that. */
    readonly lastWords?: string;
    /** Is killed so many times before the model is loaded. */
    readonly killsWhileLoading?: number;
    /** Example key: after how many steps the process aborts, and how many times in all (counted by files in `folder`). */
    readonly die?: Readonly<Record<string, {readonly afterSteps: readonly number[]}>>;
    /** Die by SIGKILL, as if killed from outside. */
    readonly killed?: boolean;
    /** Says nothing more once this example begins. */
    readonly hangOn?: string;
    /** Anchor keys that are refused. */
    readonly refuse?: readonly string[];
    /** The zero-shot pass of this anchor always kills the process. */
    readonly dieInZeroShot?: string;
    readonly stepMs?: number;
    /** Where deaths are counted across processes. */
    readonly folder?: string;
}

const behaviour = JSON.parse(process.env.STUB ?? "{}") as StubBehaviour; // written by the tests
let cancelled = false;

function report(event: EngineEvent): void {
    process.send?.(event);
}

function deathsOf(key: string): number {
    let deaths = 0;
    while (behaviour.folder !== undefined && existsSync(path.join(behaviour.folder, `${key}.${deaths}`)))
        deaths++;
    return deaths;
}

/** Dies for real: by a signal, with no word, as llama.cpp does on a failed assertion. */
async function die(key: string): Promise<never> {
    if (behaviour.folder !== undefined)
        writeFileSync(path.join(behaviour.folder, `${key}.${deathsOf(key)}`), "");
    await new Promise((resolve) => setTimeout(resolve, 20)); // let the messages out: a process that dies later sends them, too
    if (behaviour.killed === true)
        process.kill(process.pid, "SIGKILL");
    process.abort();
}

async function measure(request: Extract<EngineRequest, {type: "measure"}>): Promise<void> {
    const stepped = async (): Promise<void> => {
        await new Promise((resolve) => setTimeout(resolve, behaviour.stepMs ?? 0));
        report({type: "step", tokens: 10});
    };
    for (const anchor of request.anchors) {
        if (behaviour.refuse?.includes(anchor.key) === true) {
            report({type: "anchorRefused", key: anchor.key, reason: "it is refused by the stub"});
        } else if (anchor.zeroShot) {
            report({type: "started", key: anchor.key, pass: "zero-shot"});
            if (behaviour.dieInZeroShot === anchor.key)
                await die(anchor.key);
            await stepped();
            report({type: "zeroShot", key: anchor.key, measurement: {logProbability: -10, tokens: 5}});
        }
    }
    for (const example of request.examples) {
        if (cancelled)
            break;
        report({type: "started", key: example.key, pass: "one-shot"});
        const deadly = behaviour.die?.[example.key]?.afterSteps[deathsOf(example.key)];
        for (let step = 0; step <= example.anchors.length; step++) {
            if (deadly === step)
                await die(example.key);
            if (behaviour.hangOn === example.key)
                await new Promise(() => undefined); // never
            await stepped();
        }
        report({
            type: "oneShot", key: example.key, truncated: false, answerTokens: 7,
            measurements: new Map(example.anchors.map((position) => [request.anchors[position]?.key ?? "", {logProbability: -9, tokens: 5}]))
        });
    }
    report({type: "finished", cancelled});
}

async function embed(request: Extract<EngineRequest, {type: "embed"}>): Promise<void> {
    for (const {key} of request.examples) {
        if (cancelled)
            break;
        report({type: "started", key, pass: "embedding"});
        for (let step = 0; step < 2; step++) {
            if (behaviour.die?.[key]?.afterSteps[deathsOf(key)] === step)
                await die(key);
            await new Promise((resolve) => setTimeout(resolve, behaviour.stepMs ?? 0));
            report({type: "step", tokens: 10});
        }
        report({type: "embedded", key, embedding: {kind: "embedded", vector: Float32Array.of(1, 2)}});
    }
    report({type: "finished", cancelled});
}

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
    const request = message as EngineRequest; // sent by the client under test
    if (request.type === "load") {
        if (behaviour.lastWords !== undefined)
            writeSync(2, behaviour.lastWords);
        if (behaviour.dieWhileLoading === true)
            process.abort();
        if (deathsOf("load") < (behaviour.killsWhileLoading ?? 0)) {
            void die("load");
            return;
        }
        report(behaviour.failLoad === undefined ? {type: "loaded", info: {
            model: {name: "stub", architecture: "stub", trainedContext: 1024, vocabularySize: 10, hasBos: true},
            backend: "cpu", devices: [], unusedGpus: [], layers: {onGpu: 0, all: 2}, threads: 1, evaluator: "public", kvCache: "F32", batchTokens: 512, contextPositions: 1056, memory: {ram: 0, vram: 0}, library: null, noise: null, versions: {pid: String(process.pid), variables: Object.keys(process.env).join()}
        }} : {type: "failed", ...behaviour.failLoad});
    } else if (request.type === "measure") {
        cancelled = false;
        void measure(request);
    } else if (request.type === "embed") {
        cancelled = false;
        void embed(request);
    } else {
        cancelled = true;
    }
});

if (behaviour.mute !== true)
    report({type: "ready", wireVersion: behaviour.wireVersion ?? wireVersion});
