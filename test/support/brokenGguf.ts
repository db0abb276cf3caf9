import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {uniformInt} from "pure-rand/distribution/uniformInt";
import {xoroshiro128plus} from "pure-rand/generator/xoroshiro128plus";
import {readGgufHeader, type GgufHeader} from "../../src/core/gguf/header.js";
import {requireMetadata} from "../../src/core/gguf/metadata.js";
import {writeGguf, type MetadataValue, type TensorSource} from "../../tools/random-model/gguf.js";
import {randomModelParts} from "../../tools/random-model/randomModel.js";

/** A model of 100 kB that llama.cpp loads. */
export const smallModel = {vocabularySize: 300, width: 32, layers: 1, heads: 2, kvHeads: 1, feedForward: 32, contextLength: 256} as const;

export interface Parts {
    readonly metadata: Map<string, MetadataValue>;
    readonly tensors: TensorSource[];
}

/** The bytes of a small model, with something changed before it is written. */
export async function modelBytes(change: (parts: Parts) => void = () => undefined): Promise<Buffer> {
    const parts = randomModelParts(smallModel);
    change(parts);
    const folder = mkdtempSync(path.join(tmpdir(), "goldpan-test-"));
    try {
        const file = path.join(folder, "model.gguf");
        await writeGguf(file, parts.metadata, parts.tensors);
        return readFileSync(file);
    } finally {
        rmSync(folder, {recursive: true});
    }
}

/** A value of any type and content. */
export function raw(id: number, ...numbers: readonly (readonly [bits: 8 | 32 | 64, value: number | bigint])[]): MetadataValue {
    const value = Buffer.concat(numbers.map(([bits, number]) => {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64LE(BigInt.asUintN(64, BigInt(number)));
        return bytes.subarray(0, bits / 8);
    }));
    return {type: "raw", id, value};
}

/** Where a name of a key or tensor ends. */
export function behind(bytes: Buffer, name: string): number {
    const at = bytes.indexOf(name);
    if (at === -1)
        throw new Error(`there is no ${name}`);
    return at + name.length;
}

/** What the engine looks at before anybody else reads a header, without llama.cpp and without a file. Throws GgufFault. */
export function checkHeader(bytes: Uint8Array): GgufHeader {
    const header = readGgufHeader({size: bytes.length, read: (at, length) => bytes.subarray(at, at + length)});
    requireMetadata(header.metadata);
    return header;
}

const strange = [0n, 1n, 5n, 0x7fffffffn, 0xffffffffn, 2n ** 31n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 64n - 1n] as const;

/**
 * Headers of `bytes` that are damaged at random, without an end: bits and bytes changed, numbers of 32 and 64 bits made large, pieces
 * taken out, the end cut off. The same seed gives the same.
 * @param headerBytes what of it is the header; nothing behind is touched but by cuts
 */
export function *damagedHeaders(bytes: Buffer, headerBytes: number, seed: number): Generator<Buffer, never> {
    const generator = xoroshiro128plus(seed);
    const random = (limit: number): number => uniformInt(generator, 0, limit - 1);
    while (true) {
        let damaged = Buffer.from(bytes);
        for (let changes = 1 + random(3); changes > 0; changes--) {
            const at = random(Math.min(headerBytes, damaged.length - 8));
            switch (random(6)) {
                case 0:
                    damaged[at] = (damaged[at] ?? 0) ^ (1 << random(8));
                    break;
                case 1:
                    damaged[at] = random(256);
                    break;
                case 2:
                    damaged.writeUInt32LE(Number((strange[random(strange.length)] ?? 0n) % 2n ** 32n), at);
                    break;
                case 3:
                    damaged.writeBigUInt64LE(strange[random(strange.length)] ?? 0n, at);
                    break;
                case 4:
                    damaged = Buffer.concat([damaged.subarray(0, at), damaged.subarray(at + 1 + random(8))]);
                    break;
                default:
                    damaged = damaged.subarray(0, at + 8 + random(damaged.length - at - 8));
            }
        }
        yield damaged;
    }
}
