import assert from "node:assert/strict";
import {writeFileSync} from "node:fs";
import path from "node:path";
import {gunzipSync, gzipSync} from "node:zlib";
import {UserError} from "../../src/core/errors.js";
import {readDataset} from "../../src/session/readDataset.js";
import {damaged} from "./damage.js";
import {scratchFolder} from "./scratch.js";
import type {FuzzTarget} from "./target.js";

const text = Array.from({length: 40}, (_, at) => `${JSON.stringify({instruction: `Say ${at}.`, input: "", output: `é${"well ".repeat(at)}`})}\n`).join("");

/** A compressed dataset: read as what it unpacks to, or refused in a sentence. */
export const gzip: FuzzTarget = {
    name: "gzip",
    attempt: async (chance, note) => {
        const bytes = damaged(gzipSync(text.slice(0, 200 + chance.below(text.length)), {level: chance.below(10)}), chance);
        note(bytes);
        const packed = path.join(scratchFolder(), "packed.gz"), plain = path.join(scratchFolder(), "plain");
        writeFileSync(packed, bytes);
        const unpacked = isGzip(bytes) ? unpack(bytes) : bytes;
        if (unpacked === undefined) {
            await refused(packed);
            return;
        }
        writeFileSync(plain, unpacked);
        assert.deepEqual(await outcome(packed), await outcome(plain));
    }
};

function isGzip(bytes: Uint8Array): boolean {
    return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** By zlib itself, all at once; undefined where it finds a fault. */
function unpack(bytes: Uint8Array): Uint8Array | undefined {
    try {
        return gunzipSync(bytes);
    } catch {
        return undefined;
    }
}

async function refused(file: string): Promise<void> {
    await assert.rejects(readDataset(file), (error) => error instanceof UserError && error.message.includes("gzip file that is cut off or damaged"));
}

/** What reading gives, but for the names of the two files. */
async function outcome(file: string): Promise<unknown> {
    try {
        const {examples, problems, container} = await readDataset(file);
        return {examples, problems, container};
    } catch (error) {
        if (error instanceof UserError)
            return error.message.replace(file, "file");
        throw error;
    }
}
