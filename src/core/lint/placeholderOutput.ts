import type {LintRule} from "./rule.js";

const placeholder = /^[<([{]?\s*(no[\s_-]?output|n\/a|not applicable|null|nan|undefined|output)\s*[>)\]}]?\.?$/i;

export const placeholderOutput: LintRule = {
    code: "placeholder-output",
    meaning: "The answer is a placeholder such as <nooutput> or N/A.",
    finds: ({answer}) => answer.length <= 40 && placeholder.test(answer)
};
