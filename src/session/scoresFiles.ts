import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import {concatBytes} from "../core/formats/framing.js";
import {parseScoreRow, type ScoreRow} from "../core/scoresFile.js";
import {eachPiece, openRegular, readSmall} from "../files/regularFile.js";
import {fileFacts} from "./fileFacts.js";
import {isRunMeta, wrongField, type RunMeta} from "./runMeta.js";
import {writeTogether, type WriteRules} from "./writeFile.js";

export function metaPath(scoresPath: string): string {
    return `${scoresPath}.meta.json`;
}

/** Where the command line writes the scores of a dataset, if it is given no other place. */
export function scoresPathOf(dataset: string): string {
    return `${dataset}.scores.jsonl`;
}

/** Writes rows and, beside them, what they were made with; both or neither. */
export async function writeScores(scoresPath: string, rows: readonly ScoreRow[], meta: RunMeta, rules: WriteRules = {}): Promise<void> {
    await writeTogether(rules, async (add) => {
        const {sha256, bytes} = await add(scoresPath, rows.map((row) => JSON.stringify(row) + "\n"));
        // Added last, it is put in place first: whatever happens in between, new scores are not found beside a meta file of others.
        await add(metaPath(scoresPath), [JSON.stringify({...meta, scores: {sha256, bytes, rows: rows.length}} satisfies RunMeta, null, 2) + "\n"]);
    });
}

/** A row has some 250 bytes; a longer line is another thing. */
const longestLine = 1 << 20;

/** Scores of some four million examples: what is larger is opened only where somebody asks for it. */
export const mostBytesUnasked = 1 << 30;

/** @throws UserError when a line is no row of a scores file, or there is none */
export async function readScores(scoresPath: string, mostBytes?: number): Promise<ScoreRow[]> {
    const rows: ScoreRow[] = [];
    for await (const row of eachScore(scoresPath, mostBytes))
        rows.push(row);
    return rows;
}

/**
 * The rows of a scores file one after the other.
 * @param mostBytes of a file that nobody has asked for
 * @throws UserError as `readScores`, possibly after some rows
 */
export async function* eachScore(scoresPath: string, mostBytes = Infinity): AsyncGenerator<ScoreRow> {
    const shown = escapeForDisplay(scoresPath);
    let found = false;
    for await (const {line, text} of eachLine(scoresPath, mostBytes)) {
        const row = text === undefined ? undefined : parseScoreRow(text);
        if (row === undefined)
            throw new UserError(`${shown}:${line}: ${text === undefined ? "the line is longer than 1 MiB, so it" : "this"} is no row of a scores file (index, line, key, goldenScore, flags).`, "scores-file");
        found = true;
        yield row;
    }
    if (!found)
        throw new UserError(`${shown} is empty: it holds no scores.`);
}

/**
 * The meta file beside a scores file; undefined when there is none.
 * @throws UserError when it is damaged, or belongs to other scores
 */
export async function readMeta(scoresPath: string): Promise<RunMeta | undefined> {
    const meta = await parsedMeta(scoresPath);
    if (meta === undefined)
        return undefined;
    const shown = escapeForDisplay(metaPath(scoresPath)), remove = "remove it and make the scores file that it belongs to again";
    if (!isRunMeta(meta.value)) {
        const field = wrongField(meta.value) ?? "";
        throw new UserError(`${shown} is damaged${field === "" ? "" : ` (${escapeForDisplay(field)})`}; ${remove}.`);
    }
    const {scores} = meta.value;
    if (scores !== undefined && (await readable(scoresPath, () => fileFacts(scoresPath))).sha256 !== scores.sha256)
        throw new UserError(`${escapeForDisplay(scoresPath)} is not the file that ${shown} was written for: one of them was changed or replaced. Make both again, or remove the second, which says what the scores were measured with.`);
    return meta.value;
}

/** Whether the file beside scores is one that Goldpan has written, damaged or not; where there is none, there is nothing to lose. */
export async function isOwnMeta(scoresPath: string): Promise<boolean> {
    const meta = await parsedMeta(scoresPath).catch((error: unknown) => {
        if (error instanceof UserError)
            return {value: undefined};
        throw error;
    });
    return meta === undefined || (meta.value as {readonly format?: unknown} | null | undefined)?.format === "goldpan-scores";
}

/** With a thousand problems it has some 200,000 bytes. */
const mostMetaBytes = 16 << 20;

/** `value` is undefined for what is no JSON. */
async function parsedMeta(scoresPath: string): Promise<{readonly value: unknown} | undefined> {
    const file = metaPath(scoresPath);
    const bytes = await readable(file, async () => {
        try {
            return await readSmall(file, mostMetaBytes);
        } catch (error) {
            if ((error as NodeJS.ErrnoException).code === "ENOENT")
                return undefined;
            throw error;
        }
    });
    if (bytes === undefined)
        return undefined;
    try {
        return {value: JSON.parse(bytes.toString("utf8"))};
    } catch {
        return {value: undefined};
    }
}

interface Line {
    /** From 1. */
    readonly line: number;
    /** Undefined for one that is too long, of which no more is read. */
    readonly text: string | undefined;
}

/** Lines that are not blank, without white space (or a byte-order mark) around them. */
async function* eachLine(file: string, mostBytes: number): AsyncGenerator<Line> {
    let bytes = 0, line = 1, parts: Uint8Array[] = [], length = 0;
    const finished = (): Line => {
        const text = length > longestLine ? undefined : decoder.decode(concatBytes(parts)).trim();
        parts = [];
        length = 0;
        return {line: line++, text};
    };
    const take = (part: Uint8Array): void => {
        parts.push(part);
        length += part.length;
    };
    for await (const piece of eachPieceOf(file)) {
        bytes += piece.length;
        if (bytes > mostBytes)
            throw new UserError(`${escapeForDisplay(file)} is larger than ${mostBytes >> 20} MiB, so it is not shown by itself; open it as a scores file to see it.`);
        let from = 0;
        for (let end = piece.indexOf(0x0a); end >= 0; end = piece.indexOf(0x0a, from)) {
            take(piece.subarray(from, end));
            from = end + 1;
            const one = finished();
            if (one.text !== "")
                yield one;
        }
        take(piece.subarray(from));
        if (length > longestLine)
            break;
    }
    const last = finished();
    if (last.text !== "")
        yield last;
}

const decoder = new TextDecoder();

async function* eachPieceOf(file: string): AsyncGenerator<Buffer> {
    const handle = await readable(file, () => openRegular(file));
    try {
        yield* eachPiece(handle, 1 << 18);
    } catch (error) {
        throw asUserError(file, error);
    } finally {
        await handle.close();
    }
}

async function readable<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
    try {
        return await read();
    } catch (error) {
        throw asUserError(file, error);
    }
}

function asUserError(file: string, error: unknown): unknown {
    return (error as NodeJS.ErrnoException).code === undefined ? error : new UserError(`${escapeForDisplay(file)} cannot be read: no such file, or no permission.`);
}
