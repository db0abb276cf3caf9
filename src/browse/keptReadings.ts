import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {mkdir, readdir, readFile, rm, stat, utimes} from "node:fs/promises";
import {endianness} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import type {Container} from "../core/formats/reader.js";
import {writeWhole} from "../session/writeFile.js";
import type {KeptCategory} from "./categories.js";
import {packColumns, unpackColumns, type KeptColumn} from "./keptColumns.js";
import type {TextColumns} from "./textColumns.js";

/** What reading a file has told: everything but scores and decisions, which are looked up each time. */
export interface KeptReading {
    readonly rows: TextColumns;
    readonly container: Container;
    /** Of the file's bytes. */
    readonly sha256: string;
    readonly problems: number;
}

/** Of all that is kept in a folder; what was used the longest ago goes first. */
const mostBytes = 2 ** 28;
const ending = ".rows";

/**
 * Readings of large files, kept so that a file that has not changed since is shown at once. They are a shortcut only: whatever is
 * wrong with one (damaged, of other code, of another state of the file, a folder that cannot be written), the file is read.
 */
export class KeptReadings {
    private constructor(private readonly folder: string, private readonly file: string, private readonly columns: string, private readonly settledMs: number, private readonly stamp: string | undefined) {}

    /**
     * Of the file as it is now: asked before it is read, if it has to be.
     * @param folder of the store @param file absolute, without symbolic links @param columns as they are set: they are part of what a reading tells @param settledMs see `ReadingSettings`
     */
    public static async of(folder: string, file: string, columns: string, settledMs: number): Promise<KeptReadings> {
        return new KeptReadings(folder, file, columns, settledMs, await stampOf(file, settledMs).catch(() => undefined));
    }

    public async find(): Promise<KeptReading | undefined> {
        try {
            const found = unpackColumns(await readFile(this.place()));
            const facts = found?.facts as Facts | undefined; // written below, and by the same code, which its first field tells
            if (found === undefined || facts?.code !== code() || this.stamp === undefined || facts.stamp !== this.stamp || facts.file !== this.file || facts.columns !== this.columns)
                return undefined;
            const now = new Date();
            await utimes(this.place(), now, now);
            return reading(facts, found.columns);
        } catch {
            return undefined;
        }
    }

    /** Keeps what reading has told, unless the file was written meanwhile, or so shortly before that nobody could tell. */
    public async keep({rows, container, sha256, problems}: KeptReading): Promise<void> {
        const {file, columns, settledMs, stamp} = this;
        try {
            if (stamp === undefined || stamp !== await stampOf(file, settledMs))
                return;
            const {start, size, line, promptLength, answerLength, flags, keys, categories} = rows;
            const facts: Facts = {code: code(), file, columns, stamp, container, sha256, problems, categories: categories.map(({values, dropped}) => ({values, dropped}))};
            await mkdir(path.dirname(this.place()), {recursive: true});
            await writeWhole(this.place(), packColumns(facts, [start, size, line, promptLength, answerLength, flags, keys, ...categories.map(({codes}) => codes)]));
            await makeRoom(path.dirname(this.place()));
        } catch {
            // A shortcut that is not there: nothing is lost.
        }
    }

    private place(): string {
        return path.join(this.folder, "readings", `${createHash("sha256").update(JSON.stringify([this.file, this.columns])).digest("hex").slice(0, 32)}${ending}`);
    }
}

interface Facts extends Omit<KeptReading, "rows"> {
    readonly code: string;
    readonly file: string;
    readonly columns: string;
    readonly stamp: string;
    readonly categories: readonly Omit<KeptCategory, "codes">[];
}

function reading({container, sha256, problems, categories}: Facts, columns: readonly KeptColumn[]): KeptReading | undefined {
    const [start, size, line, promptLength, answerLength, flags, keys, ...codes] = columns;
    if (!(start instanceof Float64Array && size instanceof Uint32Array && line instanceof Uint32Array && promptLength instanceof Uint32Array
        && answerLength instanceof Uint32Array && flags instanceof Uint32Array && keys instanceof Uint32Array))
        return undefined;
    return {
        container, sha256, problems,
        rows: {start, size, line, promptLength, answerLength, flags, keys, categories: categories.map((category, at) => ({...category, codes: Uint16Array.from(codes[at] ?? [])}))}
    };
}

/** Other for a file that was written, replaced or given other times since; `change` of Unix cannot be set back. Undefined while it is too new to tell. */
async function stampOf(file: string, settledMs: number): Promise<string | undefined> {
    const {dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs} = await stat(file, {bigint: true});
    const latest = Math.max(Number(mtimeMs), Number(ctimeMs));
    return Date.now() - latest < settledMs ? undefined : [dev, ino, size, mtimeNs, ctimeNs].join(" ");
}

let ownCode: string | undefined;

/** Of the program itself: another version may read another thing out of the same bytes. */
function code(): string {
    ownCode ??= `${createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url))).digest("hex")} ${endianness()}`;
    return ownCode;
}

async function makeRoom(folder: string): Promise<void> {
    const kept = await Promise.all((await readdir(folder)).map(async (name) => {
        const place = path.join(folder, name);
        return {place, ...await stat(place).then(({size, mtimeMs}) => ({size, mtimeMs}), () => ({size: 0, mtimeMs: 0}))};
    }));
    let bytes = 0;
    for (const {place, size} of kept.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
        bytes += size;
        if (bytes > mostBytes)
            await rm(place, {force: true}).catch(() => undefined); // in use: another time
    }
}
