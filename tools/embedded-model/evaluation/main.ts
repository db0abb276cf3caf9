import path from "node:path";
import {fileURLToPath} from "node:url";
import {Command, CommanderError, Option} from "commander";
import packageJson from "../../../package.json" with {type: "json"};
import {ExitCode} from "../../../src/cli/exit.js";
import {wholeNumber} from "../../../src/cli/options.js";
import {sentence} from "../../../src/cli/remedies.js";
import {escapeForDisplay} from "../../../src/core/displayText.js";
import {UserError} from "../../../src/core/errors.js";
import {protocolNames, type ProtocolName} from "../../../src/core/protocol.js";
import {evaluatorChoices, gpuChoices, type EvaluatorChoice, type GpuChoice} from "../../../src/engine/protocol.js";
import {SupervisedEngine} from "../../../src/engine/supervisor.js";
import {embeddedModelPath} from "../../../src/session/embeddedModel.js";
import {requireWritable, writeWhole} from "../../../src/session/writeFile.js";
import {modelFingerprint, requireModel} from "../../../src/store/fingerprint.js";
import {storeFolder} from "../../../src/store/location.js";
import {SqliteStore} from "../../../src/store/store.js";
import {Measuring, Stopped} from "./measuring.js";
import {evaluate, partNames, readData, type Part, type PartName} from "./run.js";

// What a small scorer model is worth, measured through the engine and session that `goldpan score` uses.

interface Options {
    readonly model?: string;
    readonly heldOut?: string;
    readonly published: string;
    readonly part?: readonly PartName[];
    readonly protocol: ProtocolName;
    readonly seed: number;
    readonly perGroup?: number;
    readonly json?: string;
    readonly cacheDir?: string;
    readonly threads?: number;
    readonly gpu: GpuChoice;
    readonly engine: EvaluatorChoice;
}

const root = fileURLToPath(new URL("../..", import.meta.url)); // from dist/tools

const program = new Command("evaluate")
    .description("Evaluates a scorer model through Goldpan's own engine; prints Markdown for the model card. Killed, it goes on where it was.")
    .option("--model <gguf>", "the scorer model (default: the embedded one)")
    .option("--held-out <jsonl>", "examples that it was not trained on: instruction, input, output and source in every line")
    .option("--published <dir>", "folder of the published LLaMA-7B golden scores and their anchors", path.resolve(root, "..", "shared", "data", "nuggets"))
    .addOption(new Option("--part <name...>", "only these (default: all)").choices(partNames))
    .addOption(new Option("--protocol <name>", "how prompts are put together, see docs/protocol.md").choices(protocolNames).default("paper"))
    .option("--seed <N>", "what is drawn", wholeNumber(0, 2 ** 31 - 1), 0)
    .option("--per-group <N>", "examples a source, clean examples, examples a label (default: 100, 200, 300)", wholeNumber(1))
    .option("--json <file>", "also write the figures there")
    .option("--cache-dir <dir>", "folder of measurements (default: that of goldpan score)")
    .option("--threads <N>", "processor threads (default: chosen by a short trial)", wholeNumber(1, 1024))
    .addOption(new Option("--gpu <choice>", "where to compute").choices(gpuChoices).default("auto"))
    .addOption(new Option("--engine <choice>", "as goldpan score --engine").choices(evaluatorChoices).default("auto"))
    .configureOutput({outputError: (text, write) => {
        write(`evaluate: ${text.replace(/^error: /, "").trim().replaceAll("\n", " ")}\n`);
    }})
    .exitOverride();

function note(line: string): void {
    process.stderr.write(`${line}\n`);
}

async function main(options: Options): Promise<void> {
    const started = performance.now();
    const modelPath = options.model ?? embeddedModelPath(root);
    await requireModel(modelPath);
    const parts = partNames.filter((name) => options.part?.includes(name) !== false);
    const data = await readData({heldOut: options.heldOut, published: options.published, samples: path.join(root, "samples")}, parts);
    if (options.json !== undefined)
        await requireWritable(options.json);
    const stop = new AbortController();
    const onSignal = (): void => {
        if (stop.signal.aborted)
            process.exit(ExitCode.Interrupted);
        stop.abort();
    };
    process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
    const store = new SqliteStore(storeFolder(options.cacheDir), note);
    const {fingerprint} = await modelFingerprint(modelPath, {memory: store.fileHashes, signal: stop.signal});
    const engine = new SupervisedEngine({
        workerPath: path.join(root, "dist", "worker.js"), onNotice: note,
        load: {modelPath: path.resolve(modelPath), gpu: options.gpu, threads: options.threads ?? "auto", evaluator: options.engine}
    });
    try {
        const measuring = await Measuring.start({engine, store, modelFingerprint: fingerprint, protocol: options.protocol, signal: stop.signal, say: note});
        const {name, vocabularySize, trainedContext} = measuring.model;
        const {seed} = options;
        process.stdout.write(`Model: ${escapeForDisplay(path.basename(modelPath))} (${escapeForDisplay(name)}, ${vocabularySize.toLocaleString("en-US")} pieces, context ${trainedContext.toLocaleString("en-US")}), fingerprint ${fingerprint}; protocol ${options.protocol}; seed ${seed}. Intervals are 95 %, by bootstrap, those of "anchors helped" by Wilson.\n`);
        const done: Part[] = [];
        for await (const part of evaluate(measuring, {parts, seed, perGroup: options.perGroup, data})) {
            process.stdout.write(`\n${part.markdown}\n`);
            done.push(part);
        }
        const seconds = (performance.now() - started) / 1000;
        process.stdout.write(`\nEvaluated ${measuring.tokens.toLocaleString("en-US")} tokens in ${seconds.toFixed(0)} s; the rest came from the store.\n`);
        if (options.json !== undefined)
            await writeWhole(options.json, [`${JSON.stringify({
                format: "goldpan-model-evaluation", version: 1, model: {...measuring.model, file: path.basename(modelPath), fingerprint}, protocol: measuring.protocol, seed,
                perGroup: options.perGroup ?? null, heldOutLeftOut: data.heldOut?.leftOut ?? null, engine: measuring.engineInfo ?? null,
                parts: Object.fromEntries(done.map((part) => [part.name, part.figures])), tokensEvaluated: measuring.tokens, seconds, versions: {goldpan: packageJson.version}
            }, null, 2)}\n`]);
    } finally {
        process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
        await engine.close();
        store.close();
    }
}

try {
    await main(program.parse().opts<Options>());
} catch (error) {
    if (error instanceof Stopped) {
        note("Stopped; what was measured is kept. Run the same command again to go on.");
        process.exitCode = ExitCode.Interrupted;
    } else if (error instanceof CommanderError) { // it has said already what is wrong
        process.exitCode = error.exitCode === 0 ? ExitCode.Done : ExitCode.Mendable;
    } else if (error instanceof UserError) {
        note(`evaluate: ${sentence(error)}`);
        process.exitCode = ExitCode.Mendable;
    } else {
        throw error;
    }
}
