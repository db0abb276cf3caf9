import {stat} from "node:fs/promises";

export interface FileStamp {
    /** Other for a file that was written, replaced or given other times since; the time of its change cannot be set back on Unix. */
    readonly text: string;
    /** False while the file is so new that a later change might leave the same stamp. */
    readonly settled: boolean;
}

/** Undefined where there is no file. @param settledMs how old a change must be, in milliseconds */
export async function fileStamp(file: string, settledMs: number): Promise<FileStamp | undefined> {
    try {
        const {dev, ino, size, mtimeNs, ctimeNs, mtimeMs, ctimeMs} = await stat(file, {bigint: true});
        const latest = Math.max(Number(mtimeMs), Number(ctimeMs));
        return {text: [dev, ino, size, mtimeNs, ctimeNs].join(" "), settled: Date.now() - latest >= settledMs};
    } catch {
        return undefined;
    }
}
