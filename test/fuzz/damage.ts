import type {Chance} from "./target.js";

/** Bytes that mean something in JSON, UTF-8, gzip or GGUF; chance alone finds them too seldom. */
const telling = [0, 9, 10, 13, 0x1e, 0x20, 0x22, 0x2c, 0x2d, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x7f, 0x80, 0xbf, 0xc0, 0xed, 0xef, 0xf4, 0xff];

/** Changes, removes, repeats or puts in bytes at one to eight places. The bytes that are given stay as they are. */
export function damaged(bytes: Uint8Array, chance: Chance): Uint8Array {
    let result = bytes;
    for (let left = 1 + chance.below(8); left > 0; left--)
        result = damagedOnce(result, chance);
    return result;
}

function damagedOnce(bytes: Uint8Array, chance: Chance): Uint8Array {
    const at = chance.below(bytes.length + 1);
    const length = chance.once(3) ? chance.below(200) : 1;
    switch (chance.below(6)) {
        case 0: // other bits
            return spliced(bytes, at, 1, [(bytes[at] ?? 0) ^ (1 << chance.below(8))]);
        case 1:
            return spliced(bytes, at, 1, [chance.pick(telling)]);
        case 2:
            return spliced(bytes, at, 0, Array.from({length}, () => chance.pick(telling)));
        case 3:
            return spliced(bytes, at, length, []);
        case 4: { // a piece that stands there already
            const from = chance.below(bytes.length + 1);
            return spliced(bytes, at, 0, bytes.subarray(from, from + length));
        }
        default: // cut off, or cut off in front
            return chance.once(4) ? bytes.subarray(at) : chance.once(3) ? bytes.subarray(0, at) : spliced(bytes, at, 1, [chance.below(256)]);
    }
}

function spliced(bytes: Uint8Array, at: number, remove: number, put: ArrayLike<number>): Uint8Array {
    const end = Math.min(bytes.length, at + remove);
    const result = new Uint8Array(bytes.length - (end - Math.min(at, end)) + put.length);
    result.set(bytes.subarray(0, at));
    result.set(put, at);
    result.set(bytes.subarray(end), at + put.length);
    return result;
}

/** Values that no field expects. */
const hostile: readonly unknown[] = [
    null, true, 0, -1, 0.5, 1e9, 2 ** 53, -5, Number.MAX_VALUE, "", "\u0000", "\u001b[2J", "<img src=x onerror=alert(1)>", "[a](command:b)", "__proto__", "\u202e", "x".repeat(5000),
    [], {}, [[]], [null], {length: 1e9}, {toString: 1}, [1, 2, 3], "2026-13-45", "NaN"
];

/** A copy of a JSON value in which one to four of its parts are of another kind, gone, or there twice. */
export function distorted(value: unknown, chance: Chance): unknown {
    let result = structuredClone(value);
    for (let left = 1 + chance.below(4); left > 0; left--)
        result = distortedOnce(result, chance);
    return result;
}

function distortedOnce(value: unknown, chance: Chance): unknown {
    if (typeof value !== "object" || value === null || chance.once(12))
        return structuredClone(chance.pick(hostile));
    if (Array.isArray(value)) {
        const list = value as unknown[];
        if (list.length === 0 || chance.once(6))
            return [...list, chance.pick(hostile)];
        const at = chance.below(list.length);
        return list.map((entry, place) => place === at ? distortedOnce(entry, chance) : entry);
    }
    const entries = Object.entries(value);
    if (entries.length === 0 || chance.once(12))
        return Object.fromEntries([...entries, [chance.pick(["__proto__", "constructor", "length", "x", ""]), chance.pick(hostile)]]);
    const at = chance.below(entries.length);
    return Object.fromEntries(entries.flatMap(([name, entry], place) => place !== at ? [[name, entry]] : chance.once(5) ? [] : [[name, distortedOnce(entry, chance)]]));
}
