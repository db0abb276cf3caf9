import type {LintRule} from "./rule.js";

/** The same stretch of at least 15 characters three times in a row: generators that loop; poems' refrains stand apart. */
const loop = /(\S[^\n]{13,200}?\S)(?:\s+\1){2,}/;
const longest = 20_000; // beyond this the search would cost more than it tells

export const repeatedText: LintRule = {
    code: "repeated-text",
    meaning: "The answer says the same thing three times in a row.",
    finds: ({answer}) => hasLoop(answer.slice(0, longest))
};

/** Sentences first, which is linear; the back-reference only for short answers, where it cannot run away. */
function hasLoop(answer: string): boolean {
    const sentences = answer.split(/(?<=[.!?])\s+|\n+/).map((text) => text.trim());
    if (sentences.some((text, at) => text.length >= 8 && text === sentences[at + 1] && text === sentences[at + 2]))
        return true;
    return answer.length <= 2_000 && loop.test(answer);
}
