import type {ScoreRow} from "../../src/core/scoresFile.js";

/** One deliberately noisy example of the sample. */
export interface NoiseEntry {
    readonly index: number;
    readonly noise: string;
}

/** @throws SyntaxError when the key file is damaged */
export function parseNoiseKey(text: string): NoiseEntry[] {
    return text.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as NoiseEntry); // a file of our own
}

/** How the text flags, and golden scores at or below 0.5, meet the known noise: precision and recall, as they are. */
export function noiseReport(rows: readonly ScoreRow[], key: readonly NoiseEntry[]): string {
    const noisy = new Map(key.map(({index, noise}) => [index, noise]));
    const flagged = new Set(rows.filter(({flags}) => flags.length > 0).map(({index}) => index));
    const low = new Set(rows.filter(({goldenScore}) => goldenScore !== null && goldenScore <= 0.5).map(({index}) => index));
    const kinds = [...new Set(noisy.values())].sort();
    return [
        `Against the key of known noise (${noisy.size} of ${rows.length} examples):`,
        line("text flags", flagged, noisy),
        line("golden score <= 0.5", low, noisy),
        "found by text flags, by kind:",
        ...kinds.map((kind) => {
            const all = key.filter(({noise}) => noise === kind);
            return `  ${kind.padEnd(20)} ${all.filter(({index}) => flagged.has(index)).length} of ${all.length}`;
        })
    ].join("\n");
}

function line(name: string, found: ReadonlySet<number>, noisy: ReadonlyMap<number, string>): string {
    const right = [...found].filter((index) => noisy.has(index)).length;
    const share = (part: number, whole: number): string => whole === 0 ? "none" : `${(100 * part / whole).toFixed(0)} %`;
    return `  ${name.padEnd(20)} ${String(found.size).padStart(3)} flagged, precision ${share(right, found.size)}, recall ${share(right, noisy.size)}`;
}
