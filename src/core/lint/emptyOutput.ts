import type {LintRule} from "./rule.js";

export const emptyOutput: LintRule = {
    code: "empty-output",
    meaning: "The answer is empty.",
    finds: ({answer}) => answer === ""
};
