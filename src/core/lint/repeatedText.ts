import {inAnswer} from "./places.js";
import type {LintedExample, LintRule} from "./rule.js";

/** Generators loop on sentences and phrases; tables, code, numbers and drawings repeat for good reasons. */
const prose = /^[^<>|{}()[\]=;\\]*\p{L}{3}[^<>|{}()[\]=;\\]*$/u;
const asksForRepetition = /\b(?:songs?|lyrics|poe(?:m|try)\w*|rap|verses?|chants?|rhymes?|haiku|chorus|mantra|repeat\w*|times|loop|print|pattern)\b/i;

/** An answer that loops does so early; beyond this the search would cost more than it tells. */
const longest = 20_000;
const longestPeriod = 40;
const shortestLoop = 12;

export const repeatedText: LintRule = {
    code: "repeated-text",
    meaning: "The answer says the same thing three times in a row.",
    finds: ({answer, question, ascii}) => {
        const text = answer.slice(0, longest);
        if (!loops(hashes, hashWords(ascii ? text : text.replace(otherSpace, " ")), () => true) || asksForRepetition.test(question)) // of hardly any text words are made
            return false;
        return loopOf(text) !== undefined;
    },
    places: loopPlaces
};

/** The words that loop. */
function loopOf(text: string): {readonly from: number; readonly to: number} | undefined {
    const words = text.split(/\s+/);
    const numbers = new Map<string, number>();
    const numbered = Int32Array.from(words, (word) => numbers.get(word) ?? numbers.set(word, numbers.size).size - 1);
    let found: {readonly from: number; readonly to: number} | undefined;
    loops(numbered, words.length, (from, period, to) => {
        if (!isPhrase(words.slice(from, from + period).join(" ")))
            return false;
        let begin = from, end = to; // three times were enough to find it
        while (begin > period && numbered[begin - 1] === numbered[begin - 1 - period])
            begin--;
        while (end < words.length && numbered[end] === numbered[end - period])
            end++;
        found = {from: begin - period, to: end};
        return true;
    });
    return found;
}

function loopPlaces(example: LintedExample): ReturnType<typeof inAnswer> {
    const text = example.answer.slice(0, longest), loop = loopOf(text);
    if (loop === undefined)
        return [];
    const words = [...text.matchAll(/\S+/g)], first = words[loop.from], last = words[loop.to - 1];
    return first === undefined || last === undefined ? [] : inAnswer(example, [[first.index, last.index + last[0].length]]);
}

/**
 * Whether some words, given as numbers, stand three times in a row: then each word of the last two times equals the word one period before it.
 * @param counts is asked of the words [from, to) that do, the last two times or more
 */
function loops(words: Int32Array, amount: number, counts: (from: number, period: number, to: number) => boolean): boolean {
    for (let period = 1; period <= Math.min(longestPeriod, amount / 3); period++) {
        // A run of two periods holds one of these places, so looking there is enough.
        for (let at = period; at < amount; at += 2 * period) {
            let from = at;
            let to = at;
            while (to < at + 2 * period && to < amount && words[to] === words[to - period])
                to++;
            while (to > at && from > at - 2 * period && from > period && words[from - 1] === words[from - 1 - period])
                from--;
            if (to - from >= 2 * period && counts(from, period, to))
                return true;
        }
    }
    return false;
}

const otherSpace = /[^\S\t-\r ]/g;
const encoder = new TextEncoder(), bytes = new Uint8Array(3 * longest);
/** Of the text that was looked at last; words take two characters at least, with the space between them. */
const hashes = new Int32Array(longest / 2 + 1);

/** Notes a number for each word of a text without white space beyond ASCII, equal ones for equal words. Returns how many there are. */
function hashWords(text: string): number {
    const {written} = encoder.encodeInto(text, bytes); // bytes are read in half the time of a text's characters
    let amount = 0, hash = 0, inWord = false;
    for (let at = 0; at < written; at++) {
        const byte = bytes[at] ?? 0;
        if (byte > 0x20 || (byte < 0x20 && (byte < 0x09 || byte > 0x0d))) {
            hash = Math.imul(hash, 31) + byte | 0;
            inWord = true;
        } else if (inWord) {
            hashes[amount++] = hash;
            hash = 0;
            inWord = false;
        }
    }
    if (inWord)
        hashes[amount++] = hash;
    return amount;
}

function isPhrase(text: string): boolean {
    return text.length >= shortestLoop && prose.test(text);
}
