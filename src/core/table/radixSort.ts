const digitValues = 1 << 16;
/** Fewer are compared: counting digits costs the same for two numbers as for a hundred thousand. */
const worthCounting = 4096;
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/**
 * Places of the values in ascending (or descending) order, equal ones in the order given, NaN always last. A radix sort: a
 * comparing sort of a million numbers takes most of a second.
 * @param start another order of the places, to sort by one value after another: the most important one last
 */
export function sortedPlaces(values: ArrayLike<number>, descending: boolean, start = ascending(values.length)): Uint32Array {
    const {low, high} = sortableBits(values, descending);
    const compare = (a: number, b: number): number => (high[a] ?? 0) - (high[b] ?? 0) || (low[a] ?? 0) - (low[b] ?? 0);
    if (start.length < worthCounting)
        return start.slice().sort(compare);
    let from: Uint32Array = start, to: Uint32Array = new Uint32Array(start.length);
    const counts = new Uint32Array(digitValues);
    for (const shift of [0, 16] as const)
        if (scatter(high, shift, from, to, counts))
            [from, to] = [to, from === start ? new Uint32Array(start.length) : from];
    const sorted = from === start ? start.slice() : from;
    sortRuns(sorted, high, low, compare);
    return sorted;
}

function ascending(length: number): Uint32Array {
    const places = new Uint32Array(length);
    for (let place = 0; place < length; place++)
        places[place] = place;
    return places;
}

/** Sorts stably by one digit, from `from` to `to`. False, with nothing done, when the digit is the same everywhere. */
function scatter(words: Uint32Array, shift: 0 | 16, from: Uint32Array, to: Uint32Array, counts: Uint32Array): boolean {
    counts.fill(0);
    for (const word of words) {
        const digit = word >>> shift & 0xffff;
        counts[digit] = (counts[digit] ?? 0) + 1;
    }
    if (counts[(words[0] ?? 0) >>> shift & 0xffff] === words.length)
        return false;
    let sum = 0;
    for (let digit = 0; digit < digitValues; digit++) {
        const count = counts[digit] ?? 0;
        counts[digit] = sum;
        sum += count;
    }
    for (const place of from) {
        const digit = (words[place] ?? 0) >>> shift & 0xffff;
        const target = counts[digit] ?? 0;
        to[target] = place;
        counts[digit] = target + 1;
    }
    return true;
}

/** Puts right what the high words do not tell apart: hardly anything, for they hold six digits of the number. */
function sortRuns(sorted: Uint32Array, high: Uint32Array, low: Uint32Array, compare: (a: number, b: number) => number): void {
    for (let from = 0; from < sorted.length;) {
        const first = sorted[from] ?? 0;
        let to = from + 1, inOrder = true, last = low[first] ?? 0;
        for (; to < sorted.length && high[sorted[to] ?? 0] === high[first]; to++) {
            const next = low[sorted[to] ?? 0] ?? 0;
            inOrder &&= last <= next;
            last = next;
        }
        if (!inOrder)
            sorted.subarray(from, to).sort(compare);
        from = to;
    }
}

/** Float64 as two words whose unsigned order is that of the numbers (the bits of negative ones run backwards). */
function sortableBits(values: ArrayLike<number>, descending: boolean): {low: Uint32Array; high: Uint32Array} {
    const low = new Uint32Array(values.length), high = new Uint32Array(values.length);
    const number = new Float64Array(1);
    const words = new Uint32Array(number.buffer);
    const lowWord = littleEndian ? 0 : 1, highWord = 1 - lowWord;
    for (let place = 0; place < values.length; place++) {
        const value = values[place] ?? NaN;
        number[0] = value + 0; // -0 equals 0
        const sign = (words[highWord] ?? 0) >>> 31;
        const inverted = (sign === 1) !== descending ? 0xffffffff : 0;
        low[place] = Number.isNaN(value) ? 0xffffffff : (words[lowWord] ?? 0) ^ inverted;
        high[place] = Number.isNaN(value) ? 0xffffffff : (words[highWord] ?? 0) ^ inverted ^ (sign === 1 ? 0 : 0x80000000);
    }
    return {low, high};
}
