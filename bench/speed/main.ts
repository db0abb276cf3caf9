import {execFileSync} from "node:child_process";
import {writeFileSync} from "node:fs";
import {mkdir} from "node:fs/promises";
import {cpus, loadavg, tmpdir} from "node:os";
import path from "node:path";
import {Command, Option} from "commander";
import {compileLimit, evaluate, limit, peer, type Outcome, type Setting} from "./contenders.js";
import {growth} from "./growth.js";
import {modelFile, modelNames, models, type ModelName} from "./models.js";
import {median, printTable} from "./table.js";
import {makeWork, tokensOf, type Work} from "./work.js";

// Goldpan beside llama.cpp alone, PyTorch and node-llama-cpp's own interface: the same work, in turn, within the same minute.

interface Options {
    readonly models: readonly ModelName[];
    readonly threads: string;
    readonly rounds: string;
    readonly gpu: string;
    readonly python?: string;
    readonly folder: string;
    readonly growth?: true;
    readonly type?: "F32" | "F16";
    readonly json?: string;
}

/** The authors' way, a faster one, and the faster one with another matrix library inside PyTorch. */
const peers = {"peer": ["--mode", "sequential"], "peer, batched": ["--mode", "batched"], "peer, batched, oneDNN": ["--mode", "batched", "--onednn"]} as const;
const peerNames = Object.keys(peers) as (keyof typeof peers)[];
const contenders = ["limit", "direct", "public", ...peerNames] as const;
type Contender = typeof contenders[number];

function say(line: string): void {
    process.stdout.write(`${line}\n`);
}

/** Whether PyTorch is there; without it the peer is left out, and that is said. */
function usablePython(python: string | undefined): string | undefined {
    if (python === undefined) {
        say("No --python with torch and transformers was named (see bench/peer/README.md): the peer is left out.");
        return undefined;
    }
    execFileSync(python, ["-c", "import torch, transformers"], {stdio: "inherit"});
    return python;
}

async function compare(name: ModelName, options: Options, python: string | undefined): Promise<object> {
    const chosen = {...models[name].options, ...(options.type === undefined ? {} : {type: options.type})};
    const model = await modelFile(options.folder, chosen);
    const work: Work = makeWork({...models[name].work, vocabularySize: chosen.vocabularySize});
    const workFile = path.join(options.folder, `${name}-work.json`), plan = path.join(options.folder, `${name}-plan.txt`);
    writeFileSync(workFile, JSON.stringify(work));
    const setting: Setting = {model, work: workFile, examples: work.examples.length, threads: Number(options.threads), gpu: options.gpu, plan, folder: options.folder};
    const {info, sums} = await evaluate("direct", setting, plan);
    const libraries = librariesOf(info.backend);
    const program = await compileLimit(options.folder, libraries);
    const outcomes = new Map<Contender, Outcome[]>(contenders.map((contender) => [contender, []]));
    const loads: string[] = [];
    for (let round = 0; round < Number(options.rounds); round++) {
        loads.push(loadavg()[0]?.toFixed(2) ?? "?");
        outcomes.get("direct")?.push(await evaluate("direct", setting));
        outcomes.get("limit")?.push(await limit(program, setting, info, libraries));
        outcomes.get("public")?.push(await evaluate("public", setting));
        if (python !== undefined)
            for (const name of peerNames)
                outcomes.get(name)?.push(await peer(python, peers[name], setting, 60));
    }
    const {tokens, scored} = tokensOf(work);
    say(`\n${name}: ${path.basename(model)}; ${work.examples.length} examples x ${models[name].work.anchors} anchors, ${tokens} tokens of which ${scored} scored; ${info.backend}, threads ${options.threads}, cache ${info.kvCache}, batch ${info.batchTokens}; load average before each round: ${loads.join(", ")}`);
    const rates = new Map([...outcomes].filter(([, all]) => all.length > 0).map(([contender, all]) => [contender, median(all.map(({examples, seconds}) => tokensOf(work, examples).tokens / seconds))]));
    const rows = [...rates].map(([contender, rate]) => {
        const last = outcomes.get(contender)?.at(-1);
        return {
            contender, tokensPerSecond: rate, scoredPerSecond: rate * scored / tokens, ofLimit: rate / (rates.get("limit") ?? Number.NaN), timesPublic: rate / (rates.get("public") ?? Number.NaN),
            timesPeer: rates.has("peer") ? rate / (rates.get("peer") ?? Number.NaN) : null,
            loadSeconds: last?.loadSeconds ?? null, firstScoreSeconds: last?.firstScoreSeconds ?? null, peakMebibytes: last?.peakBytes === undefined ? null : last.peakBytes / 2 ** 20,
            largestDifference: last?.sums === undefined ? null : largestDifference(work, sums, last.sums)
        };
    });
    printTable(rows, say);
    const profiles = (outcomes.get("direct") ?? []).flatMap(({seconds, times}) => times === undefined ? [] : [{seconds, ...times}]);
    const share = (part: (profile: {seconds: number; decode: number; copy: number}) => number): string => `${(100 * median(profiles.map((profile) => part(profile) / profile.seconds))).toFixed(1)} %`;
    say(`Of Goldpan's time: llama_decode ${share(({decode}) => decode)}, copying logits ${share(({copy}) => copy)}, log-sum-exp and all else ${share(({seconds, decode, copy}) => seconds - decode - copy)}.`);
    return {model: name, options: chosen, work: models[name].work, tokens, scored, info, loads, rows, profiles};
}

/** Nats per token, of an anchor's mean. */
function largestDifference({examples}: Work, one: Outcome["sums"], other: Outcome["sums"]): number {
    return Math.max(...(other ?? []).flatMap((sums, example) => sums.map((sum, anchor) => {
        const {tokens, scoredFrom} = examples[example]?.continuations[anchor] ?? {tokens: [], scoredFrom: 0};
        return Math.abs(sum - (one?.[example]?.[anchor] ?? Number.NaN)) / (tokens.length - scoredFrom);
    })));
}

function librariesOf(backend: string): string {
    const name = `${process.platform === "win32" ? "win" : process.platform}-${process.arch}${backend === "cpu" ? "" : `-${backend}`}`;
    return path.resolve("node_modules", "@node-llama-cpp", name, "bins", name);
}

const options = new Command("bench").description("Figures about Goldpan's speed: nothing is asserted.")
    .addOption(new Option("--models <names...>").choices(modelNames).default(modelNames))
    .option("--threads <n>", "processor threads of every contender", String(Math.max(1, cpus().length)))
    .option("--rounds <n>", "how often each contender takes its turn", "3")
    .option("--gpu <choice>", "as goldpan score --gpu", "off")
    .option("--python <path>", "a Python with torch and transformers, for the peer")
    .option("--folder <dir>", "for models and what is compiled", path.join(tmpdir(), "goldpan-bench"))
    .addOption(new Option("--type <type>", "how the models' matrices are stored (default: Q8_0)").choices(["F32", "F16"]))
    .option("--growth", "how the cost grows, instead of the comparison")
    .option("--json <file>", "also write the figures there").parse().opts<Options>();
await mkdir(options.folder, {recursive: true});
say(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.versions.node}, ${new Date().toISOString()}`);
const results: object[] = [];
if (options.growth === true) {
    results.push(...await growth(options, say));
} else {
    const python = usablePython(options.python);
    for (const name of options.models)
        results.push(await compare(name, options, python));
}
if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
