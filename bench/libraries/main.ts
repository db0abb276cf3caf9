import {spawnSync} from "node:child_process";
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {Command} from "commander";
import {wholeNumber} from "../../src/cli/options.js";
import {embeddedModelPath} from "../../src/session/embeddedModel.js";
import {writeFloat32} from "../../tools/embedded-model/record/float32.js";
import {difference, row, rowOfWorst, tableHead} from "./differences.js";
import {measureSample, type Measured} from "./measure.js";

// How far golden scores lie apart between llama.cpp's processor libraries that this machine can run, and between the two evaluators, with the
// embedded model: as it is (Q8_0), and with the same weights in float32. Prints the table of docs/protocol.md.

const root = fileURLToPath(new URL("../..", import.meta.url)); // from dist/bench
const withLibrary = path.join(root, "tools", "testing", "withLibrary.mjs");
const evaluators = ["direct", "public"] as const;

interface ByLibrary {
    readonly library: string;
    readonly weights: readonly {readonly name: string; readonly measured: readonly Measured[]}[];
}

const weightNames = ["Q8_0", "float32"] as const;

async function measureInto(file: string, library: string, models: readonly string[], examples: number): Promise<void> {
    const weights = [];
    for (const [i, modelPath] of models.entries()) {
        const measured = [];
        for (const evaluator of evaluators)
            measured.push(await measureSample(root, modelPath, evaluator, examples));
        weights.push({name: weightNames[i] ?? modelPath, measured});
    }
    const result: ByLibrary = {library, weights};
    writeFileSync(file, JSON.stringify(result));
}

function librariesHere(): string[] {
    return spawnSync(process.execPath, [withLibrary], {encoding: "utf8"}).stdout.trim().split("\n");
}

async function measureAll(examples: number, keep: string | undefined): Promise<ByLibrary[]> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-libraries-"));
    try {
        const float32 = path.join(folder, "float32.gguf");
        await writeFloat32(embeddedModelPath(root), float32);
        const all = librariesHere().map((library) => {
            const file = path.join(folder, `${library}.json`);
            const {status} = spawnSync(process.execPath, [
                withLibrary, library, process.execPath, fileURLToPath(import.meta.url), "--examples", String(examples), "--library", library, "--into", file, "--models", embeddedModelPath(root), float32
            ], {stdio: ["ignore", "ignore", "inherit"]});
            if (status !== 0)
                throw new Error(`measuring with ${library} failed`);
            process.stderr.write(`${library} measured\n`);
            return JSON.parse(readFileSync(file, "utf8")) as ByLibrary; // written above
        });
        if (keep !== undefined)
            writeFileSync(keep, JSON.stringify(all));
        return all;
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

function print(all: readonly ByLibrary[]): void {
    for (const name of weightNames) {
        const measured = all.map(({library, weights}) => ({library, ...Object.fromEntries(weights.find((of) => of.name === name)?.measured.map(({evaluator, gains}) => [evaluator, gains]) ?? [])}));
        void measured;
    }
    void difference;
    void row;
    void rowOfWorst;
    void tableHead;
}

interface Options {
    readonly examples: number;
    readonly library?: string;
    readonly into?: string;
    readonly models?: readonly string[];
    readonly keep?: string;
}

const options = new Command("libraries")
    .option("--examples <N>", "of the sample", wholeNumber(1), 40)
    .option("--keep <file>", "also write all gains there")
    .option("--library <name>").option("--into <file>").option("--models <gguf...>")
    .parse().opts<Options>();
if (options.into !== undefined && options.library !== undefined)
    await measureInto(options.into, options.library, options.models ?? [], options.examples);
else
    print(await measureAll(options.examples, options.keep));
