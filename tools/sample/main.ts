import {spawnSync} from "node:child_process";
import {mkdirSync} from "node:fs";
import {readFile} from "node:fs/promises";
import path from "node:path";
import {readScores} from "../../src/session/scoresFiles.js";
import {noiseReport, parseNoiseKey} from "./noiseReport.js";

// The main job on the sample, through the command line as anyone would run it: score, then export the golden subset.
const folder = ".goldpan";
const dataset = "samples/instructions.jsonl";
const scores = path.join(folder, "instructions.scores.jsonl");
const golden = path.join(folder, "golden.jsonl");

function goldpan(...args: readonly string[]): void {
    process.stdout.write(`\n> goldpan ${args.join(" ")}\n`);
    const {status} = spawnSync(process.execPath, ["dist/cli.js", ...args], {stdio: "inherit"});
    if (status !== 0)
        process.exit(status ?? 1);
}

mkdirSync(folder, {recursive: true});
goldpan("score", dataset, "--anchors", "samples/anchors.jsonl", "--out", scores, "--store", path.join(folder, "store"));
goldpan("export", dataset, "--scores", scores, "--top", "10%", "--out", golden, "--store", path.join(folder, "store"), "--force");
const key = parseNoiseKey(await readFile("samples/noise-key.jsonl", "utf8"));
process.stdout.write(`\n${noiseReport(await readScores(scores), key)}\nThe golden subset is ${golden}; the scores are ${scores}.\n`);
