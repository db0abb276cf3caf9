import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {Span} from "../core/example.js";
import {concatBytes} from "../core/formats/framing.js";
import {openBytes, type Dataset} from "./readDataset.js";

/** A file that was read, and its hash of then: whoever reads it again can tell whether it is still the same. */
export type ReadFile = Pick<Dataset, "path" | "sha256">;

/**
 * The bytes of some spans of a dataset, in one pass; spans ascending and without overlap. A span that reaches over the end of
 * the file gives what there is.
 * @throws UserError when the file has changed since it was read
 */
export async function* readSpans(file: ReadFile, spans: Iterable<Span>): AsyncGenerator<Uint8Array> {
    for await (const {bytes} of readEach(file, withSpans(spans)))
        yield bytes;
}

/** As `readSpans`, each with the item whose span it is. Items are taken one by one, so a million of them need not be at hand. */
export async function* readEach<Item extends {readonly span: Span}>(file: ReadFile, items: Iterable<Item>): AsyncGenerator<{readonly item: Item; readonly bytes: Uint8Array}> {
    const {bytes, sha256} = await openBytes(file.path);
    try {
        yield* cut(bytes, items[Symbol.iterator]());
    } catch (error) {
        const code = (error as NodeJS.ErrnoException | undefined)?.code ?? ""; // errors of Node carry a code; others have none
        throw /^(Z_|ENOENT$)/.test(code) ? changedError(file) : error; // it could be read and decompressed before
    }
    if (sha256() !== file.sha256)
        throw changedError(file);
}

export function changedError({path}: Pick<ReadFile, "path">): UserError {
    return new UserError(`${escapeForDisplay(path)} was changed while it was read; run again.`);
}

function* withSpans(spans: Iterable<Span>): Generator<{readonly span: Span}> {
    for (const span of spans)
        yield {span};
}

async function* cut<Item extends {readonly span: Span}>(bytes: AsyncIterable<Uint8Array>, items: Iterator<Item>): AsyncGenerator<{item: Item; bytes: Uint8Array}> {
    let at = 0;
    let next = items.next();
    let parts: Uint8Array[] = [];
    for await (const chunk of bytes) {
        const end = at + chunk.length;
        while (next.done !== true && next.value.span.start < end) {
            const {span} = next.value;
            parts.push(chunk.slice(Math.max(0, span.start - at), Math.min(chunk.length, span.end - at)));
            if (span.end > end)
                break; // the rest is in the next chunk
            yield {item: next.value, bytes: concatBytes(parts)};
            parts = [];
            next = items.next();
        }
        at = end;
    }
    if (parts.length > 0 && next.done !== true)
        yield {item: next.value, bytes: concatBytes(parts)};
}
