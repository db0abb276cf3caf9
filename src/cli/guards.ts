import {existsSync} from "node:fs";
import {realpath} from "node:fs/promises";
import {fileURLToPath} from "node:url";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {embeddedModelPath} from "../session/embeddedModel.js";
import type {Dataset} from "../session/readDataset.js";
import {readScores} from "../session/scoresFiles.js";
import {requireWritable} from "../session/writeFile.js";
import type {Reporter} from "./reporter.js";

/** What a person must know of the embedded model's scores; `models/README.md` has the measurements behind it. */
export const embeddedModelCaveat = "The scorer model is the small one that Goldpan brings along, for demonstration only: its scores show the tool at work. For a dataset that matters name a real base model with --model, best the one that you are going to fine-tune.";

/** The model that was named, or the embedded one, of which its limits are said. @throws UserError when that is missing */
export function chooseModel(model: string | undefined, reporter: Pick<Reporter, "warn">): string {
    if (model !== undefined)
        return model;
    const embedded = embeddedModelPath(fileURLToPath(new URL("..", import.meta.url)));
    reporter.warn(embeddedModelCaveat);
    return embedded;
}

export function requireExamples(dataset: Dataset): void {
    if (dataset.examples.length > 0)
        return;
    const [first] = dataset.problems;
    const shown = escapeForDisplay(dataset.path);
    throw new UserError(first === undefined
        ? `${shown} holds no example: it is empty.`
        : `${shown}:${first.line}:${first.column}: no example was found in the file. ${first.message} A JSON array or JSON Lines of instruction examples is expected; name other fields with --columns.`);
}

/** @throws UserError when `out` is one of the files that are read */
export async function requireOtherFile(out: string, inputs: readonly string[]): Promise<void> {
    if (!existsSync(out))
        return;
    const real = await realpath(out);
    for (const input of inputs) {
        if (existsSync(input) && await realpath(input) === real)
            throw new UserError(`--out ${escapeForDisplay(out)} is the file ${escapeForDisplay(input)} that is read; choose another name.`);
    }
}

/** The output of `score` must not be one of its inputs, and an existing file is replaced only if it is a scores file. */
export async function requireScoresOutput(out: string, inputs: readonly string[]): Promise<void> {
    await requireOtherFile(out, inputs);
    if (existsSync(out)) {
        await readScores(out).catch(() => {
            throw new UserError(`${escapeForDisplay(out)} exists and is no scores file, so it is not replaced; choose another name with --out.`);
        });
    }
    await requireWritable(out);
}
