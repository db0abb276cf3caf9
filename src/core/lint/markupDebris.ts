import {inAnswer, stretches} from "./places.js";
import type {LintRule} from "./rule.js";

/** Tags and entities of scraped pages. */
const tag = /<\/?(?:div|span|p|br|a|td|tr|table|li|ul|font|b|i|img|nbsp)\b[^<>]{0,200}>|&(?:nbsp|amp|quot|lt|gt|#\d{2,5});/gi;

/** Where code, a page or a change of looks was asked for, tags are the answer. */
const asksForMarkup = /html|xml|markup|markdown|tag|\bweb|css|script|\bjs\b|jsx|react|\bphp\b|code|svg|entit(?:y|ies)|escape|program|\bapps?\b|\bui\b|form|survey|layout|button|link|bold|italic|highlight|underline|font|styl|colou?r|template|infographic|embed|newsletter|https?:/i;

export const markupDebris: LintRule = {
    code: "markup-debris",
    meaning: "The answer holds HTML tags or entities that nobody asked for.",
    finds: ({question, input, answer, turns}) => turns.at(-1)?.role === "assistant" && (answer.includes("<") || answer.includes("&")) && (answer.match(tag)?.length ?? 0) >= 2 &&
        !answer.includes("```") && !asksForMarkup.test(question) && !/<\w|&\w+;/.test(input),
    places: (example) => inAnswer(example, stretches(example.answer, tag))
};
