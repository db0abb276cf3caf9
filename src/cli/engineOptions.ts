import path from "node:path";
import {fileURLToPath} from "node:url";
import {Option, type Command} from "commander";
import packageJson from "../../package.json" with {type: "json"};
import {evaluatorChoices, gpuChoices, type EvaluatorChoice, type GpuChoice} from "../engine/protocol.js";
import {SupervisedEngine} from "../engine/supervisor.js";
import {requireUnchanged, type ModelIdentity} from "../store/fingerprint.js";
import {wholeNumber} from "./options.js";
import type {Reporter} from "./reporter.js";

/** What the commands that run a model have in common. */
export interface EngineOptions {
    readonly model?: string;
    readonly threads?: number;
    readonly gpu: GpuChoice;
    readonly engine: EvaluatorChoice;
}

export function addModelOption(command: Command): Command {
    return command.option("--model <gguf>", "the scorer model, a GGUF file of a base model (default: a small one that Goldpan brings along, for demonstration)");
}

export function addEngineOptions(command: Command): Command {
    return command
        .option("--threads <N>", "processor threads (default: chosen by a short trial)", wholeNumber(1, 1024))
        .addOption(new Option("--gpu <choice>", "where to compute").choices(gpuChoices).default("auto"))
        .addOption(new Option("--engine <choice>", "how llama.cpp is called: directly where that is shown to be right, always directly, or through node-llama-cpp's public interface (slower)").choices(evaluatorChoices).default("auto"));
}

/** What decides whether an example that the engine crashed on is tried again: the versions (Goldpan's stands for its packages') and what was asked for. */
export function circumstancesOf({gpu, threads, engine}: EngineOptions): string {
    return JSON.stringify({goldpan: packageJson.version, gpu, threads: threads ?? "auto", engine});
}

/** Nothing is started before something is asked of it. */
export function makeEngine(modelPath: string, identity: ModelIdentity, {gpu, threads, engine}: EngineOptions, reporter: Reporter): SupervisedEngine {
    return new SupervisedEngine({
        workerPath: fileURLToPath(new URL("worker.js", import.meta.url)),
        load: {modelPath: path.resolve(modelPath), gpu, threads: threads ?? "auto", evaluator: engine},
        onLoaded: () => requireUnchanged(modelPath, identity),
        onNotice: (message) => {
            reporter.warn(message);
        }
    });
}
