import {createReadStream} from "node:fs";
import {readFile} from "node:fs/promises";
import {createInterface} from "node:readline";
import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {parseScoreRow, type ScoreRow} from "../core/scoresFile.js";
import {isRunMeta, type RunMeta} from "./runMeta.js";
import {writeWhole} from "./writeFile.js";

export function metaPath(scoresPath: string): string {
    return `${scoresPath}.meta.json`;
}

/** Writes rows and, beside them, what they were made with; each whole or not at all. */
export async function writeScores(scoresPath: string, rows: readonly ScoreRow[], meta: RunMeta): Promise<void> {
    await writeWhole(scoresPath, rows.map((row) => JSON.stringify(row) + "\n"));
    await writeWhole(metaPath(scoresPath), [JSON.stringify(meta, null, 2) + "\n"]);
}

/** @throws UserError when a line is no row of a scores file, or there is none */
export async function readScores(scoresPath: string): Promise<ScoreRow[]> {
    const rows: ScoreRow[] = [];
    for await (const row of eachScore(scoresPath))
        rows.push(row);
    return rows;
}

/** The rows of a scores file one after the other. @throws UserError as `readScores`, possibly after some rows */
export async function* eachScore(scoresPath: string): AsyncGenerator<ScoreRow> {
    const shown = escapeForDisplay(scoresPath);
    let lineNumber = 0, found = false;
    try {
        for await (const line of createInterface({input: createReadStream(scoresPath), crlfDelay: Infinity})) {
            lineNumber++;
            const text = line.trim(); // also of a byte-order mark
            if (text === "")
                continue;
            const row = parseScoreRow(text);
            if (row === undefined)
                throw new UserError(`${shown}:${lineNumber}: this is no row of a scores file (index, line, key, goldenScore, flags).`, "scores-file");
            found = true;
            yield row;
        }
    } catch (error) {
        throw (error as NodeJS.ErrnoException).code === undefined ? error : new UserError(`${shown} cannot be read: no such file, or no permission.`);
    }
    if (!found)
        throw new UserError(`${shown} is empty: it holds no scores.`);
}

/** The meta file beside a scores file; undefined when there is none. @throws UserError when it is damaged */
export async function readMeta(scoresPath: string): Promise<RunMeta | undefined> {
    const shown = escapeForDisplay(metaPath(scoresPath));
    let text: string;
    try {
        text = await readFile(metaPath(scoresPath), "utf8");
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT")
            return undefined;
        throw new UserError(`${shown} cannot be read: no permission, or no file.`);
    }
    try {
        const meta: unknown = JSON.parse(text);
        if (isRunMeta(meta))
            return meta;
    } catch {
        // no JSON: the sentence below says what to do
    }
    throw new UserError(`${shown} is damaged; make the scores file that it belongs to again.`);
}
