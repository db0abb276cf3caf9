import type {GoldenScore} from "./golden.js";

/** One row of a scores file, see docs/formats.md. */
export interface ScoreRow {
    readonly index: number;
    readonly line: number;
    readonly key: string;
    readonly goldenScore: number | null;
    readonly wins: number;
    readonly anchors: number;
    readonly meanGain: number | null;
    readonly ci95: readonly [number, number] | null;
    readonly flags: readonly string[];
    /** By the scorer model's tokenizer; null where nobody has counted them. */
    readonly answerTokens: number | null;
}

/** Builds a row; an example without a score has nulls, no wins and no anchors. */
export function scoreRow(example: {readonly index: number; readonly line: number; readonly key: string}, score: GoldenScore | null, flags: readonly string[], answerTokens: number | null = null): ScoreRow {
    return {
        index: example.index, line: example.line, key: example.key,
        goldenScore: score?.goldenScore ?? null, wins: score?.wins ?? 0, anchors: score?.anchors ?? 0,
        meanGain: score?.meanGain ?? null, ci95: score?.ci95 ?? null, flags, answerTokens
    };
}

/** Reads one line of a scores file. Undefined if it is no row of one: the caller knows file and line. */
export function parseScoreRow(line: string): ScoreRow | undefined {
    let row: unknown;
    try {
        row = JSON.parse(line);
    } catch {
        return undefined;
    }
    if (typeof row !== "object" || row === null)
        return undefined;
    const fields = new Map<string, unknown>(Object.entries(row));
    const index = fields.get("index"), lineNumber = fields.get("line"), key = fields.get("key"), flags = fields.get("flags");
    if (!isCount(index) || !isCount(lineNumber) || typeof key !== "string" || !isTextList(flags))
        return undefined;
    const goldenScore = fields.get("goldenScore"), meanGain = fields.get("meanGain"), wins = fields.get("wins"), anchors = fields.get("anchors"), answerTokens = fields.get("answerTokens");
    if (goldenScore !== null && !isShare(goldenScore))
        return undefined;
    return {
        index, line: lineNumber, key, goldenScore,
        wins: isCount(wins) ? wins : 0, anchors: isCount(anchors) ? anchors : 0,
        meanGain: typeof meanGain === "number" ? meanGain : null, ci95: interval(fields.get("ci95")), flags, answerTokens: isCount(answerTokens) ? answerTokens : null
    };
}

function isCount(value: unknown): value is number {
    return Number.isSafeInteger(value) && (value as number) >= 0; // isSafeInteger has shown that it is a number
}

function isShare(value: unknown): value is number {
    return typeof value === "number" && value >= 0 && value <= 1;
}

function isTextList(value: unknown): value is string[] {
    return Array.isArray(value) && value.every((entry) => typeof entry === "string");
}

function interval(value: unknown): readonly [number, number] | null {
    if (!Array.isArray(value) || value.length !== 2)
        return null;
    const [low, high] = value as unknown[];
    return isShare(low) && isShare(high) ? [low, high] : null;
}
