import {existsSync} from "node:fs";
import path from "node:path";
import type {Context} from "mocha";

/** Real data that cannot be part of the project lies beside the checkout where there is any. */
export function sharedPath(...parts: readonly string[]): string {
    return path.resolve("..", "shared", ...parts);
}

/** Skips a test, with the reason printed, when a file that it needs is not there. */
export function needs(context: Context, ...files: readonly string[]): void {
    const missing = files.find((file) => !existsSync(file));
    if (missing === undefined)
        return;
    process.stdout.write(`      skipped: ${path.relative(".", missing)} is not here\n`);
    context.skip();
}
