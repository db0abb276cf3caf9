import type {LintRule} from "./rule.js";

export const copiedInstruction: LintRule = {
    code: "copied-instruction",
    meaning: "The answer only repeats the question.",
    finds: ({question, answer}) => {
        const asked = plain(question);
        return asked.length >= 12 && asked === plain(answer);
    }
};

/** Letters and digits alone, so that punctuation and case make no difference. */
function plain(text: string): string {
    return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
