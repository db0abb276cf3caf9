import {existsSync} from "node:fs";
import path from "node:path";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";

/** The scorer model that Goldpan brings along, in the folder `models` beside `dist`. */
export const embeddedModelFile = "goldpan-scorer.gguf";

/** What a person must know of its scores; `models/README.md` has the measurements behind it. */
export const embeddedModelCaveat = "The scorer model is the small one that Goldpan brings along, for demonstration only: its scores show the tool at work. For a dataset that matters name a real base model with --model, best the one that you are going to fine-tune.";

/**
 * @param root the folder that Goldpan is installed in
 * @throws UserError when the file is missing, as after an incomplete installation
 */
export function embeddedModelPath(root: string): string {
    const file = path.join(root, "models", embeddedModelFile);
    if (!existsSync(file))
        throw new UserError(`The embedded scorer model ${escapeForDisplay(file)} is missing: install Goldpan again, or name a model with --model <file.gguf>.`);
    return file;
}
