import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {Command} from "commander";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {ended, startCli} from "../test/support/cli.js";
import {scoreWithKills} from "../test/support/kills.js";

// Kills the command line, then its worker, many times at random moments, logs what was committed before and after each kill,
// and compares the final file with an undisturbed run's.

interface KillsOptions {
    readonly dataset: string;
    readonly anchors: string;
    readonly model: string;
    readonly limit: string;
    readonly kills: string;
    readonly seed: string;
}

async function kills({dataset, anchors, model, limit, kills: amount, seed}: KillsOptions): Promise<void> {
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-kills-"));
    const log = (line: string): void => {
        process.stdout.write(`${line}\n`);
    };
    try {
        const whole = path.join(folder, "whole.jsonl");
        const {code, stderr} = await ended(startCli(["score", dataset, "--model", model, "--anchors", anchors, "--limit", limit, "--store", path.join(folder, "store"), "--out", whole, "--threads", "1", "--gpu", "off"]));
        if (code !== 0)
            throw new Error(stderr);
        const random = xoroshiro128plus(Number(seed));
        for (const victim of ["parent", "child"] as const) {
            const out = path.join(folder, `${victim}.jsonl`);
            const outcome = await scoreWithKills({
                dataset, anchors, model, victim, out, log, engine: "auto", limit: Number(limit), kills: Number(amount), store: path.join(folder, `store-${victim}`),
                wait: () => victim === "parent" ? uniformInt(random, 0, 2500) : uniformInt(random, 500, 5000)
            });
            const same = readFileSync(out).equals(readFileSync(whole));
            log(`${victim}: ${outcome.kills} kills, ${outcome.measured} measurements committed for ${limit} examples, lost ${outcome.lost}, final file ${same ? "byte-identical to" : "DIFFERENT from"} the undisturbed run's`);
        }
    } finally {
        rmSync(folder, {recursive: true, force: true});
    }
}

await new Command("kills")
    .requiredOption("--dataset <file>").requiredOption("--anchors <file>").requiredOption("--model <gguf>")
    .option("--limit <N>", "examples", "40").option("--kills <N>", "of each victim", "20").option("--seed <N>", "of the moments", "1")
    .action(kills).parseAsync();
