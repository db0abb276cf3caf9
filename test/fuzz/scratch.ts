import {mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";

let folder: string | undefined;

/** A folder of this process for the files of one attempt, which the next one writes over; it goes when the process ends by itself. */
export function scratchFolder(): string {
    if (folder === undefined) {
        const made = mkdtempSync(path.join(tmpdir(), "goldpan-fuzz-"));
        process.once("exit", () => {
            rmSync(made, {recursive: true, force: true});
        });
        folder = made;
    }
    return folder;
}
