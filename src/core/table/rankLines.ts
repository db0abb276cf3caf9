import {unknown} from "./table.js";

/** Gives the lines of some rows, which ascend, one after the other. Called again, it gives the same lines. */
export type ReadLines = (rows: Uint32Array, take: (line: string) => void) => void;

/** Tests make these small. */
export interface RankLimits {
    /** Of all lines together so many bytes are held at once, but of each at least 16. */
    readonly bytes: number;
    /** More of one line are not. */
    readonly bytesOfLine: number;
}

const encoder = new TextEncoder();
const fewestBytes = 16;

/**
 * How many lines stand before each row's in the order of code points, which is that of the bytes of UTF-8; equal lines share a rank,
 * and a row whose line is empty has `unknown`. Only the next few bytes of each line are held; lines that these do not tell apart are
 * read again for more. So memory is bounded, however many and however long they are.
 */
export function rankLines(length: number, read: ReadLines, limits: RankLimits = {bytes: 1 << 26, bytesOfLine: 256}): Uint32Array<ArrayBuffer> {
    const ranks = new Uint32Array(length);
    let open: Uint32Array = ascending(length);
    for (let from = 0; open.length > 0;) {
        const bytes = 4 * Math.ceil(Math.max(fewestBytes, Math.min(limits.bytesOfLine, limits.bytes / open.length)) / 4);
        open = refine(ranks, open, pieces(ranks, open, read, from, bytes));
        from += bytes;
    }
    return ranks;
}

interface Pieces {
    /** For each row its rank so far and the next bytes of its line, in words whose order is theirs; behind the line's end are zeros. */
    readonly words: Uint32Array;
    /** So many words a row. */
    readonly wide: number;
    readonly ends: Uint8Array;
}

const noLine = 0, ended = 1, goesOn = 2;

function pieces(ranks: Uint32Array, rows: Uint32Array, read: ReadLines, from: number, bytes: number): Pieces {
    const wide = 1 + bytes / 4, packed = new Uint8Array(4 * wide * rows.length), ends = new Uint8Array(rows.length);
    let encoded = new Uint8Array(1024), at = 0;
    read(rows, (line) => {
        if (encoded.length < 3 * line.length)
            encoded = new Uint8Array(3 * line.length);
        const {written} = encoder.encodeInto(line, encoded);
        packed.set(encoded.subarray(from, Math.max(from, Math.min(written, from + bytes))), 4 * wide * at + 4);
        ends[at++] = written === 0 ? noLine : written <= from + bytes ? ended : goesOn;
    });
    const words = new Uint32Array(packed.buffer), view = new DataView(packed.buffer);
    for (let word = 0; word < words.length; word++)
        words[word] = view.getUint32(4 * word);
    for (const [place, row] of rows.entries())
        words[wide * place] = ranks[row] ?? 0;
    return {words, wide, ends};
}

/** Ranks the rows by their pieces. Returns those that are not told apart from others yet, and may be. */
function refine(ranks: Uint32Array, rows: Uint32Array, {words, wide, ends}: Pieces): Uint32Array {
    const compare = (one: number, other: number): number => {
        let difference = 0;
        for (let word = 0; difference === 0 && word < wide; word++)
            difference = (words[wide * one + word] ?? 0) - (words[wide * other + word] ?? 0);
        return difference;
    };
    const sorted = ascending(rows.length).filter((at) => ends[at] !== noLine).sort(compare);
    const isOpen = new Uint8Array(rows.length);
    for (const [at, row] of rows.entries())
        if (ends[at] === noLine)
            ranks[row] = unknown;
    let group = 0; // where those begin that had the same rank
    for (let from = 0; from < sorted.length;) {
        const first = sorted[from] ?? 0, rank = words[wide * first] ?? 0;
        if (rank !== words[wide * (sorted[group] ?? 0)])
            group = from;
        let longest = ended, to = from;
        for (; to < sorted.length && compare(first, sorted[to] ?? 0) === 0; to++)
            longest = Math.max(longest, ends[sorted[to] ?? 0] ?? 0);
        for (const at of sorted.subarray(from, to)) {
            ranks[rows[at] ?? 0] = rank + from - group;
            isOpen[at] = Number(to > from + 1 && longest === goesOn);
        }
        from = to;
    }
    return rows.filter((_, at) => isOpen[at] === 1);
}

function ascending(length: number): Uint32Array {
    const numbers = new Uint32Array(length);
    for (let at = 0; at < length; at++)
        numbers[at] = at;
    return numbers;
}
