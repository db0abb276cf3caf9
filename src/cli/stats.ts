import {Command} from "commander";
import {escapeForDisplay} from "../core/displayText.js";
import type {ScoreRow} from "../core/scoresFile.js";
import {histogram, summarize, thresholdCounts} from "../core/statistics.js";
import {countRows} from "../session/runMeta.js";
import {readScores} from "../session/scoresFiles.js";

export function statsCommand(): Command {
    return new Command("stats")
        .description("show the distribution of a scores file")
        .argument("<scores>", "a file that goldpan score wrote")
        .option("--json", "the figures as one JSON object on stdout")
        .addHelpText("after", `
Examples:
  goldpan stats data.jsonl.scores.jsonl
  goldpan stats data.jsonl.scores.jsonl --json`)
        .action(async (scoresPath: string, {json}: {json?: true}) => {
            const rows = await readScores(scoresPath);
            if (json === true)
                process.stdout.write(`${JSON.stringify(figures(rows))}\n`);
            else
                printSummary(rows);
        });
}

const bins = 20;

function scoresOf(rows: readonly ScoreRow[]): number[] {
    return rows.flatMap(({goldenScore}) => goldenScore ?? []);
}

function figures(rows: readonly ScoreRow[]): Readonly<Record<string, unknown>> {
    const scores = scoresOf(rows);
    return {...countRows(rows), summary: summarize(scores), thresholds: thresholdCounts(scores), histogram: histogram(scores, bins)};
}

/** Prints counts, quantiles and a histogram to stdout. */
export function printSummary(rows: readonly ScoreRow[]): void {
    const {scored, unscored, flags} = countRows(rows);
    const scores = scoresOf(rows);
    const summary = summarize(scores);
    const lines = [`${scored.toLocaleString("en-US")} scored${unscored > 0 ? `, ${unscored.toLocaleString("en-US")} without a score` : ""}`];
    if (summary !== null) {
        const {mean, min, q10, q25, median, q75, q90, max} = summary;
        lines.push("", "golden score", ...histogramLines(scores), "",
            `mean ${mean.toFixed(3)}   min ${show(min)}   10% ${show(q10)}   25% ${show(q25)}   median ${show(median)}   75% ${show(q75)}   90% ${show(q90)}   max ${show(max)}`, "",
            "threshold   at least   above",
            ...thresholdCounts(scores).map(({threshold, atLeast, above}) => `${threshold.toFixed(2).padStart(9)}   ${amount(atLeast, 8)}   ${amount(above, 5)}   ${(100 * atLeast / scored).toFixed(1)} %`));
    }
    const named = Object.entries(flags);
    if (named.length > 0)
        lines.push("", "flags", ...named.map(([flag, times]) => `${amount(times, 9)}   ${escapeForDisplay(flag)}`));
    process.stdout.write(lines.join("\n") + "\n");
}

function histogramLines(scores: readonly number[]): string[] {
    const widest = 50;
    const all = histogram(scores, bins);
    const most = Math.max(...all.map(({count}) => count));
    return all.map(({from, to, count}) => `${from.toFixed(2)}-${to.toFixed(2)} ${amount(count, 7)} ${"█".repeat(Math.ceil(count / most * widest))}`.trimEnd());
}

function amount(value: number, width: number): string {
    return value.toLocaleString("en-US").padStart(width);
}

function show(value: number): string {
    return value.toFixed(3);
}
