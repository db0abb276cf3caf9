import {escapeForDisplay} from "../core/displayText.js";
import {UserError} from "../core/errors.js";
import type {MemoryBytes} from "./source.js";

/** A compressed file is kept in memory, unpacked; a larger one should lie on the disk unpacked. */
const mostUnpacked = 2 ** 30;

/** @param read is told how many bytes have been given */
export function *slices(bytes: Uint8Array, pieceBytes: number, read: (bytes: number) => void): Generator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
        read(Math.min(bytes.length, at + pieceBytes));
        yield bytes.subarray(at, at + pieceBytes);
    }
}

/** Passes pieces on and keeps them. @throws UserError when they are too many for memory */
export async function *keepAll(path: string, pieces: AsyncIterable<Uint8Array>, memory: MemoryBytes): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
        memory.add(piece);
        if (memory.length > mostUnpacked)
            throw new UserError(`${escapeForDisplay(path)} has more than 1 GB unpacked; unpack it and open the unpacked file.`);
        yield piece;
    }
}
