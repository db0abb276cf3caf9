import {createWriteStream} from "node:fs";
import {mkdir} from "node:fs/promises";
import path from "node:path";
import {pipeline} from "node:stream/promises";
import {openPromise} from "yauzl";

/** One file of a ZIP archive; sizes in bytes. */
export interface ArchiveEntry {
    readonly name: string;
    readonly packed: number;
    readonly unpacked: number;
}

export async function listArchive(file: string): Promise<ArchiveEntry[]> {
    const entries: ArchiveEntry[] = [];
    for await (const {fileName, compressedSize, uncompressedSize} of (await openPromise(file)).eachEntry())
        entries.push({name: fileName, packed: compressedSize, unpacked: uncompressedSize});
    return entries;
}

/** Names that would lead out of `folder` are refused by yauzl. */
export async function unpackArchive(file: string, folder: string): Promise<void> {
    const archive = await openPromise(file);
    for await (const entry of archive.eachEntry()) {
        const to = path.join(folder, entry.fileName);
        await mkdir(path.dirname(to), {recursive: true});
        await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(to));
    }
}
