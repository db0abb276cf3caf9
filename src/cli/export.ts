import {existsSync} from "node:fs";
import path from "node:path";
import {Command, Option} from "commander";
import {count, escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {parseFilter} from "../core/filter/parse.js";
import type {Filter} from "../core/filter/terms.js";
import {parseColumns} from "../core/formats/columns.js";
import {datasetName} from "../core/formats/trainers.js";
import {select, type Decision} from "../core/selection.js";
import type {ScoreRow} from "../core/scoresFile.js";
import {describeSubset, exportFormats} from "../session/exportSubset.js";
import {requireOutputs} from "../session/outputs.js";
import {passingExamples} from "../session/passingExamples.js";
import {readDataset, type Dataset} from "../session/readDataset.js";
import {readScores} from "../session/scoresFiles.js";
import {reviewEffect} from "../session/subsetCard.js";
import {subsetFile, subsetRow} from "../session/subsetRows.js";
import {cardPath, companionPath, hasCard, requireName, subsetFiles, writeSubset} from "../session/writeSubset.js";
import {databaseName} from "../store/database.js";
import {storeFolder} from "../store/location.js";
import {SqliteStore} from "../store/store.js";
import {originOf, type ExportOptions} from "./exportCard.js";
import {onlyByForce, requireExamples, storeFiles} from "./guards.js";
import {scoreThreshold, selectionRule, topRule} from "./options.js";
import {problemLines} from "./reporter.js";

export function exportCommand(): Command {
    return new Command("export")
        .description("write the golden subset of a scored dataset to a new file")
        .argument("<dataset>", "the dataset that was scored")
        .requiredOption("--scores <file>", "its scores file")
        .option("--min-score <X>", "take examples with this golden score or more", scoreThreshold)
        .option("--top <N|P%>", "take the best N, or the best P percent of the scored", topRule)
        .option("--filter <text>", "choose only among the examples that pass, such as \"-flag:any length:10..2000\"; alone: take all that pass (docs/filters.md)")
        .addOption(new Option("--format <form>", "form of the records; llama-factory and axolotl also write <out>.dataset_info.json or <out>.axolotl.yml, to be put into their configuration").choices(exportFormats).default("same"))
        .option("--with-score", "add the field goldenScore to every record; csv and parquet have it")
        .option("--card", "also write <out>.card.md, which says how the subset was made (usual for llama-factory, axolotl, trl, csv and parquet)")
        .option("--no-card", "write no such card")
        .option("--columns <mapping>", "your own field names, as given to goldpan score")
        .option("--store <dir>", "folder of review decisions (default: one per user)")
        .option("--force", "replace the output file if it exists")
        .requiredOption("--out <file>", "the new file; .json: an array, .jsonl: one record a line, .csv, .parquet, .gz: compressed")
        .addHelpText("after", `
Examples:
  goldpan export data.jsonl --scores data.jsonl.scores.jsonl --min-score 0.8 --out gold.jsonl
  goldpan export data.json --scores data.json.scores.jsonl --top 10% --format messages --out gold.jsonl
  goldpan export data.jsonl --scores data.jsonl.scores.jsonl --top 500 --filter "-flag:any length:10..2000 -text:/as an AI/i" --out gold.jsonl
  goldpan export data.jsonl --scores data.jsonl.scores.jsonl --filter "flag:any score<0.5" --out look-at-these.jsonl
  goldpan export data.jsonl --scores data.jsonl.scores.jsonl --top 5% --format llama-factory --out gold.jsonl
  goldpan export data.jsonl --scores data.jsonl.scores.jsonl --filter "score>=0.5" --format parquet --out table.parquet`)
        .action(exportSubset);
}

async function exportSubset(datasetPath: string, options: ExportOptions): Promise<void> {
    const filter = options.filter === undefined ? undefined : exportFilter(options.filter);
    const rule = selectionRule(options.minScore, options.top, filter !== undefined);
    const {format} = options;
    const out = path.resolve(options.out), card = options.card ?? hasCard(format), companion = companionPath(out, format);
    const requireReplaceable = onlyByForce(options.force === true);
    requireName(out, format);
    await requireOutputs({files: subsetFiles(out, format, card), inputs: [datasetPath, options.scores, ...storeFiles(options.store)], requireReplaceable});
    const columns = options.columns === undefined ? undefined : parseColumns(options.columns);
    const dataset = await readDataset(datasetPath, columns);
    requireExamples(dataset);
    const rows = await readScores(options.scores);

    const scored = joinScores(dataset, rows, options.scores, rule === undefined ? "--filter or a review decision" : "a review decision");
    const decisions = readDecisions(options.store, dataset);
    const candidates = filter === undefined ? scored : await passing(dataset, scored, filter, decisions);
    if (candidates.length === 0)
        throw new UserError("No example passes --filter; leave out some of its terms.");
    // A filter that speaks of decisions says itself what they mean.
    const counted = filter?.some(({kind}) => kind === "decision") === true ? new Map<string, Decision>() : decisions;
    const chosen = select(candidates, rule, ({example}) => counted.get(example.key));
    if (chosen.length === 0)
        throw new UserError(rule === undefined ? "Every example that passes --filter was dropped by review; to have them, add decision:drop to it."
            : `No example is chosen: the highest golden score is ${highest(candidates)}. Lower --min-score, or use --top.`);
    const origin = card ? await originOf(datasetPath, options, {
        dataset, columns, rule, review: reviewEffect(select(candidates, rule), chosen),
        counts: {scored: scored.filter(({goldenScore}) => goldenScore !== null).length, inQuestion: candidates.length}
    }) : undefined;
    const subset = chosen.map(({example, row}) => subsetRow(example, row, decisions.get(example.key)));
    await writeSubset(subsetFile(dataset, columns), subset, {out, format, withScore: options.withScore === true, card: origin, requireReplaceable});
    for (const line of problemLines(datasetPath, dataset.problems))
        process.stderr.write(`warning: ${line}\n`);
    process.stderr.write(`Wrote ${escapeForDisplay(out)}: ${describeSubset(subset, format)} of ${dataset.examples.length.toLocaleString("en-US")}${describeDecisions(candidates, counted)}.\n`);
    if (companion !== undefined)
        process.stderr.write(`Wrote ${escapeForDisplay(companion)}: ${format === "axolotl" ? "the stanza for axolotl's configuration" : `the entry for LLaMA-Factory's dataset_info.json, to train with dataset: ${datasetName(path.basename(out))}`}.\n`);
    if (card)
        process.stderr.write(`Wrote ${escapeForDisplay(cardPath(out))}: how the subset was made.\n`);
}

interface Candidate extends Pick<ScoreRow, "index" | "goldenScore" | "meanGain"> {
    readonly example: Dataset["examples"][number];
    readonly row: ScoreRow | undefined;
}

/** Scores go to examples by content key: lines may have moved since. */
function joinScores(dataset: Dataset, rows: readonly ScoreRow[], scoresPath: string, otherwise: string): Candidate[] {
    const byKey = new Map(rows.map((row) => [row.key, row]));
    const candidates = dataset.examples.map((example): Candidate => {
        const row = byKey.get(example.key);
        return {example, row, index: example.index, goldenScore: row?.goldenScore ?? null, meanGain: row?.meanGain ?? null};
    });
    const known = dataset.examples.filter(({key}) => byKey.has(key)).length;
    if (known === 0)
        throw new UserError(`${escapeForDisplay(scoresPath)} holds no score of any example of ${escapeForDisplay(dataset.path)}: the two do not belong together.`);
    if (known < dataset.examples.length)
        process.stderr.write(`warning: ${count(dataset.examples.length - known, "example has", "examples have")} no row in ${escapeForDisplay(scoresPath)} and can only be taken by ${otherwise}.\n`);
    return candidates;
}

function readDecisions(folder: string | undefined, dataset: Dataset): Map<string, Decision> {
    const place = storeFolder(folder);
    if (!existsSync(path.join(place, databaseName)))
        return new Map(); // nothing was ever reviewed; an export makes no store
    const store = new SqliteStore(place, (message) => process.stderr.write(`warning: ${message}\n`), "read");
    try {
        return store.decisions(dataset.examples.map(({key}) => key));
    } finally {
        store.close();
    }
}

/** A filter of the command line. @throws UserError for what is no filter, or asks for what is not known here */
function exportFilter(text: string): Filter {
    const {filter, problem} = parseFilter(text);
    if (problem !== undefined)
        throw new UserError(`--filter, column ${problem.column}: ${escapeForDisplay(problem.message)}`);
    return filter;
}

async function passing(dataset: Dataset, candidates: readonly Candidate[], filter: Filter, decisions: ReadonlyMap<string, Decision>): Promise<Candidate[]> {
    const indexes = await passingExamples(dataset, filter, (at) => candidates[at]?.row, ({key}) => decisions.get(key));
    return indexes.flatMap((at) => candidates[at] ?? []);
}

function describeDecisions(candidates: readonly Candidate[], decisions: ReadonlyMap<string, Decision>): string {
    const amount = (wanted: Decision): number => candidates.filter(({example}) => decisions.get(example.key) === wanted).length;
    const kept = amount("keep"), dropped = amount("drop");
    return kept + dropped === 0 ? "" : ` (by review: ${kept} kept, ${dropped} dropped)`;
}

function highest(rows: readonly Candidate[]): string {
    const scores = rows.flatMap(({goldenScore}) => goldenScore ?? []);
    return scores.length === 0 ? "not known, since none has a score" : scores.reduce((most, score) => Math.max(most, score), 0).toFixed(3);
}
