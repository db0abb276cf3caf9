import type {LintRule} from "./rule.js";

/** Only who reads the whole file can tell: see `ItemAssembler`. */
export const duplicate: LintRule = {
    code: "duplicate",
    meaning: "The same example stands earlier in the file."
};
