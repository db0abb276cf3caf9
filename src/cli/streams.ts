import {UserError} from "../core/errors.js";

/**
 * Takes care that nobody's closing or filling up what a command says ends what it does: its work is a file or the store, and goes on
 * without a reader (`2>&1 | head -1`, a terminal that was closed). Without this an error of a stream would end the process.
 * @returns throws a UserError once standard output could not be written for another reason than that nobody reads it
 */
export function outliveReaders(): () => void {
    let failure: NodeJS.ErrnoException | undefined;
    process.stdout.on("error", (error: NodeJS.ErrnoException) => {
        if (!readerIsGone(error))
            failure ??= error;
    });
    process.stderr.on("error", () => {
        // there is nowhere to say so
    });
    return () => {
        if (failure !== undefined)
            throw new UserError(`Standard output cannot be written (${failure.code ?? failure.message}): what was said there is not complete.`);
    };
}

function readerIsGone({code}: NodeJS.ErrnoException): boolean {
    return code === "EPIPE" || code === "ECONNRESET" || code === "EIO";
}

/** Waits until what was written has come through, or failed. */
export async function settled(stream: NodeJS.WriteStream): Promise<void> {
    await new Promise<void>((resolve) => {
        stream.write("", () => {
            resolve();
        });
    });
}
