import type {LintRule} from "./rule.js";

/** Tags and entities of scraped pages; code that was asked for is told apart by the words of the question. */
const tag = /<\/?(div|span|p|br|a|td|tr|table|li|ul|font|b|i|img|nbsp)\b[^<>]{0,200}>|&(nbsp|amp|quot|lt|gt|#\d{2,5});/gi;
const asksForMarkup = /html|xml|markup|tag|web ?page|website|css|javascript|\bjs\b|jsx|react|\bphp\b|code|script|svg|entit(y|ies)|escape/i;

export const markupDebris: LintRule = {
    code: "markup-debris",
    meaning: "The answer holds HTML tags or entities that nobody asked for.",
    finds: ({question, input, answer}) => !asksForMarkup.test(question) && !/<\w+/.test(input) &&
        !answer.includes("```") && (answer.match(tag)?.length ?? 0) >= 2
};
