import {count, escapeForDisplay} from "../core/displayText.js";
import type {ColumnMapping} from "../core/formats/columns.js";
import {asMarkdown} from "../core/markdown.js";
import type {Protocol} from "../core/protocol.js";
import type {SelectionRule} from "../core/selection.js";
import type {RunMeta} from "./runMeta.js";
import type {SubsetRows} from "./subsetRows.js";

/** What the scores were measured with. */
export interface CardRun {
    /** Name of the model's file, without folders. */
    readonly modelFile: string;
    readonly modelFingerprint: string;
    readonly protocol: Protocol;
    readonly anchors: {readonly source: string; readonly count: number; readonly hash: string};
    readonly seed: number;
    /** Of the file that was scored; null where it was not noted. It may have changed since: scores go with the content. */
    readonly datasetSha256: string | null;
}

/** How a subset came to be: what the caller knows. No text of the dataset is among it. */
export interface SubsetOrigin {
    /** Version of Goldpan. */
    readonly goldpan: string;
    /** ISO 8601. */
    readonly made: string;
    /** `file`: name without folders. `problems`: records that cannot be read. */
    readonly dataset: {readonly file: string; readonly sha256: string; readonly examples: number; readonly problems: number; readonly columns: ColumnMapping | null};
    /** Null for scores that came out of the store. */
    readonly scores: {readonly file: string; readonly sha256: string} | null;
    readonly run: CardRun | null;
    /** Null for everything in question. */
    readonly rule: SelectionRule | null;
    readonly filter: string | null;
    /** `inQuestion`: those that pass the filter, or all. */
    readonly counts: {readonly scored: number; readonly inQuestion: number};
    /** Content keys of examples that are in, or not in, only because a review said so. */
    readonly review: {readonly added: readonly string[]; readonly removed: readonly string[]};
    /** The command line that makes it again. */
    readonly command: string;
}

/** The file that was written. */
export interface WrittenFile {
    readonly file: string;
    readonly format: string;
    readonly bytes: number;
    readonly sha256: string;
}

export function runOfMeta({model, protocol, anchors, seed, dataset}: RunMeta): CardRun {
    return {
        modelFile: model.file, modelFingerprint: model.fingerprint, protocol, seed, datasetSha256: dataset.sha256,
        anchors: {source: anchors.source, count: anchors.count, hash: anchors.hash}
    };
}

/** What review decisions have changed. @param byRule what would have been chosen without any */
export function reviewEffect(byRule: readonly Reviewable[], chosen: readonly Reviewable[]): SubsetOrigin["review"] {
    const before = new Set(byRule), after = new Set(chosen);
    return {added: chosen.filter((one) => !before.has(one)).map(({example: {key}}) => key), removed: byRule.filter((one) => !after.has(one)).map(({example: {key}}) => key)};
}

interface Reviewable {
    readonly example: {readonly key: string};
}

/** More keys than this are only counted. */
const mostKeys = 1000;

/** Says in Markdown, for people and in a block of JSON for programs, how a subset was made. */
export function subsetCard(origin: SubsetOrigin, written: WrittenFile, rows: SubsetRows): string {
    const {dataset, scores, run, rule, filter, counts, review, goldpan, made, command} = origin;
    const subset = countSubset(rows);
    const choice = [rule === null ? undefined : ruleInWords(rule), filter === null ? undefined : `${rule === null ? "what passes" : "among what passes"} the filter ${text(filter)}`].filter((part) => part !== undefined).join(", ");
    const lines: readonly (readonly [name: string, value: string])[] = [
        ["file", `${text(written.file)}: ${count(subset.examples, "example")}, form ${text(written.format)}, ${written.bytes.toLocaleString("en-US")} bytes, SHA-256 ${text(written.sha256)}`],
        ["dataset", `${text(dataset.file)}: ${count(dataset.examples, "example")}${dataset.problems === 0 ? "" : ` and ${count(dataset.problems, "record")} that cannot be read`}, SHA-256 ${text(dataset.sha256)}`],
        ["scores", scores === null ? "of the store of measurements" : `${text(scores.file)}, SHA-256 ${text(scores.sha256)}`],
        ["run", run === null ? "not known: the scores file has no meta file beside it" : `model ${text(run.modelFile)} (fingerprint ${text(run.modelFingerprint)}), protocol ${text(run.protocol.name)}, ${count(run.anchors.count, "anchor")} of ${text(run.anchors.source)} (hash ${text(run.anchors.hash)}), seed ${text(String(run.seed))}`],
        ["chosen", choice],
        ["counts", `${counts.scored.toLocaleString("en-US")} of ${dataset.examples.toLocaleString("en-US")} scored, ${counts.inQuestion.toLocaleString("en-US")} in question, ${subset.examples.toLocaleString("en-US")} chosen`],
        ["review", `${review.added.length.toLocaleString("en-US")} added, ${review.removed.length.toLocaleString("en-US")} removed; among the chosen: ${amounts(subset.decisions)}`],
        ["flags of the chosen", amounts(subset.flags)]
    ];
    const facts = {
        format: "goldpan-subset", version: 1, goldpan, made, file: written, dataset, scores, run, rule, filter,
        counts: {...counts, ...subset}, review: {added: listed(review.added), removed: listed(review.removed)}, command
    };
    return [
        `# How ${text(written.file)} was made`, "", `By Goldpan ${text(goldpan)}, ${text(made)}.`, "",
        "| what | |", "|---|---|", ...lines.map(([name, value]) => `| ${name} | ${value} |`), "",
        `To make it again${review.added.length + review.removed.length > 0 ? ", with the same review decisions in the store" : ""}:`, "", "```sh", escapeForDisplay(command), "```", "",
        "The same for programs:", "", "```json", JSON.stringify(facts, null, 2).split("\n").map(escapeForDisplay).join("\n"), "```", ""
    ].join("\n");
}

function listed(keys: readonly string[]): {amount: number; keys: readonly string[]} {
    return {amount: keys.length, keys: keys.slice(0, mostKeys)};
}

/** Plain names, of which Markdown can make nothing (no address either), stay as they are: the page is also read as it stands. */
const plainName = /^(?!www\.)(?!.*:\/)[A-Za-z0-9.:/-]+$/i;

function text(name: string): string {
    return plainName.test(name) ? name : asMarkdown(escapeForDisplay(name));
}

function ruleInWords(rule: SelectionRule): string {
    switch (rule.kind) {
        case "min-score":
            return `golden score of ${rule.score} or more`;
        case "top":
            return `the best ${rule.amount.toLocaleString("en-US")}`;
        case "top-percent":
            return `the best ${rule.percent} % of the scored`;
    }
}

function amounts(of: Readonly<Record<string, number>>): string {
    const entries = Object.entries(of);
    return entries.length === 0 ? "none" : entries.map(([name, amount]) => `${text(name)} ${amount.toLocaleString("en-US")}`).join(", ");
}

function countSubset(rows: SubsetRows): {examples: number; withoutScore: number; decisions: Readonly<Record<string, number>>; flags: Readonly<Record<string, number>>} {
    const decisions = new Map<string, number>(), flags = new Map<string, number>();
    let examples = 0, withoutScore = 0;
    for (const row of rows) {
        examples++;
        withoutScore += row.goldenScore === null ? 1 : 0;
        if (row.decision !== undefined)
            decisions.set(row.decision, (decisions.get(row.decision) ?? 0) + 1);
        for (const flag of row.flags)
            flags.set(flag, (flags.get(flag) ?? 0) + 1);
    }
    return {examples, withoutScore, decisions: byName(decisions), flags: byName(flags)};
}

function byName(amounts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
    return Object.fromEntries([...amounts].sort(([a], [b]) => a < b ? -1 : 1));
}
