import {existsSync} from "node:fs";
import {mkdir, rename} from "node:fs/promises";
import path from "node:path";
import {writeRandomModel, type RandomModelOptions} from "../../tools/random-model/randomModel.js";
import type {WorkSize} from "./work.js";

export interface BenchModel {
    readonly options: RandomModelOptions & {readonly vocabularySize: number};
    readonly work: Omit<WorkSize, "vocabularySize">;
}

const usual = {prefixTokens: 120, anchorTokens: 60, scoredShare: 0.75};

/** Random weights take as long as trained ones. */
export const models = {
    tiny: {options: {vocabularySize: 4096, width: 128, layers: 5, heads: 4, kvHeads: 4, feedForward: 352, type: "Q8_0"}, work: {...usual, examples: 12, anchors: 60}},
    small: {options: {vocabularySize: 32000, width: 256, layers: 6, heads: 8, kvHeads: 8, feedForward: 704, type: "Q8_0"}, work: {...usual, examples: 6, anchors: 60}},
    large: {options: {vocabularySize: 151936, width: 768, layers: 27, heads: 12, kvHeads: 4, feedForward: 2816, type: "Q8_0", tokenizer: "bpe", contextLength: 4096}, work: {...usual, examples: 2, anchors: 30}}
} as const satisfies Record<string, BenchModel>;

export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as ModelName[];

/** Writes the model once and keeps it. */
export async function modelFile(folder: string, options: RandomModelOptions): Promise<string> {
    const name = Object.values(options).join("-");
    const file = path.join(folder, `${name}.gguf`);
    if (!existsSync(file)) {
        await mkdir(folder, {recursive: true});
        await writeRandomModel(`${file}.part`, options);
        await rename(`${file}.part`, file);
    }
    return file;
}
