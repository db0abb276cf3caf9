import type {LintRule} from "./rule.js";

export const duplicate: LintRule = {
    code: "duplicate",
    meaning: "The same example stands earlier in the file.",
    finds: ({repeated}) => repeated
};
