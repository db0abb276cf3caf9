import path from "node:path";
import {fileURLToPath} from "node:url";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {embeddedModelPath} from "../session/embeddedModel.js";
import type {Dataset} from "../session/readDataset.js";
import {isOwnMeta, metaPath, readScores} from "../session/scoresFiles.js";
import {databaseName} from "../store/database.js";
import {storeFolder} from "../store/location.js";
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

/** For `WriteRules`: what is there is replaced with --force only. */
export function onlyByForce(force: boolean): (file: string) => void {
    return (file) => {
        if (!force)
            throw new UserError(`${escapeForDisplay(file)} exists; choose another name with --out, or give --force to replace it.`);
    };
}

/** For `WriteRules`: a scores file is replaced by new scores, and a meta file of Goldpan's beside it; what else is there stays. */
export function onlyScores(out: string): (file: string) => Promise<void> {
    return async (file) => {
        if (file === metaPath(out)) {
            if (!await isOwnMeta(out))
                throw new UserError(`${escapeForDisplay(file)} exists and is no meta file that Goldpan wrote, so it is not replaced; move it away, or choose another name with --out.`);
        } else if (!await isScoresFile(file)) {
            throw new UserError(`${escapeForDisplay(file)} exists and is no scores file, so it is not replaced; choose another name with --out.`);
        }
    };
}

async function isScoresFile(file: string): Promise<boolean> {
    try {
        await readScores(file);
        return true;
    } catch (error) {
        if (error instanceof UserError)
            return false;
        throw error;
    }
}

/** The files of a store: whatever a command reads beside them, it must not write over these. */
export function storeFiles(store: string | undefined): string[] {
    return ["", "-wal", "-shm"].map((ending) => path.join(storeFolder(store), databaseName) + ending);
}
