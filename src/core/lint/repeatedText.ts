import type {LintRule} from "./rule.js";

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
    finds: ({answer, question}) => !asksForRepetition.test(question) && loops(answer.slice(0, longest).split(/\s+/))
};

/** Whether some words stand three times in a row: then each word of the last two times equals the word one period before it. */
function loops(words: readonly string[]): boolean {
    for (let period = 1; period <= Math.min(longestPeriod, words.length / 3); period++) {
        // A run of two periods holds one of these places, so looking there is enough.
        for (let at = period; at < words.length; at += 2 * period) {
            let from = at;
            let to = at;
            while (to < at + 2 * period && to < words.length && words[to] === words[to - period])
                to++;
            while (to > at && from > at - 2 * period && from > period && words[from - 1] === words[from - 1 - period])
                from--;
            if (to - from >= 2 * period && isPhrase(words.slice(from, from + period).join(" ")))
                return true;
        }
    }
    return false;
}

function isPhrase(text: string): boolean {
    return text.length >= shortestLoop && prose.test(text);
}
