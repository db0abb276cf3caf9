import {existsSync} from "node:fs";
import path from "node:path";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";

/** The scorer model that Goldpan brings along, in the folder `models` beside `dist`. */
export const embeddedModelFile = "goldpan-scorer.gguf";

/**
 * @param root the folder that Goldpan is installed in
 * @throws UserError when the file is missing, as after an incomplete installation
 */
export function embeddedModelPath(root: string): string {
    const file = path.join(root, "models", embeddedModelFile);
    if (!existsSync(file))
        throw new UserError(`The embedded scorer model ${escapeForDisplay(file)} is missing: install Goldpan again, or use another model.`, "model");
    return file;
}
