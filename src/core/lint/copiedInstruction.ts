import {wholeAnswer} from "./places.js";
import type {LintRule} from "./rule.js";

export const copiedInstruction: LintRule = {
    code: "copied-instruction",
    meaning: "The answer only repeats the question.",
    finds: ({question, input, answer}) => repeats(answer, question) || (input !== "" && repeats(answer, `${question} ${input}`)),
    places: wholeAnswer
};

/** Punctuation and case make no difference; texts of very different lengths or beginnings need no closer look, which keeps this cheap. */
function repeats(answer: string, asked: string): boolean {
    return answer.length >= 12 && answer.length <= 1.5 * asked.length && asked.length <= 1.5 * answer.length &&
        mayBeginAs(answer, asked) && plain(answer) === plain(asked);
}

/** False where both begin with letters or digits of ASCII, and with different ones. */
function mayBeginAs(a: string, b: string): boolean {
    const first = a.charAt(0), second = b.charAt(0);
    return first.toLowerCase() === second.toLowerCase() || !/^[A-Za-z0-9]{2}$/.test(first + second);
}

function plain(text: string): string {
    return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
