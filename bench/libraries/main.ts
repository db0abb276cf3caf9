import {spawnSync} from "node:child_process";
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {Command, Option} from "commander";
import {wholeNumber} from "../../src/cli/options.js";
import {embeddedModelPath} from "../../src/session/embeddedModel.js";
import {writeFloat32} from "../../tools/embedded-model/record/float32.js";
import {differenceOf, tableHead, tableRow, worstOf, type Difference} from "./differences.js";
import {measureGains, type Measured} from "./measure.js";

// How far golden scores lie apart between llama.cpp's processor libraries that this machine can run, and between the two evaluators, with the
// embedded model: as it is (Q8_0), and with the same weights in float32. Prints the table of docs/protocol.md.

const root = fileURLToPath(new URL("../..", import.meta.url)); // from dist/bench
const withLibrary = path.join(root, "tools", "testing", "withLibrary.mjs");
const evaluators = ["direct", "public"] as const;

type EvaluatorName = typeof evaluators[number];

const weightNames = ["Q8_0", "float32"] as const;
type WeightName = typeof weightNames[number];

/** The cheap ones first: what is measured is kept, so a run that is stopped has these. */
const settings = [["Q8_0", "direct"], ["float32", "direct"], ["Q8_0", "public"], ["float32", "public"]] as const;

interface ByLibrary {
    readonly library: string;
    readonly measured: Readonly<Record<WeightName, Readonly<Record<EvaluatorName, Measured>>>>;
}

function librariesHere(): string[] {
    return spawnSync(process.execPath, [withLibrary], {encoding: "utf8"}).stdout.trim().split("\n");
}

/** Measures with each library; with a folder, what is in it already is not measured again. */
function measureAll(libraries: readonly string[], examples: number, folder: string): ByLibrary[] {
    const models: Readonly<Record<WeightName, string>> = {Q8_0: embeddedModelPath(root), float32: path.join(folder, "float32.gguf")};
    const fileOf = (library: string, weights: WeightName, evaluator: EvaluatorName): string => path.join(folder, `${library}-${weights}-${evaluator}-${examples}.json`);
    for (const [weights, evaluator] of settings)
        for (const library of libraries.filter((name) => !existsSync(fileOf(name, weights, evaluator)))) {
            const {status} = spawnSync(process.execPath, [
                withLibrary, library, process.execPath, fileURLToPath(import.meta.url),
                "--examples", String(examples), "--into", fileOf(library, weights, evaluator), "--model", models[weights], "--evaluator", evaluator
            ], {stdio: ["ignore", "ignore", "inherit"]});
            if (status !== 0)
                throw new Error(`measuring with ${library} failed`);
            process.stderr.write(`${weights}, ${evaluator}: ${library} is measured\n`);
        }
    const read = (library: string, weights: WeightName, evaluator: EvaluatorName): Measured => JSON.parse(readFileSync(fileOf(library, weights, evaluator), "utf8")) as Measured; // written above
    const both = (library: string, weights: WeightName): Record<EvaluatorName, Measured> => ({direct: read(library, weights, "direct"), public: read(library, weights, "public")});
    return libraries.map((library) => ({library, measured: {Q8_0: both(library, "Q8_0"), float32: both(library, "float32")}}));
}

async function inFolder<T>(keep: string | undefined, use: (folder: string) => T): Promise<T> {
    const folder = keep ?? mkdtempSync(path.join(tmpdir(), "goldpan-libraries-"));
    try {
        mkdirSync(folder, {recursive: true});
        await writeFloat32(embeddedModelPath(root), path.join(folder, "float32.gguf"));
        return use(folder);
    } finally {
        if (keep === undefined)
            rmSync(folder, {recursive: true, force: true});
    }
}

function print(all: readonly ByLibrary[], examples: number): void {
    const between = (weights: WeightName, evaluator: EvaluatorName): {name: string; difference: Difference}[] => all.flatMap((one, i) => all.slice(i + 1).map((other) => ({
        name: `${one.library} and ${other.library}, ${evaluator}`, difference: differenceOf(one.measured[weights][evaluator].gains, other.measured[weights][evaluator].gains)
    })));
    const evaluatorsOf = (weights: WeightName): {name: string; difference: Difference}[] => all.map(({library, measured}) => ({
        name: `direct and public, ${library}`, difference: differenceOf(measured[weights].direct.gains, measured[weights].public.gains)
    }));
    process.stdout.write(`${examples} examples, ${all[0]?.measured.Q8_0.direct.gains[0]?.length ?? 0} anchors\n\n${tableHead}\n`);
    for (const {name, difference} of [...between("Q8_0", "direct"), ...evaluatorsOf("Q8_0")])
        process.stdout.write(`${tableRow("Q8_0", name, difference)}\n`);
    for (const weights of weightNames) {
        for (const evaluator of evaluators)
            process.stdout.write(`${tableRow(weights, `any two, ${evaluator}, at most`, worstOf(between(weights, evaluator).map(({difference}) => difference)))}\n`);
        process.stdout.write(`${tableRow(weights, "direct and public, at most", worstOf(evaluatorsOf(weights).map(({difference}) => difference)))}\n`);
    }
    process.stdout.write("\nNoise that the engine says of itself, nats a token:\n");
    for (const {library, measured} of all)
        process.stdout.write(`${library}: Q8_0 ${measured.Q8_0.direct.noise ?? "unknown"}, float32 ${measured.float32.direct.noise ?? "unknown"}\n`);
}

interface Options {
    readonly examples: number;
    readonly libraries?: readonly string[];
    readonly keep?: string;
    readonly into?: string;
    readonly model: string;
    readonly evaluator: EvaluatorName;
}

const {examples, libraries, keep, into, model, evaluator} = new Command("libraries")
    .description("How far golden scores of the embedded model lie apart between llama.cpp's processor libraries that this machine can run.")
    .option("--examples <N>", "of the sample", wholeNumber(1), 40)
    .option("--libraries <name...>", "only these (default: all that can be run here)")
    .option("--keep <folder>", "keep what each library gave there, and go on from it")
    .addOption(new Option("--into <file>").hideHelp())
    .addOption(new Option("--model <gguf>").hideHelp().default(embeddedModelPath(root)))
    .addOption(new Option("--evaluator <name>").hideHelp().choices(evaluators).default("direct"))
    .parse().opts<Options>();
if (into !== undefined) // in a process that finds one library only
    writeFileSync(into, JSON.stringify(await measureGains(root, model, evaluator, examples)));
else
    await inFolder(keep, (folder) => {
        print(measureAll(libraries ?? librariesHere(), examples, folder), examples);
    });
