import {inAnswer, stretches} from "./places.js";
import type {LintRule} from "./rule.js";

/** Headings of instruction templates, numbered ones too: generators that were shown "7. Instruction:" went on with the next. */
const heading = /^[ \t]*(?:#{3,} ?(?:instruction|input|response|output)|\d{1,3}\. ?instruction) ?:/im;
const specialToken = /<\|?(?:im_start|im_end|endoftext|eot_id)\|?>|<\|(?:user|assistant|system)\|>|\[\/?INST\]/;
const person = /^[ \t]*(?:human|user) ?:/im;
const machine = /^[ \t]*(?:assistant|ai|gpt|bot) ?:/im;

/** Dialogues and exercises that were asked for are full of such marks. */
const asksForThem = /dialog|conversation|chat|script|\bplay\b|interview|exchange|prompt|template|token|test cases?|(?:programming|coding) (?:task|problem|question)/i;

export const promptLeak: LintRule = {
    code: "prompt-leak",
    meaning: "The answer holds a marker of a prompt template, such as \"### Instruction:\".",
    finds: ({answer, question, input}) => holdsMarker(answer) && !asksForThem.test(question) && !holdsMarker(input),
    places: (example) => {
        const {answer} = example, dialogue = person.test(answer) && machine.test(answer) ? [person, machine] : [];
        return inAnswer(example, [heading, specialToken, ...dialogue].flatMap((marker) => stretches(answer, marker)).sort(([a], [b]) => a - b));
    }
};

/** Each is looked for only where its most telling character is, which hardly any text has. */
function holdsMarker(text: string): boolean {
    const mayBegin = text.includes(":");
    return (mayBegin && heading.test(text)) || ((text.includes("<") || text.includes("[")) && specialToken.test(text)) || (mayBegin && person.test(text) && machine.test(text));
}
