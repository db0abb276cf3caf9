import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Span} from "../core/example.js";
import {concatBytes} from "../core/formats/framing.js";
import {openBytes, type Dataset} from "./readDataset.js";

/**
 * The bytes of some spans of a dataset, in one pass; spans ascending and without overlap. A span that reaches over the end of
 * the file gives what there is.
 * @throws UserError when the file has changed since it was read
 */
export async function* readSpans(dataset: Dataset, spans: readonly Span[]): AsyncGenerator<Uint8Array> {
    const {bytes, sha256} = await openBytes(dataset.path);
    try {
        yield* cut(bytes, spans);
    } catch (error) {
        const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ""; // errors of Node carry a code; others have none
        throw /^(Z_|ENOENT$)/.test(code) ? changedError(dataset) : error; // it could be read and decompressed before
    }
    if (sha256() !== dataset.sha256)
        throw changedError(dataset);
}

export function changedError({path}: Dataset): UserError {
    return new UserError(`${escapeForDisplay(path)} was changed while it was read; run again.`);
}

async function* cut(bytes: AsyncIterable<Uint8Array>, spans: readonly Span[]): AsyncGenerator<Uint8Array> {
    let at = 0;
    let next = 0;
    let parts: Uint8Array[] = [];
    for await (const chunk of bytes) {
        const end = at + chunk.length;
        for (let span = spans[next]; span !== undefined && span.start < end; span = spans[next]) {
            parts.push(chunk.slice(Math.max(0, span.start - at), Math.min(chunk.length, span.end - at)));
            if (span.end > end)
                break; // the rest is in the next chunk
            yield concatBytes(parts);
            parts = [];
            next++;
        }
        at = end;
    }
    if (parts.length > 0)
        yield concatBytes(parts);
}
