import {lintFlags, lintRules} from "../../../src/core/lint/rules.js";
import {buildTable, type TableRow} from "../../../src/core/table/buildTable.js";
import type {ExampleTable} from "../../../src/core/table/table.js";
import type {PanelStatus} from "../../../webview/protocol.js";
import {hostile, noisy, turnsOf} from "./texts.js";

export interface Dataset {
    readonly table: ExampleTable;
    readonly status: PanelStatus;
}

const lowScore = 0.5;

/** A generated file: `unscored`, `scored`, `partial`, `large` (52,002), `million`, `longest` (1.5 million), `hostile`, `conversations`, `empty`, `outdated`, `noisy` (each has what a rule flags, none a score), `three` (anchors), `mixed` (a third of the examples are anchors themselves and have one fewer). */
export function dataset(name: string): Dataset {
    const length = {empty: 0, large: 52_002, million: 1_000_000, longest: 1_500_000, hostile: 16, conversations: 30, noisy: noisy.length}[name] ?? 200;
    const random = generator(7);
    const scored = (row: number): boolean => !["unscored", "empty", "noisy"].includes(name) && (name !== "partial" || row < 80) && row % 67 !== 66;
    const anchors = {scored: 50, three: 3}[name] ?? 100;
    const table = buildTable(length, (row) => rowAt(row, name, random, scored(row) ? anchors - Number(name === "mixed" && row % 3 === 0) : 0), lowScore, ["source", "language"]);
    return {table, status: status(name)};
}

export function rowAt(row: number, name: string, random: () => number, anchors: number): TableRow {
    const turns = length(name) ? turnsOf(name, row) : [];
    const spread = Math.round(10 ** (0.8 + 2.2 * random()));
    const answerLength = length(name) ? turns.at(-1)?.text.length ?? 0 : spread;
    const share = Math.min(1, Math.max(0, 0.3 + 0.13 * Math.log10(1 + answerLength + 100 * random()) + 0.24 * (random() + random() + random() - 1.5)));
    const wins = Math.round(anchors * share), half = 0.196 * Math.sqrt(share * (1 - share) + 0.01) * 10 / Math.sqrt(Math.max(1, anchors));
    return {
        index: row, line: row + 1, goldenScore: anchors === 0 ? null : wins / anchors, wins, anchors, meanGain: anchors === 0 ? null : share - 0.5 + random() / 10,
        ci95: anchors === 0 ? null : [Math.max(0, wins / anchors - half), Math.min(1, wins / anchors + half)],
        flags: name === "noisy" ? lintFlags(turns) : row % 37 === 5 ? ["empty-output"] : row % 11 === 3 ? [lintRules[1 + row % (lintRules.length - 1)]?.code ?? ""] : [], decision: row % 29 === 4 ? "keep" : row % 31 === 7 ? "drop" : undefined,
        promptLength: turns.slice(0, -1).reduce((sum, turn) => sum + turn.text.length + (turn.input?.length ?? 0), 0) || 60, answerLength,
        answerTokens: name === "conversations" ? null : Math.ceil(answerLength / 3.7),
        categories: name === "hostile" ? [hostile[row % 4], hostile[4 + row % 4]?.slice(0, 300)] : [["seed", "synthetic", "forum", "docs", undefined][row % 5], ["en", "en", "en", "de", "ja"][row % 7]]
    };
}

function length(name: string): boolean {
    return !["large", "million", "longest"].includes(name);
}

function status(name: string): PanelStatus {
    const common = {canUndo: false, canRedo: false, canScore: true, run: null};
    if (["unscored", "empty", "noisy"].includes(name))
        return {...common, origin: {kind: "none"}};
    if (name === "large")
        return {...common, origin: {kind: "file", name: "alpaca.json.scores.jsonl", model: "llama-2-7b.Q8_0.gguf"}};
    return {
        ...common, run: name === "partial" ? {text: "Scoring 80 of 200, 6.9/s, 17 s left", share: 0.4} : null,
        origin: {
            kind: "run", model: name === "million" ? "qwen3-8b-base.Q8_0.gguf" : "goldpan-scorer-2M.gguf", protocol: "paper", anchors: "kmeans:100", anchorCount: name === "scored" ? 50 : 100,
            demonstration: name !== "million", outdated: name === "outdated" ? ["model", "anchors"] : []
        }
    };
}

/** Numbers from 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
    let state = seed;
    return () => {
        state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x9e3779b9 | 0;
        let mixed = Math.imul(state ^ state >>> 12, 0x297a2d39);
        mixed ^= mixed >>> 15;
        return (mixed >>> 0) / 2 ** 32;
    };
}
