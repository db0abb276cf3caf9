import type {Container} from "../core/formats/reader.js";
import type {KeptCategory} from "./categories.js";
import type {KeptColumn} from "./keptColumns.js";
import {Shelf, stampOf} from "./shelf.js";
import type {TextColumns} from "./textColumns.js";

/** What reading a file has told: everything but scores and decisions, which are looked up each time. */
export interface KeptReading {
    readonly rows: TextColumns;
    readonly container: Container;
    /** Of the file's bytes. */
    readonly sha256: string;
    readonly problems: number;
}

/** Readings of large files, kept so that a file that has not changed since is shown at once. Without one, the file is read. */
export class KeptReadings {
    private readonly shelf: Shelf;

    private constructor(folder: string, private readonly file: string, private readonly columns: string, private readonly settledMs: number, private readonly stamp: string | undefined) {
        this.shelf = new Shelf(folder);
    }

    /**
     * Of the file as it is now: asked before it is read, if it has to be.
     * @param folder of the store @param file absolute, without symbolic links @param columns as they are set: they are part of what a reading tells @param settledMs see `ReadingSettings`
     */
    public static async of(folder: string, file: string, columns: string, settledMs: number): Promise<KeptReadings> {
        return new KeptReadings(folder, file, columns, settledMs, await stampOf(file, settledMs));
    }

    public async find(): Promise<KeptReading | undefined> {
        const found = await this.shelf.find("rows", this.name);
        const facts = found?.facts as Facts | undefined; // written below, with a stamp
        return found === undefined || facts === undefined || facts.stamp !== this.stamp ? undefined : reading(facts, found.columns);
    }

    /** Keeps what reading has told, unless the file was written meanwhile, or so shortly before that nobody could tell. */
    public async keep({rows, container, sha256, problems}: KeptReading): Promise<void> {
        const {file, name, settledMs, stamp} = this;
        if (stamp === undefined || stamp !== await stampOf(file, settledMs))
            return;
        const {start, size, line, promptLength, answerLength, flags, keys, categories} = rows;
        const facts: Facts = {stamp, container, sha256, problems, categories: categories.map(({values, dropped}) => ({values, dropped}))};
        await this.shelf.keep("rows", name, facts, [start, size, line, promptLength, answerLength, flags, keys, ...categories.map(({codes}) => codes)]);
    }

    private get name(): string {
        return JSON.stringify([this.file, this.columns]);
    }
}

interface Facts extends Omit<KeptReading, "rows"> {
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
