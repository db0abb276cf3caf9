import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {mkdir, readdir, readFile, rm, stat, utimes} from "node:fs/promises";
import {endianness} from "node:os";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {writeWhole} from "../session/writeFile.js";
import {fileStamp} from "../store/fileStamp.js";
import {packColumns, unpackColumns, type KeptColumn} from "./keptColumns.js";

/** Of all that is kept in a folder; what was used the longest ago goes first. */
const mostBytes = 2 ** 28;

/** What is kept of a file: `rows` of its reading, `scores` that were looked up. */
type Kind = "rows" | "scores";

/**
 * What was found out of large files, kept beside the store so that it need not be found out again. Shortcuts only: whatever is wrong
 * with one (damaged, of other code, in a folder that cannot be written), it is as if it were not there.
 */
export class Shelf {
    private readonly folder: string;

    /** @param storeFolder of the store */
    public constructor(storeFolder: string) {
        this.folder = path.join(storeFolder, "readings");
    }

    /** Facts and columns as this very program has kept them. @param name of what they are about, any text */
    public async find(kind: Kind, name: string): Promise<{readonly facts: unknown; readonly columns: readonly KeptColumn[]} | undefined> {
        try {
            const place = this.place(kind, name), found = unpackColumns(await readFile(place));
            const {code, name: own, facts} = (found?.facts ?? {}) as Partial<Kept>; // written below, and by the same code, which the first field tells
            if (found === undefined || code !== ownCode() || own !== name)
                return undefined;
            const now = new Date();
            await utimes(place, now, now);
            return {facts, columns: found.columns};
        } catch {
            return undefined;
        }
    }

    /** @param facts anything that JSON holds */
    public async keep(kind: Kind, name: string, facts: unknown, columns: readonly KeptColumn[]): Promise<void> {
        try {
            await mkdir(this.folder, {recursive: true});
            await writeWhole(this.place(kind, name), packColumns({code: ownCode(), name, facts} satisfies Kept, columns));
            await this.makeRoom();
        } catch {
            // A shortcut that is not there: nothing is lost.
        }
    }

    private place(kind: Kind, name: string): string {
        return path.join(this.folder, `${createHash("sha256").update(name).digest("hex").slice(0, 32)}.${kind}`);
    }

    private async makeRoom(): Promise<void> {
        const kept = await Promise.all((await readdir(this.folder)).map(async (name) => {
            const place = path.join(this.folder, name);
            return {place, ...await stat(place).then(({size, mtimeMs}) => ({size, mtimeMs}), () => ({size: 0, mtimeMs: 0}))};
        }));
        let bytes = 0;
        for (const {place, size} of kept.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
            bytes += size;
            if (bytes > mostBytes)
                await rm(place, {force: true}).catch(() => undefined); // in use: another time
        }
    }
}

interface Kept {
    readonly code: string;
    /** Names of files are not long enough to tell all of them apart for sure. */
    readonly name: string;
    readonly facts: unknown;
}

let code: string | undefined;

/** Of the program itself: another version may make another thing out of the same bytes. */
function ownCode(): string {
    code ??= `${createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url))).digest("hex")} ${endianness()}`;
    return code;
}

/**
 * As `fileStamp`. Undefined while the file is too new to tell, or where there is none.
 * @param settledMs see `ReadingSettings`
 */
export async function stampOf(file: string, settledMs: number): Promise<string | undefined> {
    const stamp = await fileStamp(file, settledMs);
    return stamp?.settled === true ? stamp.text : undefined;
}
