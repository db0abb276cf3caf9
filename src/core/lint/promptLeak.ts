import type {LintRule} from "./rule.js";

/** Markers of chat and instruction templates; in an answer they are left over from the generator's own prompt. */
const marker = /^\s*(#{2,}\s*(instruction|input|response|output)\s*:|(human|user|assistant|instruction)\s*:\s*\S)|<\|?(im_start|im_end|endoftext|eot_id|user|assistant)\|?>|\[\/?INST\]/im;

export const promptLeak: LintRule = {
    code: "prompt-leak",
    meaning: "The answer holds a marker of a prompt template, such as \"### Instruction:\".",
    // Dialogues that were asked for are full of "User:", so a question that speaks of them clears the answer.
    finds: ({answer, question, input}) => marker.test(answer) && !/dialog|conversation|chat|script|\bplay\b|transcript/i.test(question) && !marker.test(input)
};
