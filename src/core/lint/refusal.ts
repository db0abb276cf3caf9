import {inAnswer} from "./places.js";
import type {LintRule} from "./rule.js";

/** How assistants begin when they decline. Only the beginning counts: later in a text it may be quoted. */
const politeBeginning = /^(?:(?:i'm|i am) (?:\w+ )?(?:sorry|afraid)|sorry|i apologi[sz]e|my apologies|as an? (?:ai|artificial|language|text))\b/i;
const inability = /\b(?:cannot|can't|can not|could not|unable|(?:not|in)\s?(?:able|capable)|not (?:possible|suitable)|(?:do|does)(?:n't| not) (?:\w+ )?(?:have|possess)|beyond (?:the|my))\b/i;
const bluntBeginning = /^(?:i(?:'m| am)? (?:cannot|can't|can not|unable to|not able to) (?:assist|help|fulfill?|comply|complete|perform|process|browse)|unable to (?:complete|perform|fulfill?)|this (?:task|request|instruction)\b.{0,60}\b(?:cannot|can't|not suitable|does not)\b.{0,60}\bmodel)\b/i;

/** Words of a model about itself: nobody else would say them. */
const ofItself = /\b(?:ai|gpt|(?:language|the) model|external tasks?|my (?:current )?(?:function|capabilit|purpose|programming)|(?:assist|help)(?: you)? with (?:that|this)|(?:this|that|your) request)\b/i;

/** Then an apology may be what was asked for: letters, customers' complaints, other words for "I can't". */
const asksForIt = /\b(?:apolog|excuse|sorry|can'?t|cannot|unable|not able|unfortunately|regret|refus|declin|reject|respon[ds]|repl[yi]|e-?mail|letter|message|dialog|conversation|script|role|story|tone|re-?write|rephrase|paraphrase|translate|pretend)/i;
const asksAboutModels = /\b(?:ai|gpt|chat ?bots?|assistants?|models?)\b/i;

export const refusal: LintRule = {
    code: "refusal",
    meaning: "The answer begins with a stock phrase of refusal.",
    finds: ({answer, question, input}) => {
        const beginning = beginningOf(answer);
        if (!bluntBeginning.test(beginning) && !(politeBeginning.test(beginning) && inability.test(firstSentences(beginning))))
            return false;
        const asked = `${question}\n${input}`;
        return ofItself.test(beginning) ? !(asksAboutModels.test(asked) && asksForIt.test(asked)) : !asksForIt.test(asked);
    },
    places: (example) => {
        const beginning = beginningOf(example.answer), blunt = bluntBeginning.exec(beginning);
        if (blunt !== null)
            return inAnswer(example, [[0, blunt[0].length]]);
        const polite = politeBeginning.exec(beginning)?.[0].length ?? 0, unable = inability.exec(beginning);
        return inAnswer(example, [[0, unable === null ? polite : Math.max(polite, unable.index + unable[0].length)]]);
    }
};

/** As long as the answer's own, character by character. */
function beginningOf(answer: string): string {
    return answer.slice(0, 250).replaceAll("\u2019", "'");
}

/** "Sorry, that is a drawing. We cannot do it." takes two sentences. */
function firstSentences(beginning: string): string {
    return beginning.split(/(?<=[.!?])\s+|\n/, 2).join(" ");
}
