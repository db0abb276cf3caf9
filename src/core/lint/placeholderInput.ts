import {wholeInput} from "./places.js";
import type {LintRule} from "./rule.js";

/** Generators that were told to give an input wrote these where there was none, in brackets or quotes of all kinds. */
const placeholder = /^[<([{"'`\\]*\s*(?:no[\s_-]?input|n\/?a|not applicable|none)\s*(?:required|needed|provided|given)?\s*[\\>)\]}"'`?]*\.?$/i;
const bracketed = /^[<[({]\s*(?:empty|input)\s*[>\])}]$/i;

export const placeholderInput: LintRule = {
    code: "placeholder-input",
    meaning: "The input is a placeholder such as <noinput>.",
    finds: ({input}) => isPlaceholderInput(input),
    places: wholeInput
};

/** Whether an input says nothing but that there is none. */
export function isPlaceholderInput(input: string): boolean {
    const text = input.trim();
    return text.length <= 40 && (placeholder.test(text) || bracketed.test(text));
}
