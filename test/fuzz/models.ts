import assert from "node:assert/strict";
import {GgufFault} from "../../src/core/gguf/headerReader.js";
import {checkHeader, modelBytes} from "../support/brokenGguf.js";
import {damaged} from "./damage.js";
import type {FuzzTarget} from "./target.js";

let sound: {readonly bytes: Buffer; readonly headerBytes: number} | undefined;

/** The header of a GGUF model: read within bounds, or refused with a place in the file. Without llama.cpp, which never sees what is refused. */
export const models: FuzzTarget = {
    name: "models",
    attempt: async (chance, note) => {
        if (sound === undefined) {
            const bytes = await modelBytes();
            sound = {bytes, headerBytes: checkHeader(bytes).neededBytes === bytes.length ? Math.min(bytes.length, 24_000) : bytes.length};
        }
        const {bytes, headerBytes} = sound;
        const head = chance.once(3) ? withNumber(bytes.subarray(0, headerBytes), chance.below(headerBytes - 8), chance.pick(strange)) : damaged(bytes.subarray(0, headerBytes), chance);
        const input = Buffer.concat([head, bytes.subarray(headerBytes)]);
        note(input.subarray(0, headerBytes));
        try {
            const {neededBytes} = checkHeader(input);
            assert.ok(Number.isSafeInteger(neededBytes) && neededBytes > 0);
        } catch (error) {
            if (!(error instanceof GgufFault))
                throw error;
            assert.doesNotMatch(error.message, /\p{Cc}/u);
        }
    }
};

/** Lengths, counts and dimensions that promise what no file holds. */
const strange = [0n, 1n, 0x7fffffffn, 0xffffffffn, 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n] as const;

function withNumber(bytes: Uint8Array, at: number, number: bigint): Uint8Array {
    const changed = Buffer.from(bytes);
    changed.writeBigUInt64LE(number, at);
    return changed;
}
