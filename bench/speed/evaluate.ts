import {readFileSync, writeFileSync} from "node:fs";
import {Command} from "commander";
import type {Decoder} from "../../src/engine/llama/direct/decoder.js";
import {loadEngine} from "../../src/engine/llama/load.js";
import type {EvaluatorChoice, GpuChoice} from "../../src/engine/protocol.js";
import type {EvaluateResult} from "./contenders.js";
import type {Work} from "./work.js";

// One contender in a process of its own: evaluates the work with one of Goldpan's evaluators and prints one line of JSON.

interface Options {
    readonly model: string;
    readonly work: string;
    readonly evaluator: EvaluatorChoice;
    readonly gpu: GpuChoice;
    readonly threads: string;
    readonly plan?: string;
}

const times = {decode: 0, copy: 0};

/** Times what is asked of llama.cpp and, if wanted, writes it down in the form that limit.c replays. */
function watched(decoder: Decoder, lines: string[] | undefined): Decoder {
    return {
        batch: decoder.batch, batchTokens: decoder.batchTokens, leastTokens: decoder.leastTokens, sequences: decoder.sequences, vocabularySize: decoder.vocabularySize,
        clear: () => {
            lines?.push("e");
            decoder.clear();
        },
        cut: (position) => {
            lines?.push(`k ${position}`);
            decoder.cut(position);
        },
        decode: async () => {
            lines?.push(`d ${decoder.batch.length} ${decoder.batch.rows().map((row) => row.join(" ")).join("  ")}`);
            const begun = performance.now();
            await decoder.decode();
            times.decode += (performance.now() - begun) / 1000;
        },
        copyLogits: (target, firstRow, rows) => {
            const begun = performance.now();
            decoder.copyLogits(target, firstRow, rows);
            times.copy += (performance.now() - begun) / 1000;
        },
        free: () => {
            decoder.free();
        }
    };
}

const options = new Command("evaluate").requiredOption("--model <gguf>").requiredOption("--work <json>").requiredOption("--evaluator <choice>")
    .option("--gpu <choice>", "", "off").option("--threads <n>", "", "auto").option("--plan <file>").parse().opts<Options>();
const work = JSON.parse(readFileSync(options.work, "utf8")) as Work; // written by the benchmark
const lines: string[] = [];
const engine = await loadEngine({
    modelPath: options.model, gpu: options.gpu, threads: options.threads === "auto" ? "auto" : Number(options.threads), evaluator: options.evaluator
}, {
    notice: (message) => {
        process.stderr.write(`${message}\n`);
    },
    log: () => undefined,
    wrap: (decoder) => watched(decoder, options.plan === undefined ? undefined : lines)
});
const loadSeconds = performance.now() / 1000;
lines.length = 0; // loading compares a few tokens
const signal = new AbortController().signal;
const sums: number[][] = [];
for (const {prefix, continuations} of work.examples.slice(0, 1))
    await engine.evaluator.evaluate(prefix, continuations, () => undefined, signal); // the first one also allocates; the others' warm-up is not counted either
const firstScoreSeconds = performance.now() / 1000;
lines.length = times.decode = times.copy = 0;
const start = performance.now();
for (const {prefix, continuations} of work.examples)
    sums.push(await engine.evaluator.evaluate(prefix, continuations, () => undefined, signal));
const seconds = (performance.now() - start) / 1000;
if (options.plan !== undefined)
    writeFileSync(options.plan, lines.join("\n"));
const result: EvaluateResult = {examples: work.examples.length, seconds, loadSeconds, firstScoreSeconds, peakBytes: process.resourceUsage().maxRSS * 1024, times, sums, info: engine.info};
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
