import path from "node:path";
import packageJson from "../../package.json" with {type: "json"};
import {anchorSetHash} from "../core/anchors.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import type {KeptRun} from "../core/measurement.js";
import type {SelectionRule} from "../core/selection.js";
import {shellQuoted} from "../core/shellText.js";
import {embeddedModelFile} from "../session/embeddedModel.js";
import {fileFacts} from "../session/fileFacts.js";
import type {Dataset} from "../session/readDataset.js";
import {readMeta, scoresPathOf} from "../session/scoresFiles.js";
import {runOfMeta, type CardRun, type SubsetOrigin} from "../session/subsetCard.js";
import {hasCard} from "../session/writeSubset.js";
import {settings, type Settings} from "./config.js";
import type {ChosenForm} from "./exportForms.js";
import type {ScoreOrigin} from "./fileScores.js";

export interface Exported {
    readonly dataset: string;
    readonly out: string;
    /** The options that choose. */
    readonly choice: readonly string[];
    readonly form: ChosenForm;
    readonly origin: ScoreOrigin;
}

export function ruleOption(rule: SelectionRule): string[] {
    return rule.kind === "min-score" ? ["--min-score", String(rule.score)] : ["--top", rule.kind === "top" ? String(rule.amount) : `${rule.percent}%`];
}

/** What `goldpan` would be called with for the same subset, for a POSIX shell. */
export function commandLine({dataset, out, choice, form: {format, card}, origin}: Exported): string {
    const {columns} = settings();
    const {anchors, seed, protocol, modelPath} = scoredWith(origin);
    const scores = origin.kind === "file" ? origin.path : scoresPathOf(dataset);
    const mapping = columns === "" ? [] : ["--columns", columns];
    const score = ["goldpan", "score", dataset, ...(modelPath === "" ? [] : ["--model", modelPath]), "--anchors", anchors, "--seed", String(seed), "--protocol", protocol, ...mapping, "--out", scores];
    const written = ["goldpan", "export", dataset, "--scores", scores, ...choice, ...(format === "same" ? [] : ["--format", format]), ...(card === hasCard(format) ? [] : [card ? "--card" : "--no-card"]), ...mapping, "--out", out];
    return (origin.kind === "file" ? [written] : [score, written]).map((words) => words.map(shellQuoted).join(" ")).join(" && ");
}

/** With what the scores that are shown were measured; the settings may ask for something else by now. */
function scoredWith(origin: ScoreOrigin): Pick<Settings, "anchors" | "seed" | "protocol" | "modelPath"> {
    if (origin.kind !== "run")
        return settings();
    const {run: {anchorSource, seed, protocol, modelFile}, outdated, unsure = false} = origin, {modelPath} = settings();
    const otherModel = modelFile === embeddedModelFile ? "" : modelFile; // of which the folder is not noted
    const isOther = outdated.includes("model") || (unsure && path.basename(modelPath) !== otherModel);
    return {anchors: anchorSource, seed, protocol: protocol.name, modelPath: isOther ? otherModel : modelPath};
}

/** The file that scores are read from, if it is one. */
export function scoresFileOf(origin: ScoreOrigin): string | undefined {
    return origin.kind === "file" ? origin.path : undefined;
}

export interface ExportFacts extends Pick<SubsetOrigin, "counts" | "review" | "command"> {
    readonly dataset: Dataset;
    readonly columns: ColumnMapping | undefined;
    readonly rule: SelectionRule;
}

/** What the card says of an export from the editor. @throws UserError when the meta file of the scores is damaged */
export async function originOf(origin: ScoreOrigin, {dataset, columns, rule, counts, review, command}: ExportFacts): Promise<SubsetOrigin> {
    const meta = origin.kind === "file" ? await readMeta(origin.path) : undefined;
    return {
        goldpan: packageJson.version, made: new Date().toISOString(),
        dataset: {file: path.basename(dataset.path), sha256: dataset.sha256, examples: dataset.examples.length, problems: dataset.problems.length, columns: columns ?? null},
        scores: origin.kind === "file" ? {file: path.basename(origin.path), sha256: (await fileFacts(origin.path)).sha256} : null,
        run: origin.kind === "run" ? runOfKept(origin.run) : meta === undefined ? null : runOfMeta(meta),
        rule, filter: null, counts, review, command
    };
}

export function runOfKept({modelFile, modelFingerprint, protocol, anchors, anchorSource, seed}: KeptRun): CardRun {
    return {modelFile, modelFingerprint, protocol, seed, datasetSha256: null, anchors: {source: anchorSource, count: anchors.length, hash: anchorSetHash(anchors)}};
}
