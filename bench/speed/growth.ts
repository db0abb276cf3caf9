import {writeFileSync} from "node:fs";
import path from "node:path";
import {evaluate} from "./contenders.js";
import {modelFile, models} from "./models.js";
import {printTable} from "./table.js";
import {makeWork, tokensOf, type WorkSize} from "./work.js";

interface Axis {
    readonly name: string;
    readonly sizes: readonly Partial<WorkSize>[];
}

const base: Omit<WorkSize, "vocabularySize"> = {examples: 4, anchors: 30, prefixTokens: 120, anchorTokens: 60, scoredShare: 0.75};

const axes: readonly Axis[] = [
    {name: "examples", sizes: [{examples: 2}, {examples: 4}, {examples: 8}]},
    {name: "anchors", sizes: [{anchors: 10}, {anchors: 30}, {anchors: 100}]},
    {name: "example's length", sizes: [{prefixTokens: 50}, {prefixTokens: 200}, {prefixTokens: 600}]},
    {name: "anchors' length", sizes: [{anchorTokens: 20}, {anchorTokens: 60}, {anchorTokens: 200}]},
    {name: "scored share", sizes: [{scoredShare: 0.25}, {scoredShare: 0.5}, {scoredShare: 1}]},
    {name: "vocabulary", sizes: [{vocabularySize: 4096}, {vocabularySize: 32000}, {vocabularySize: 128000}]}
];

/** Prints how the direct evaluator's time grows along each axis, with the small model. */
export async function growth({folder, threads, gpu}: {folder: string; threads: string; gpu: string}, say: (line: string) => void): Promise<object[]> {
    const rows: Record<string, string | number>[] = [];
    for (const {name, sizes} of axes)
        for (const size of sizes) {
            const whole: WorkSize = {...base, vocabularySize: 32000, ...size};
            const model = await modelFile(folder, {...models.small.options, vocabularySize: whole.vocabularySize});
            const work = makeWork(whole);
            const workFile = path.join(folder, "growth-work.json");
            writeFileSync(workFile, JSON.stringify(work));
            const {seconds, peakBytes} = await evaluate("direct", {model, work: workFile, examples: whole.examples, threads: Number(threads), gpu, plan: "", folder});
            const {tokens} = tokensOf(work);
            rows.push({axis: name, size: Object.values(size)[0] ?? 0, examplesPerSecond: whole.examples / seconds, tokensPerSecond: tokens / seconds, microsecondsPerToken: seconds / tokens * 1e6, peakMebibytes: peakBytes / 2 ** 20});
        }
    printTable(rows, say);
    return rows;
}
