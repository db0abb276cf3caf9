import type {LintRule} from "./rule.js";

/** How assistants begin when they decline. Only the beginning counts: later in a text it may be quoted. */
const beginnings = /^(i('m| am) (sorry|afraid)[,.]?\s+(but\s+)?(i|as an|this|that)|sorry,? (but )?(i|as an)|as an ai( language model| assistant)?\b|i (cannot|can't|can not|am unable to|'m unable to) (assist|help|fulfil|fulfill|provide|complete|comply|answer|do that))/i;

export const refusal: LintRule = {
    code: "refusal",
    meaning: "The answer declines the request in a boilerplate phrase.",
    finds: ({answer}) => beginnings.test(answer.replaceAll("\u2019", "'"))
};
