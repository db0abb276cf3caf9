import {inAnswer, stretches, wholeAnswer} from "./places.js";
import type {LintRule} from "./rule.js";

/** The whole answer; "null" and "undefined" are right answers to questions about programs, so they are left alone. */
const placeholder = /^(?:no[\s_-]?output(?: (?:required|needed|possible|provided|available|expected))?|n\/a|not applicable|[<([{]\s*output[^<>]*[>)\]}])[.!]?$/i;
/** Explanations often follow these: "<nooutput> - visuals cannot be created". */
const beginning = /^(?:[<([{]\s*no[\s_-]?(?:out|in)put\b\s*[>)\]}]?|n\/a \()/i;

export const placeholderOutput: LintRule = {
    code: "placeholder-output",
    meaning: "The answer is or begins with a placeholder such as <nooutput> or N/A.",
    finds: ({answer}) => beginning.test(answer) || (answer.length <= 60 && placeholder.test(answer)),
    places: (example) => beginning.test(example.answer) ? inAnswer(example, stretches(example.answer, beginning)) : wholeAnswer(example)
};
