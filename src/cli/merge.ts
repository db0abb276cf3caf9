import path from "node:path";
import {Command} from "commander";
import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {ScoreRow} from "../core/scoresFile.js";
import {requireOutputs} from "../session/outputs.js";
import {countRows, describeParts, isWhollyKnown, joinParts, runDifferences, type RunMeta} from "../session/runMeta.js";
import {metaPath, readMeta, readScores, writeScores} from "../session/scoresFiles.js";
import {requireAllParts, requireWholePart, type Part} from "../session/shards.js";
import {onlyScores} from "./guards.js";

export function mergeCommand(): Command {
    return new Command("merge")
        .description("put the scores of a dataset's shards together")
        .argument("<scores...>", "the parts, each with its .meta.json beside it")
        .requiredOption("--out <file>", "the whole scores file")
        .addHelpText("after", `
Examples:
  goldpan merge part1.scores.jsonl part2.scores.jsonl --out data.jsonl.scores.jsonl`)
        .action(merge);
}

async function merge(paths: readonly string[], {out: outOption}: {readonly out: string}): Promise<void> {
    const out = path.resolve(outOption);
    const requireReplaceable = onlyScores(out);
    await requireOutputs({files: [out, metaPath(out)], inputs: paths, requireReplaceable});
    const parts: Part[] = [];
    for (const file of paths) {
        const rows = await readScores(file);
        const meta = await readMeta(file);
        if (meta === undefined)
            throw new UserError(`${escapeForDisplay(file)} has no .meta.json beside it, so it cannot be told which run it belongs to.`);
        parts.push({path: file, rows, meta});
    }
    requireOneRun(parts);
    const all = requireAllParts(parts.map(requireWholePart)), [{meta: first}] = all;
    const rows = all.flatMap((part) => part.rows).sort((a, b) => a.index - b.index);
    await writeScores(out, rows, mergedMeta(first, parts, rows), {requireReplaceable, madeOf: paths});
    process.stderr.write(`Wrote ${escapeForDisplay(out)}: ${count(rows.length, "row")} from ${count(all.length, "part")}.\n`);
    const mixture = describeParts(inOrder(parts));
    if (mixture !== undefined)
        process.stderr.write(`warning: ${mixture}\n`);
}

function requireOneRun(parts: readonly Part[]): void {
    const [first, ...others] = parts;
    if (first === undefined)
        throw new UserError("Name the parts to put together.");
    const [known = first] = parts.filter(({meta}) => isWhollyKnown(meta)); // two of them may differ where one of version 0.1.0 cannot tell
    for (const other of others) {
        const differs = [...new Set([first, known].flatMap(({meta}) => runDifferences(meta, other.meta)))];
        if (differs.length > 0)
            throw new UserError(`${escapeForDisplay(other.path)} and ${escapeForDisplay(first.path)} are of different runs: they differ in ${differs.join(", ")}. Score all parts with the same dataset, model and options.`);
    }
}

function inOrder(parts: readonly Part[]): RunMeta[] {
    return parts.map(({meta}) => meta).sort((a, b) => (a.shard?.part ?? 0) - (b.shard?.part ?? 0));
}

function mergedMeta(first: RunMeta, parts: readonly Part[], rows: readonly ScoreRow[]): RunMeta {
    const sum = (value: (meta: RunMeta) => number): number => parts.reduce((total, {meta}) => total + value(meta), 0);
    const least = parts.find(({meta}) => !isWhollyKnown(meta))?.meta ?? first; // of the whole no more is known than of any part
    return {
        ...first, shard: null, model: least.model, ...joinParts(inOrder(parts)),
        counts: {
            ...countRows(rows), fromStore: sum(({counts}) => counts.fromStore), problems: first.counts.problems,
            comparisons: sum(({counts}) => counts.comparisons ?? 0),
            nearTies: parts.some(({meta}) => typeof meta.counts.nearTies !== "number") ? null : sum(({counts}) => counts.nearTies ?? 0)
        },
        tokensEvaluated: sum(({tokensEvaluated}) => tokensEvaluated), seconds: sum(({seconds}) => seconds)
    };
}
